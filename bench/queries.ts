/** The same answers out of a ledger and out of one with ten times the transfers and accounts. */
import { encodeBatch, type RequestEvents, type RequestName } from '../harness/ledger/bodies.ts';
import {
  accountFilterFlags,
  accountFlags,
  createResult,
  queryFilterFlags,
} from '../harness/ledger/layouts.ts';
import { Ledger } from '../harness/ledger/ledger.ts';
import { operations } from '../harness/ledger/operations.ts';
import type { Bench, Figure } from './figure.ts';

const sizes = [200_000, 2_000_000] as const;
const timesMax = 2;
const batchSize = 8000;
/** How many of the transfers are the rare account's and have the rare user data. */
const rare = 50;
const rareData = 7n;
const limit = 100;
const hot = 1n;
const quiet = 2n;
const both = accountFilterFlags.debits | accountFilterFlags.credits;
const messageBodySizeMax = 1024 * 1024 - 256;
const rounds = 40;
const callsInRound = 20;

/** A filled ledger. Transfer number i (from 0) was created at `start + i`. */
class Filled {
  readonly ledger = new Ledger({ messageBodySizeMax });
  readonly transfers: number;
  readonly accounts: number;
  readonly start = 1_000_000n;
  private now: bigint;

  constructor(transfers: number) {
    this.transfers = transfers;
    this.accounts = transfers / 20;
    this.now = this.start - 1n;
    for (let from = 0; from < this.accounts; from += batchSize) this.createAccounts(from);
    this.now = this.start - 1n + 1_000_000_000n;
    for (let from = 0; from < transfers; from += batchSize) this.createTransfers(from);
  }

  private createAccounts(from: number): void {
    const count = Math.min(batchSize, this.accounts - from);
    const spacing = Math.floor(this.accounts / rare);
    this.now += BigInt(count);
    const events = Array.from({ length: count }, (_, i) => ({
      id: BigInt(from + i + 1),
      user_data_64: (from + i) % spacing === 0 ? rareData : 0n,
      ledger: 1,
      code: 1 + ((from + i) % 10),
      flags: accountFlags.history,
    }));
    this.ledger.commit(
      operations.create_accounts,
      this.now,
      encodeBatch('create_accounts', events),
    );
  }

  private createTransfers(from: number): void {
    const count = Math.min(batchSize, this.transfers - from);
    const spacing = Math.floor(this.transfers / rare);
    const events = Array.from({ length: count }, (_, i) => {
      const index = from + i;
      const isRare = index % spacing === 0;
      const other = BigInt(3 + ((Math.imul(index, 7919) >>> 0) % (this.accounts - 2)));
      return {
        id: idOf(index),
        debit_account_id: isRare ? quiet : index % 2 === 0 ? hot : other,
        credit_account_id: isRare || index % 2 === 0 ? other : hot,
        amount: 1n,
        user_data_128: BigInt(index + 1),
        user_data_64: isRare ? rareData : 0n,
        ledger: 1,
        code: 1 + (index % 10),
      };
    });
    this.now += BigInt(count);
    const reply = this.ledger.commit(
      operations.create_transfers,
      this.now,
      encodeBatch('create_transfers', events),
    );
    const words = new Int32Array(reply.buffer, reply.byteOffset, (count * createResult.size) / 4);
    for (let i = 0; i < count; i++) {
      if (words[i * 4 + 2] !== -1) throw new Error('the bench creates every transfer');
    }
  }

  /** When a transfer was created that lies so many thousandths into the ledger. */
  time(thousandth: number): bigint {
    return this.start + 1_000_000_000n + BigInt(Math.floor((this.transfers * thousandth) / 1000));
  }

  ask(operation: number, body: Uint8Array): number {
    this.now += 1n;
    return this.ledger.commit(operation, this.now, body).length;
  }
}

/** Scattered, the same in every run: a bijection of 32 bits and the number itself. */
function idOf(index: number): bigint {
  const scattered = BigInt(Math.imul(index + 1, 0x9e3779b1) >>> 0);
  return (scattered << 96n) | BigInt(index + 1);
}

interface Question {
  readonly what: string;
  readonly operation: number;
  /** The request's body, somewhere else in the ledger for each `nth`. */
  readonly body: (filled: Filled, nth: number) => Uint8Array;
}

function question<Name extends RequestName>(
  what: string,
  name: Name,
  events: (filled: Filled, nth: number) => RequestEvents[Name][],
): Question {
  return {
    what: `${name}: ${what}`,
    operation: operations[name],
    body: (filled, nth) => encodeBatch(name, events(filled, nth)),
  };
}

/** Thousandths of the ledger, here and there. */
function place(nth: number): number {
  return (nth * 379 + 50) % 900;
}

const questions: readonly Question[] = [
  question(`the last ${limit} of an account with half of all`, 'get_account_transfers', () => [
    { account_id: hot, limit, flags: both | accountFilterFlags.reversed },
  ]),
  question(`${limit} of it from some time on`, 'get_account_transfers', (filled, nth) => [
    { account_id: hot, timestamp_min: filled.time(place(nth)), limit, flags: both },
  ]),
  question(`the ${rare} of another account`, 'get_account_transfers', () => [
    { account_id: quiet, limit, flags: both },
  ]),
  question(`${limit} until some time, last first`, 'get_account_balances', (filled, nth) => [
    {
      account_id: hot,
      timestamp_max: filled.time(place(nth)),
      limit,
      flags: both | accountFilterFlags.reversed,
    },
  ]),
  question(`the ${rare} with the same user data`, 'query_transfers', () => [
    { user_data_64: rareData, limit, flags: 0 },
  ]),
  question(`${limit} of a code from some time on`, 'query_transfers', (filled, nth) => [
    { ledger: 1, code: 3, timestamp_min: filled.time(place(nth)), limit, flags: 0 },
  ]),
  question('rare user data and a common code', 'query_transfers', () => [
    { user_data_64: rareData, ledger: 1, code: 1, limit, flags: queryFilterFlags.reversed },
  ]),
  question(`the ${rare} with the same user data`, 'query_accounts', () => [
    { user_data_64: rareData, limit, flags: 0 },
  ]),
  question(`the last ${limit} of a code`, 'query_accounts', () => [
    { code: 3, limit, flags: queryFilterFlags.reversed },
  ]),
  question(`${limit} ids`, 'lookup_transfers', (filled, nth) =>
    Array.from({ length: limit }, (_, i) => idOf((nth * 7919 + i * 1511) % filled.transfers)),
  ),
  question(`${limit} ids`, 'lookup_accounts', (filled, nth) =>
    Array.from({ length: limit }, (_, i) => BigInt(1 + ((nth * 7919 + i * 151) % filled.accounts))),
  ),
  question(`${limit} from some time on`, 'get_change_events', (filled, nth) => [
    { timestamp_min: filled.time(place(nth)), timestamp_max: 0n, limit },
  ]),
];

/** The least time that a call takes in a round, in microseconds, for each ledger, by turns. */
function compare(asked: Question, ledgers: readonly Filled[]): number[] {
  const bodies = ledgers.map((filled) =>
    Array.from({ length: callsInRound }, (_, nth) => asked.body(filled, nth)),
  );
  const lengths = ledgers.map((filled, i) =>
    (bodies[i] ?? []).reduce((sum, body) => sum + filled.ask(asked.operation, body), 0),
  );
  if (new Set(lengths).size > 1) throw new Error(`${asked.what}: the answers differ in length`);
  const least = ledgers.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < rounds; round++) {
    for (const [i, filled] of ledgers.entries()) {
      const start = process.hrtime.bigint();
      for (const body of bodies[i] ?? []) filled.ask(asked.operation, body);
      const each = Number(process.hrtime.bigint() - start) / 1000 / callsInRound;
      least[i] = Math.min(least[i] ?? each, each);
    }
  }
  return least;
}

export const bench: Bench = {
  name: 'queries',
  purpose: `the same answer out of ${sizes.map((size) => size.toLocaleString('en')).join(' and ')} transfers`,
  measure: async (say): Promise<readonly Figure[]> => {
    const ledgers = sizes.map((size) => {
      say(`a ledger of ${size.toLocaleString('en')} transfers`);
      return new Filled(size);
    });
    return questions.map((asked) => {
      say(asked.what);
      const [small = 0, large = 0] = compare(asked, ledgers);
      const times = large / small;
      return {
        what: asked.what,
        measured: `${small.toFixed(0)} and ${large.toFixed(0)} µs: ${times.toFixed(2)}×`,
        reach: `≤ ${timesMax}×`,
        reached: times <= timesMax,
      };
    });
  },
};
