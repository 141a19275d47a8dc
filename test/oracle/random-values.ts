import * as fc from 'fast-check';
import type { Fields } from './commands.ts';
import { transferFlag } from './flags.ts';
import { second, u128Max } from './limits.ts';

/** Few of everything, so that events meet. What comes first is what a failure shrinks to. */

export const accountIds = [1n, 2n, 3n, 4n, 5n];

/** Ids that pending transfers like to have, and ids of the others. */
const pendingIds = [11n, 12n, 13n, 14n, 15n];
const otherIds = Array.from({ length: 30 }, (_, index) => 21n + BigInt(index));
export const transferIds = [...pendingIds, ...otherIds];

/** Mostly the one, sometimes the other. */
export function mostly<A, B>(
  usual: fc.Arbitrary<A>,
  seldom: fc.Arbitrary<B>,
  weight = 30,
): fc.Arbitrary<A | B> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight, arbitrary: usual },
    { weight: 1, arbitrary: seldom },
  );
}

/** Of accounts and transfers alike. */
const { linked } = transferFlag;

const badIds = fc.constantFrom(0n, u128Max);

/** Debit and credit account: mostly two that most scripts have. */
export const accountPair = mostly(
  fc
    .tuple(fc.constantFrom(1n, 2n, 3n, 4n), fc.constantFrom(1n, 2n, 3n))
    .map(([debit, step]): [bigint, bigint] => [debit, ((debit - 1n + step) % 4n) + 1n]),
  fc.tuple(
    mostly(fc.constantFrom(...accountIds), badIds, 5),
    fc.constantFrom(...accountIds, 0n, u128Max),
  ),
  12,
);

export const accountId = mostly(fc.constantFrom(...accountIds), badIds, 60);
export const pendingTransferId = mostly(fc.constantFrom(...pendingIds), badIds, 60);
export const otherTransferId = mostly(
  fc.constantFrom(...otherIds),
  fc.constantFrom(...pendingIds, 0n, u128Max),
  40,
);

export const ledger = mostly(fc.constant(1), fc.constantFrom(2, 0), 25);
export const code = mostly(fc.constant(1), fc.constantFrom(2, 0), 25);
export const userData = mostly(fc.constant(0), fc.constantFrom(1, 2), 4);
export const userData64 = userData.map(BigInt);

export const amount = fc.oneof(
  { withCrossShrink: true },
  { weight: 8, arbitrary: fc.bigInt({ min: 0n, max: 20n }) },
  { weight: 2, arbitrary: fc.constantFrom(100n, 2n ** 64n, 2n ** 64n - 1n, 2n ** 32n) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(u128Max, u128Max - 1n, u128Max - 20n, 2n ** 127n, 2n ** 127n - 1n),
  },
);

/** Nanoseconds from a script's start: near the beginning of one of its first seconds. */
export const moment = fc
  .tuple(
    mostly(fc.constant(0n), fc.bigInt({ min: 1n, max: 4n }), 4),
    mostly(fc.bigInt({ min: 1n, max: 20n }), fc.bigInt({ min: 1n, max: 200n }), 2),
  )
  .map(([seconds, nanoseconds]) => seconds * second + nanoseconds);

export const badTimestamp = fc.constantFrom(2n ** 63n, 2n ** 64n - 1n, 2n ** 63n - 1n);

/** One of the flags, by chance more. */
export function someOf(flags: Readonly<Record<string, number>>): fc.Arbitrary<number> {
  return fc
    .subarray(Object.values(flags), { maxLength: 3 })
    .map((some) => some.reduce((sum, flag) => sum | flag, 0));
}

/** A few batches in one request, mostly one, some empty. */
export function inBatches<Batch>(batch: fc.Arbitrary<Batch[]>): fc.Arbitrary<Batch[][]> {
  return mostly(
    batch.map((only) => [only]),
    fc.array(mostly(batch, fc.constant([]), 4), { minLength: 2, maxLength: 3 }),
    6,
  );
}

type Importable = { readonly flags: number; readonly timestamp: bigint; readonly stray: boolean };

/**
 * A batch of which all events are imported, or none; a stray one has the other flag or a timestamp
 * that it should not have.
 */
export function importedTogether(
  batch: fc.Arbitrary<Importable[]>,
  flag: number,
  plainWeight: number,
): fc.Arbitrary<Fields[]> {
  const isImported = mostly(fc.constant(false), fc.constant(true), plainWeight);
  return fc.tuple(isImported, batch).map(([imported, events]) =>
    events.map(({ stray, ...event }): Fields => {
      if (stray) return event;
      const flags = imported ? event.flags | flag : event.flags & ~flag;
      return { ...event, flags, timestamp: imported ? event.timestamp : 0n };
    }),
  );
}

/** Accounts and transfers alike: linked to the next event, now and then. */
export function inChains<Event extends { readonly flags: number }>(event: fc.Arbitrary<Event>) {
  const isLinked = mostly(fc.constant(false), fc.constant(true), 7);
  return fc
    .tuple(isLinked, event)
    .map(([inChain, each]) => ({ ...each, flags: inChain ? each.flags | linked : each.flags }));
}

/** Chains that have an end, mostly. */
export function closedChains(batch: fc.Arbitrary<Fields[]>): fc.Arbitrary<Fields[]> {
  const leavesOpen = mostly(fc.constant(false), fc.constant(true), 25);
  return fc.tuple(leavesOpen, batch).map(([open, events]) =>
    events.map((event, index) => {
      const isLast = index === events.length - 1;
      return isLast && !open ? { ...event, flags: Number(event.flags) & ~linked } : event;
    }),
  );
}

export const stray = mostly(fc.constant(false), fc.constant(true), 80);
