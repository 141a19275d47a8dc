import type { Rules } from './rules.ts';
import { linkWord, pendingStatus, type State } from './state.ts';
import { highOf, lowOf } from './timestamps.ts';

/** Whether the earliest pending transfer to expire is due at this time. */
export function expiryDue(state: State, rules: Rules, high: number, low: number): boolean {
  const queue = state.queue;
  while (queue.count > 0 && state.pendingStatusOf(queue.transfer) !== pendingStatus.pending) {
    queue.pop();
  }
  return queue.count > 0 && rules.isDue(queue.high, queue.low, high, low);
}

/**
 * Expires the pending transfers that are due, the earliest first, `countMax` at most. The last one
 * gets the pulse's timestamp; the others' precede it by one each.
 */
export function pulse(state: State, rules: Rules, timestamp: bigint, countMax: number): void {
  const high = highOf(timestamp);
  const low = lowOf(timestamp);
  const due: number[] = [];
  while (due.length < countMax && expiryDue(state, rules, high, low)) {
    due.push(state.queue.transfer);
    state.queue.pop();
  }
  let time = timestamp - BigInt(due.length);
  for (const transfer of due) {
    time++;
    expire(state, rules, transfer, time);
  }
}

function expire(state: State, rules: Rules, transfer: number, time: bigint): void {
  const debit = state.link(transfer, linkWord.debit);
  const credit = state.link(transfer, linkWord.credit);
  rules.applyExpired(debit, credit, transfer);
  state.setPendingStatus(transfer, pendingStatus.expired);
  const expiry = state.expiries.push();
  const page = state.expiries.page(expiry);
  const at = state.expiries.at(expiry);
  page[at] = lowOf(time);
  page[at + 1] = highOf(time);
  state.record(
    state.expiryLinks,
    state.expiryBalances,
    debit,
    credit,
    transfer,
    pendingStatus.none,
  );
}
