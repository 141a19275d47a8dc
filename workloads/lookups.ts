import type { Random } from '../harness/random.ts';
import type { AccountPlans } from './account-plans.ts';
import { idMax, idZero, unknownNumbers } from './identifiers.ts';
import { indexOf, type Load, numbersPerRequest } from './load.ts';
import { accountClasses, type Population } from './population.ts';
import type { TransferPlans } from './transfer-plans.ts';

/** What reads choose from. */
export interface Written {
  readonly load: Load;
  readonly population: Population;
  readonly accounts: AccountPlans;
  readonly transfers: TransferPlans;
}

/** How many requests back a write may lie that a read asks for: mostly it is the last few. */
const distance = 6;

/** `count` accounts to look up, among them unknown ones and the same one again. */
export function accountsToLookUp(
  written: Written,
  random: Random,
  index: number,
  count: number,
): number[] {
  return lookups(random, count, () => [accountToRead(written, random, index)]);
}

/** `count` transfers to look up: rows of those of a moment ago, unknown ones, the same again. */
export function transfersToLookUp(
  written: Written,
  random: Random,
  index: number,
  count: number,
): number[] {
  return lookups(random, count, () => {
    const first = recentTransfer(written, random, index);
    if (first < 0) return [unknownNumbers];
    const { events } = written.load.slot(indexOf(first));
    const rest = events - (first % numbersPerRequest);
    return Array.from({ length: random.between(1, rest) }, (_, i) => first + i);
  });
}

function lookups(random: Random, count: number, row: () => number[]): number[] {
  const numbers: number[] = [];
  while (numbers.length < count) {
    const kind = random.below(20);
    const last = numbers.at(-1);
    if (kind === 0) numbers.push(unknownNumbers + random.below(1000));
    else if (kind === 1) numbers.push(random.pick([idZero, idMax]));
    else if (kind === 2 && last !== undefined) numbers.push(last);
    else numbers.push(...row());
  }
  return numbers.slice(0, count);
}

/** An account that was just written to, one that the load made, or any. */
export function accountToRead(written: Written, random: Random, index: number): number {
  const { population } = written;
  const kind = random.below(10);
  if (kind < 4) {
    const number = recentTransfer(written, random, index);
    if (number >= 0) {
      const { debit, credit } = written.transfers.plan(number).event;
      return random.chance([1, 2]) ? debit : credit;
    }
  } else if (kind === 4) {
    const made = written.accounts.earlierMade(random, index * numbersPerRequest, 40);
    if (made !== null) return made.id;
  }
  const name = kind < 8 ? 'plain' : random.pick(accountClasses);
  return population.pick(random, name, random.below(population.ledgers));
}

function recentTransfer(written: Written, random: Random, index: number): number {
  const search = { family: 'create_transfers', distance } as const;
  return written.load.earlier(random, index * numbersPerRequest, search, () => true);
}
