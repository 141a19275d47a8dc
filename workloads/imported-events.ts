import { accountFlags, transferFlags } from '../harness/ledger/layouts.ts';
import type { Random } from '../harness/random.ts';
import { indexOf, numbersPerRequest } from './load.ts';
import type { AccountEvent, TransferEvent } from './records.ts';

/** Imported history begins here: 2001-09-09, in ns since 1970. */
const begin = 1_000_000_000_000_000_000n;

/** Each request has a second or so, and each of its events a microsecond. */
const requestBits = 30n;
const eventBits = 10n;
const halfEvent = 512n;

/** In requests: a round of the accounts' clock, and how far ahead of the transfers' it begins. */
const round = 64;
const ahead = 8;

/**
 * When the transfers of imported history were made. Their clock goes on evenly; `collides` sets it
 * off by so much that it meets the accounts of `ahead` requests before, while those are ahead.
 */
function transferTime(number: number, collides: boolean): bigint {
  return timeAt(indexOf(number), number % numbersPerRequest) + (collides ? halfEvent : 0n);
}

/**
 * When its accounts were made. Their clock is ahead of the transfers' at first, so that transfers
 * may come before the accounts that they move; then it nearly stands until it has fallen behind, so
 * that accounts may meet the moments of earlier transfers, which is what `collides` is for.
 */
function accountTime(number: number, collides: boolean): bigint {
  const index = indexOf(number);
  const event = number % numbersPerRequest;
  const late = (index % round) - round / 2;
  // Four requests share the second of one; the first events of each come after the one before.
  const time =
    late < 0
      ? timeAt(index + ahead, event)
      : timeAt(index - late + ahead + Math.floor(late / 4), event + 4 * (late % 4));
  return time + (collides ? 0n : halfEvent);
}

function timeAt(request: number, event: number): bigint {
  return begin + (BigInt(request) << requestBits) + (BigInt(event) << eventBits);
}

/** When account `number` of the first stage was made, where it is imported: before all others. */
export function firstAccountTime(number: number): bigint {
  return begin - (1n << 40n) + BigInt(number);
}

type Moment = 'forgotten' | bigint;

/** In order mostly; else too early, met, out of range, ahead of the clock, or without the flag. */
function drawMoment(
  random: Random,
  number: number,
  time: (number: number, collides: boolean) => bigint,
): Moment {
  const kind = random.below(40);
  if (kind === 0) return 0n;
  if (kind === 1) return (1n << 63n) + BigInt(random.below(1000));
  if (kind === 2) return (1n << 63n) - 1n;
  if (kind === 3) return 'forgotten';
  if (kind < 6) return time(random.below(number + 1), false);
  if (kind === 6) return time(Math.max(0, number - 1), false);
  return time(number, kind < 14);
}

/** The transfer as part of imported history. Nearly none may have a time-out. */
export function transferOfHistory(
  event: TransferEvent,
  number: number,
  random: Random,
  careful: boolean,
): TransferEvent {
  const moment = careful ? transferTime(number, false) : drawMoment(random, number, transferTime);
  const forgotten = moment === 'forgotten';
  return {
    ...event,
    timeout: random.chance([1, 12]) ? event.timeout : 0,
    flags: forgotten ? event.flags : event.flags | transferFlags.imported,
    // Without the flag the moment is what is wrong: it must not be made today, before the others.
    timestamp: forgotten ? transferTime(number, false) : moment,
  };
}

/** The account as part of imported history. */
export function accountOfHistory(
  event: AccountEvent,
  number: number,
  random: Random,
): AccountEvent {
  const moment = drawMoment(random, number, accountTime);
  const forgotten = moment === 'forgotten';
  return {
    ...event,
    flags: forgotten ? event.flags : event.flags | accountFlags.imported,
    timestamp: forgotten ? accountTime(number, false) : moment,
  };
}

/**
 * A transfer with a moment of its own after the ledger has gone on, so that it is too late for
 * most. Some forget the flag: a batch's first event decides what the others must have.
 */
export function lateTransfer(event: TransferEvent, random: Random): TransferEvent {
  if (random.chance([1, 10])) return event;
  return {
    ...event,
    flags: event.flags | transferFlags.imported,
    timestamp: lateTime(random),
  };
}

/** Out of range, ahead of the clock, or long past. */
export function lateTime(random: Random): bigint {
  const kind = random.below(10);
  if (kind === 0) return 0n;
  if (kind === 1) return (1n << 63n) + BigInt(random.below(1000));
  if (kind === 2) return (1n << 63n) - 1n;
  return BigInt(random.between(1, 1_000_000_000));
}
