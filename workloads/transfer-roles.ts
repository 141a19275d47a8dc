import { transferFlags } from '../harness/ledger/layouts.ts';
import type { Random } from '../harness/random.ts';
import { ofAnyMagnitude } from './distribution.ts';
import { idZero, unknownNumbers } from './identifiers.ts';
import { type AccountClass, ledgerNumber, type Population } from './population.ts';
import type { TransferEvent } from './records.ts';
import { drawUserData } from './user-data.ts';

/** What transfers of the load are for. */
export type Role =
  /** Between accounts that always work. */
  | 'single'
  /** The same in two phases: with a time-out or without. */
  | 'pending'
  | 'post'
  | 'void'
  /** With an amount that is cut to what the accounts have. */
  | 'balancing'
  /** On accounts whose debits or credits are limited. */
  | 'limited'
  /** Of every magnitude, on accounts set aside to overflow. */
  | 'overflow'
  /** Closes an account. */
  | 'closing'
  /** On accounts that may be closed. */
  | 'closable'
  /** An earlier event once more, unchanged or changed. */
  | 'again'
  /** With one mistake or several. */
  | 'invalid';

export const amountMax = (1n << 128n) - 1n;

/**
 * Amounts on accounts that must not overflow have fewer bits than this. Balancing transfers move
 * what others have moved, so sums grow with the square of the number of transfers: 2^24 of them
 * stay below 2^128.
 */
export const ordinaryBits = 80;

/** What a role draws from. */
export interface Draw {
  readonly number: number;
  readonly random: Random;
  readonly population: Population;
  /** Seconds: what "falls due within the run" means. */
  readonly timeoutMax: number;
}

/** Two different accounts of one ledger, and all else that a good transfer needs. */
function transferBetween(
  draw: Draw,
  debitClass: AccountClass,
  creditClass: AccountClass,
): TransferEvent {
  const { random, population } = draw;
  const ledger = random.below(population.ledgers);
  const debit = population.pick(random, debitClass, ledger);
  const picked = population.pick(random, creditClass, ledger);
  return {
    id: draw.number,
    debit,
    credit: picked === debit ? population.next(picked) : picked,
    amount: ordinaryAmount(random),
    pending: idZero,
    ...drawUserData(random),
    timeout: 0,
    ledger: ledgerNumber(ledger),
    flags: 0,
    timestamp: 0n,
  };
}

export function single(draw: Draw): TransferEvent {
  return transferBetween(draw, 'plain', 'plain');
}

/** Fails for certain, and by itself. */
export function broken(draw: Draw): TransferEvent {
  const event = single(draw);
  switch (draw.random.below(5)) {
    case 0:
      return { ...event, code: 0 };
    case 1:
      return { ...event, ledger: 0 };
    case 2:
      return { ...event, debit: event.credit };
    case 3:
      return { ...event, credit: unknownNumbers + draw.number };
    default:
      return { ...event, timeout: 1 };
  }
}

export function pending(draw: Draw): TransferEvent {
  return asPending(draw, single(draw));
}

export function balancing(draw: Draw): TransferEvent {
  const { random } = draw;
  const [debitClass, creditClass] = random.pick(balancedPairs);
  const event = transferBetween(draw, debitClass, creditClass);
  const both = transferFlags.balancing_debit | transferFlags.balancing_credit;
  const flags = random.pick([transferFlags.balancing_debit, transferFlags.balancing_credit, both]);
  const amount = random.chance([1, 2]) ? amountMax : event.amount;
  return perhapsPending(draw, { ...event, flags, amount });
}

const balancedPairs: readonly (readonly [AccountClass, AccountClass])[] = [
  ['plain', 'plain'],
  ['plain', 'plain'],
  ['debitsLimited', 'plain'],
  ['plain', 'creditsLimited'],
  ['vast', 'vast'],
];

export function limited(draw: Draw): TransferEvent {
  const { random } = draw;
  const [debitClass, creditClass] = random.pick(limitedPairs);
  const event = transferBetween(draw, debitClass, creditClass);
  return perhapsPending(draw, { ...event, amount: BigInt(random.between(0, 200)) });
}

const limitedPairs: readonly (readonly [AccountClass, AccountClass])[] = [
  ['plain', 'debitsLimited'],
  ['debitsLimited', 'plain'],
  ['creditsLimited', 'plain'],
  ['plain', 'creditsLimited'],
  ['debitsLimited', 'creditsLimited'],
  ['creditsLimited', 'debitsLimited'],
];

export function overflow(draw: Draw): TransferEvent {
  const { random } = draw;
  const event = transferBetween(draw, 'vast', 'vast');
  // What is posted stays, so that an account is soon full: the edges are mostly for what expires.
  const isPending = random.chance([1, 2]);
  const edge = random.chance(isPending ? [2, 3] : [1, 24]);
  const amount = edge
    ? random.pick(edges)
    : ofAnyMagnitude(random, isPending ? 128 : random.pick([64, 122, 122, 128]));
  if (!isPending) return { ...event, amount };
  // Soon due, so that the accounts have room again.
  return { ...event, amount, flags: transferFlags.pending, timeout: random.between(1, 4) };
}

const edges = [
  amountMax,
  amountMax - (1n << 64n),
  amountMax - (1n << 100n),
  amountMax - (1n << 120n),
  amountMax - (1n << 125n),
  1n << 127n,
  (1n << 127n) - 1n,
  1n << 64n,
  (1n << 64n) - 1n,
  1n << 63n,
  1n << 32n,
];

export function closing(draw: Draw): TransferEvent {
  const { random } = draw;
  const { closing_debit: closesDebit, closing_credit: closesCredit } = transferFlags;
  const flags = random.pick([closesDebit, closesCredit, closesDebit | closesCredit]);
  const event = transferBetween(
    draw,
    (flags & closesDebit) !== 0 ? 'closable' : 'plain',
    (flags & closesCredit) !== 0 ? 'closable' : 'plain',
  );
  return {
    ...event,
    amount: random.chance([1, 2]) ? 0n : event.amount,
    flags: flags | transferFlags.pending,
    // Most reopen soon, so that both states are met.
    timeout: random.chance([1, 5]) ? 0 : random.between(1, 5),
  };
}

export function closable(draw: Draw): TransferEvent {
  const { random } = draw;
  const name = random.chance([1, 10]) ? 'closed' : 'closable';
  const event = random.chance([1, 2])
    ? transferBetween(draw, name, 'plain')
    : transferBetween(draw, 'plain', name);
  return perhapsPending(draw, event);
}

function perhapsPending(draw: Draw, event: TransferEvent): TransferEvent {
  return draw.random.chance([1, 3]) ? asPending(draw, event) : event;
}

function asPending(draw: Draw, event: TransferEvent): TransferEvent {
  return {
    ...event,
    flags: event.flags | transferFlags.pending,
    timeout: drawTimeout(draw),
  };
}

/** Seconds: none, within the run, after it, or of any magnitude. */
function drawTimeout(draw: Draw): number {
  const kind = draw.random.below(20);
  if (kind < 8) return 0;
  if (kind < 17) return draw.random.between(1, draw.random.between(1, draw.timeoutMax));
  if (kind < 19) return draw.random.between(draw.timeoutMax, 7200);
  return Number(ofAnyMagnitude(draw.random, 32));
}

/** Mostly small, sometimes nothing, sometimes of any magnitude that accounts can bear. */
function ordinaryAmount(random: Random): bigint {
  const kind = random.below(50);
  if (kind === 0) return 0n;
  if (kind < 35) return BigInt(random.between(1, 1000));
  return ofAnyMagnitude(random, kind < 45 ? 40 : ordinaryBits);
}
