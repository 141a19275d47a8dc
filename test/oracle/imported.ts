import { type accountFlag, has, type transferFlag } from './flags.ts';
import { isTimestamp } from './limits.ts';

/**
 * Imported events come with the timestamp at which they happened elsewhere. A batch holds nothing
 * else, or nothing of the kind: its first event decides.
 */

interface Event {
  readonly flags: number;
  readonly timestamp: bigint;
}

type EventTimestampStatus =
  | 'imported_event_expected'
  | 'imported_event_not_expected'
  | 'timestamp_must_be_zero'
  | 'imported_event_timestamp_out_of_range'
  | 'imported_event_timestamp_must_not_advance';

/** What is wrong with an event's timestamp by itself; null where nothing is. */
export function checkTimestamp(
  event: Event,
  kind: typeof accountFlag | typeof transferFlag,
  batchIsImported: boolean,
  batchTimestamp: bigint,
): EventTimestampStatus | null {
  const isImported = has(event, kind.imported);
  if (batchIsImported && !isImported) return 'imported_event_expected';
  if (!batchIsImported && isImported) return 'imported_event_not_expected';
  if (!isImported) return event.timestamp === 0n ? null : 'timestamp_must_be_zero';
  if (!isTimestamp(event.timestamp)) return 'imported_event_timestamp_out_of_range';
  if (event.timestamp >= batchTimestamp) return 'imported_event_timestamp_must_not_advance';
  return null;
}

/**
 * Whether an imported event is not later than all of its own kind, or at the very time of one of
 * the other kind: no two objects have the same timestamp.
 */
export function regresses(
  event: Event,
  ownKind: ReadonlyMap<bigint, Event>,
  otherKind: ReadonlyMap<bigint, Event>,
): boolean {
  return (
    [...ownKind.values()].some((other) => event.timestamp <= other.timestamp) ||
    [...otherKind.values()].some((other) => event.timestamp === other.timestamp)
  );
}

/**
 * Thrown where release 0.17.9 of the real server ends with an assertion, so that no answer is
 * right: what must not be asked of it.
 */
export class ServerAborts extends Error {
  override name = 'ServerAborts';
}
