import { assert } from '../../harness/assert.ts';
import type { Message } from '../wire/message.ts';
import { opOf, sameHeader } from './prepare-header.ts';

/** What a ring holds in a slot: nothing ever, something unreadable, or the header of a prepare. */
export type Found = 'blank' | 'invalid' | Message;

/** What recovery makes of a slot. */
export interface SlotDecision {
  readonly header: Message | null;
  /** The prepare has to be fetched from a peer. */
  readonly dirty: boolean;
  /** It may have been acknowledged before the crash, so it must not be denied. */
  readonly faulty: boolean;
  /** What the ring of headers ought to hold. */
  readonly redundant: Message | null;
  /** The ring of headers must go on saying that nobody knows what was here. */
  readonly damaged: boolean;
}

const nothing: SlotDecision = {
  header: null,
  dirty: false,
  faulty: false,
  redundant: null,
  damaged: false,
};

/**
 * Decides what a slot held before the crash. The prepare is written before its header, and it is
 * acknowledged after both are durable, which gives each combination its meaning:
 *
 * | header   | prepare       | it was …                              | so …
 * | -------- | ------------- | ------------------------------------- | ----------------
 * | belongs  | the same      | acknowledged                          | clean
 * | any else | belongs       | written; its header was torn, flipped | clean, and the
 * |          |               | or still to come                      | header is mended
 * | belongs  | not readable, | acknowledged, and the disk lost it    | faulty, known
 * |          | foreign, blank|                                       |
 * | belongs  | a later op    | written; its header was still to come | clean, and the
 * |          | that belongs  |                                       | header is mended
 * | belongs  | an earlier op | acknowledged; the disk swore to a     | faulty, known
 * |          | that belongs  | write of the prepare that was not done|
 * | belongs  | the same op,  | a write that the disk swore to was    | faulty, unknown
 * |          | another view  | not done                              |
 * | invalid  | not readable  | no telling                            | faulty, unknown
 * | blank,   | not readable  | torn while it was appended: never     | nothing
 * | foreign  |               | acknowledged                          |
 * | any else | blank, foreign| truncated, or never used              | nothing
 *
 * TigerBeetle's table (facts 5) takes what lies in the slots for the log of any view; here a header
 * `belongs` if it can be of the log that the superblock tells of, which decides more cases.
 */
export function decideSlot(
  header: Found,
  prepare: Found,
  belongs: (header: Message) => boolean,
): SlotDecision {
  const headerOwn = typeof header !== 'string' && belongs(header) ? header : null;
  const prepareOwn = typeof prepare !== 'string' && belongs(prepare) ? prepare : null;
  if (headerOwn !== null && prepareOwn !== null && !sameHeader(headerOwn, prepareOwn)) {
    if (opOf(prepareOwn) > opOf(headerOwn)) return mended(prepareOwn);
    if (opOf(prepareOwn) < opOf(headerOwn)) return lost(headerOwn);
    return { ...nothing, dirty: true, faulty: true, redundant: headerOwn };
  }
  if (prepareOwn !== null) return mended(prepareOwn);
  if (headerOwn !== null) return lost(headerOwn);
  if (header === 'invalid' && prepare === 'invalid') {
    return { ...nothing, dirty: true, faulty: true, damaged: true };
  }
  assert(nothing.redundant === null, 'an empty slot is blank in the ring of headers');
  return nothing;
}

function lost(header: Message): SlotDecision {
  return { ...nothing, header, dirty: true, faulty: true, redundant: header };
}

function mended(prepare: Message): SlotDecision {
  return { ...nothing, header: prepare, redundant: prepare };
}
