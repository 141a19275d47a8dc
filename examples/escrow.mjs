// A marketplace that holds the money of an order in escrow. An order is a pending transfer from the
// buyer to the seller with a time-out; some requests later it is delivered (posted, in part where
// something was sent back), cancelled (voided), or forgotten: then it expires by itself. Run it with
//
//     npx vivarium run ./examples/escrow.mjs --requests 500
/** @import { Transfer, WorkloadKind } from 'vivarium' */
import {
  accountFlags,
  createAccountStatus,
  createTransferStatus,
  encodeBatch,
  operations,
  Random,
  transferFlags,
} from 'vivarium';

const ledger = 700;
const code = 1;
const people = 60n;
const buyers = 1_000n;
const sellers = 2_000n;
/** Orders in a request, and how many requests later they are settled. */
const ordersPerRequest = 6;
const delay = 5;
/** Seconds that an order waits for its delivery. */
const timeout = 3;

const status = createTransferStatus;
const ordered = new Set([status.created]);
// An order that is settled late may have expired; one whose client was held up may not be placed.
const settled = new Set([
  status.created,
  status.pending_transfer_expired,
  status.pending_transfer_not_found,
]);

/** @param {number} index @param {number} item the id of an order: any request can compute it */
const orderId = (index, item) => BigInt(index * ordersPerRequest + item + 1);

/** @type {WorkloadKind} */
export const workload = {
  name: 'escrow',
  purpose: 'Orders of a marketplace in two phases: reserved, then delivered, cancelled or expired.',
  parameters: [],
  stages: (_, requests) => [
    { name: 'people', requests: 2, role: 'setup' },
    { name: 'orders', requests, role: 'load' },
    { name: 'balances', requests: 2, role: 'settle' },
  ],
  open: (seed) => {
    const random = Random.fromSeed(seed).fork('escrow');
    return {
      request(stage, index) {
        if (stage === 'people') return accounts(index === 0 ? buyers : sellers);
        if (stage === 'balances') return lookup(index === 0 ? buyers : sellers);
        // One request of orders, then one that settles those of a while ago.
        return index % 2 === 0 ? orders(random, index) : settlements(random, index);
      },
    };
  },
};

/** @param {bigint} first */
function idsFrom(first) {
  return Array.from({ length: Number(people) }, (_, i) => first + BigInt(i));
}

/** @param {bigint} first */
function accounts(first) {
  const flags = accountFlags.history;
  const events = idsFrom(first).map((id) => ({ id, ledger, code: 1, flags }));
  return {
    operation: operations.create_accounts,
    body: encodeBatch('create_accounts', events),
    events: events.length,
    expected: () => new Set([createAccountStatus.created]),
  };
}

/** @param {bigint} first */
function lookup(first) {
  const ids = idsFrom(first);
  return {
    operation: operations.lookup_accounts,
    body: encodeBatch('lookup_accounts', ids),
    events: ids.length,
    expected: () => null,
  };
}

/** @param {Random} random @param {number} index */
function orders(random, index) {
  const draw = random.at(index);
  const events = Array.from({ length: ordersPerRequest }, (_, item) => ({
    id: orderId(index, item),
    debit_account_id: buyers + BigInt(draw.below(Number(people))),
    credit_account_id: sellers + BigInt(draw.below(Number(people))),
    amount: BigInt(draw.between(100, 50_000)),
    timeout,
    ledger,
    code,
    flags: transferFlags.pending,
  }));
  return transfers(events, ordered);
}

/** @param {Random} random @param {number} index */
function settlements(random, index) {
  const draw = random.at(index);
  const of = index - delay;
  // An order that was never placed (they begin at index 0) would be refused: look up the people.
  if (of < 0) return lookup(buyers);
  const events = [];
  for (let item = 0; item < ordersPerRequest; item++) {
    const fate = draw.below(10);
    // One of ten is forgotten, and expires.
    if (fate === 0) continue;
    const isDelivered = fate > 2;
    const flags = isDelivered
      ? transferFlags.post_pending_transfer
      : transferFlags.void_pending_transfer;
    // What is posted may be less than what was reserved; the highest amount means all of it.
    const amount = isDelivered && fate > 4 ? (1n << 128n) - 1n : isDelivered ? 90n : 0n;
    const pending_id = orderId(of, item);
    events.push({ id: orderId(index, item), pending_id, amount, flags });
  }
  return events.length === 0 ? lookup(sellers) : transfers(events, settled);
}

/**
 * @param {Partial<Transfer>[]} events
 * @param {ReadonlySet<number>} statuses
 */
function transfers(events, statuses) {
  return {
    operation: operations.create_transfers,
    body: encodeBatch('create_transfers', events),
    events: events.length,
    expected: () => statuses,
  };
}
