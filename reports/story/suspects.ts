import { differing, type Entry, type Lives, type ReadingOf, type SumField } from './lives.ts';

/** A sum of an account that somebody was told wrongly, and what would explain it. */
export interface WrongSum {
  readonly reading: ReadingOf;
  readonly field: SumField;
  /** What was told less what it should have been. */
  readonly difference: bigint;
  /** The last op before it at which the account was read, and was right; 0 where there is none. */
  readonly rightAt: number;
  /** Entries that explain the difference by being left out, or by being done all the same. */
  readonly suspects: readonly Entry[];
  /**
   * One of them alone explains it, or one that was entered twice; or it takes all of them together;
   * or none of that is so.
   */
  readonly how: 'one' | 'twice' | 'all' | 'none';
}

/** The first reading of each account, up to an op, that tells a sum wrongly. */
export function findWrongSums(lives: Lives, opMax: number): readonly WrongSum[] {
  const found: WrongSum[] = [];
  for (const account of lives.accounts) {
    let rightAt = 0;
    for (const reading of lives.readings) {
      if (reading.account !== account || reading.op > opMax) continue;
      const [field] = differing(reading.read, reading.expected);
      if (field === undefined) {
        if (reading.expected !== null) rightAt = reading.op;
        continue;
      }
      found.push(explain(lives, reading, field, rightAt));
      break;
    }
  }
  return found;
}

function explain(lives: Lives, reading: ReadingOf, field: SumField, rightAt: number): WrongSum {
  const difference = reading.read[field] - (reading.expected as ReadingOf['read'])[field];
  const since = lives.entries.filter(
    (entry) =>
      entry.account === reading.account &&
      entry.field === field &&
      entry.op > rightAt &&
      entry.op < reading.op,
  );
  const found = { reading, field, difference, rightAt };
  // What was left out is missing with the other sign; what was refused and done adds its own.
  const alone = since.filter(({ amount, done }) => (done ? -amount : amount) === difference);
  if (alone.length > 0) return { ...found, suspects: alone, how: 'one' };
  const twice = since.filter(({ amount, done }) => done && amount === difference);
  if (twice.length > 0) return { ...found, suspects: twice, how: 'twice' };
  const done = since.filter((entry) => entry.done);
  const groups = [done, done.filter(({ amount }) => amount < 0n)];
  for (const group of groups) {
    const sum = group.reduce((total, { amount }) => total + amount, 0n);
    if (sum === -difference) return { ...found, suspects: group, how: 'all' };
  }
  return { ...found, suspects: [], how: 'none' };
}
