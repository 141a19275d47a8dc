import { expect, test } from 'vitest';
import { accountWord, balancesWord } from '../../harness/ledger/record-words.ts';
import { Rules } from '../../harness/ledger/rules.ts';
import { State } from '../../harness/ledger/state.ts';
import { Random } from '../../harness/random.ts';

const words = [
  accountWord.debits_pending,
  accountWord.debits_posted,
  accountWord.credits_pending,
  accountWord.credits_posted,
] as const;
const end = 1n << 128n;

class OpenRules extends Rules {
  move(account: number, balance: number, amount: bigint): void {
    if (amount >= 0n) this.increase(account, balance, wordsOf(amount));
    else this.decrease(account, balance, wordsOf(-amount), 0);
  }
}

function wordsOf(value: bigint): Int32Array {
  return new Int32Array(new BigUint64Array([value & 0xffff_ffff_ffff_ffffn, value >> 64n]).buffer);
}

function numberAt(from: Int32Array, at: number): bigint {
  const [low = 0n, high = 0n] = new BigUint64Array(from.slice(at, at + 4).buffer);
  return (high << 64n) | low;
}

function fourAt(from: Int32Array, at: number): bigint[] {
  return [0, 1, 2, 3].map((balance) => numberAt(from, at + balance * 4));
}

function stateWith(accounts: number): State {
  const state = new State();
  for (let index = 0; index < accounts; index++) {
    const record = new Int32Array(32);
    record[accountWord.id] = index + 1;
    state.accounts.append(index, record, 0, 1, index);
  }
  state.indexAccounts();
  return state;
}

/** Numbers just below and above what 32, 64 and 96 bits hold, and small ones. */
function drawn(random: Random): bigint {
  const edge = [0n, 1n << 32n, 1n << 63n, 1n << 64n, 1n << 96n][random.below(5)] as bigint;
  const value = edge + BigInt(random.below(5)) - 2n;
  return value < 0n ? -value : value;
}

/** A step from what an account has towards another number, so that it grows and shrinks. */
function step(random: Random, has: bigint): bigint {
  const change = drawn(random) - (random.below(2) === 0 ? has : 0n);
  return has + change < end && has + change >= 0n ? change : 0n;
}

test('balances are the same however many bits they need, and so is what is kept of them', () => {
  const random = Random.fromSeed('account-lines');
  const state = stateWith(3);
  const rules = new OpenRules(state);
  const have = [0, 1, 2].map(() => [0n, 0n, 0n, 0n]);
  const log: bigint[][] = [];
  const records = state.accounts.records;
  for (let round = 0; round < 5000; round++) {
    const debit = random.below(3);
    const credit = (debit + 1 + random.below(2)) % 3;
    for (const account of [debit, credit]) {
      const balance = random.below(4);
      const four = have[account] as bigint[];
      const change = step(random, four[balance] as bigint);
      rules.move(account, words[balance] as number, change);
      four[balance] = (four[balance] as bigint) + change;
    }
    state.record(state.links, state.balances, debit, credit, -1, 0);
    log.push([...(have[debit] as bigint[]), ...(have[credit] as bigint[])]);
    if (random.below(50) === 0) {
      const kept = log.length - random.below(Math.min(log.length, 60));
      state.links.truncate(kept);
      state.balances.truncate(kept);
      log.splice(kept);
    }
    state.accountLines.settle(debit);
    const settled = fourAt(records.page(debit), records.at(debit) + balancesWord);
    expect(settled).toEqual(have[debit]);
  }
  expect(log.some((entry) => entry.some((value) => value >= 1n << 64n))).toBe(true);
  expect(log.some((entry) => entry.every((value) => value < 1n << 64n))).toBe(true);
  expectLog(state, log);

  const bytes = new Uint8Array(log.length * 128);
  state.balances.copy(0, log.length, bytes, 0);
  expect(fourAt(new Int32Array(bytes.buffer), (log.length - 1) * 32)).toEqual(
    log.at(-1)?.slice(0, 4),
  );
  const restored = stateWith(0);
  restored.balances.load({
    recordSize: 128,
    count: log.length,
    copy: (first, count, target, at) =>
      target.set(bytes.subarray(first * 128, (first + count) * 128), at),
  });
  expectLog(restored, log);
});

function expectLog(state: State, log: readonly bigint[][]): void {
  expect(state.balances.count).toBe(log.length);
  const out = new Int32Array(32);
  for (const [entry, expected] of log.entries()) {
    state.balances.read(entry, true, out, 0);
    state.balances.read(entry, false, out, 16);
    expect([...fourAt(out, 0), ...fourAt(out, 16)]).toEqual(expected);
  }
}
