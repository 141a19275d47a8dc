// A wallet with fees: people pay each other, and with every payment a fee goes to the house. Both
// are linked, so that there is never one without the other. Run it with
//
//     npx vivarium run ./examples/wallet.mjs --set feePercent=3
//
// The checker at the end knows what no built-in one can: what the fees must come to.
/** @import { Checker, JsonObject, Transfer, Workload, WorkloadKind } from 'vivarium' */
import {
  accountFlags,
  createAccountStatus,
  createTransferStatus,
  encodeBatch,
  exchanges,
  operations,
  Random,
  transferFlags,
  WorkloadError,
} from 'vivarium';

const ledger = 1;
const code = 1;
const bank = 1n;
const fees = 2n;
/** Wallets have the ids from here on. */
const firstWallet = 1_000n;
const perRequest = 50;

const created = new Set([createAccountStatus.created]);
const funded = new Set([createTransferStatus.created]);
const paid = new Set([
  createTransferStatus.created,
  createTransferStatus.exceeds_credits,
  createTransferStatus.linked_event_failed,
]);

/** @type {WorkloadKind} */
export const workload = {
  name: 'wallet',
  purpose: 'People pay each other, and a fee goes to the house with every payment.',
  parameters: [
    parameter('wallets', 200, 2, 1_000_000, 'How many wallets there are.'),
    parameter('opening', 10_000, 1, 1_000_000_000, 'What lies in each in the beginning.'),
    parameter('feePercent', 2, 0, 100, 'The fee, of a hundred.'),
    parameter('paymentsMax', 8, 1, 400, 'Payments in a request, at most.'),
  ],
  stages({ wallets }, requests) {
    const batches = Math.ceil(Number(wallets) / perRequest);
    return [
      { name: 'accounts', requests: batches + 1, role: 'setup' },
      { name: 'opening', requests: batches, role: 'setup' },
      { name: 'payments', requests, role: 'load' },
      { name: 'balances', requests: batches + 1, role: 'settle' },
    ];
  },
  open: (seed, parameters) => new Wallets(seed, parameters),
};

/** @implements {Workload} */
class Wallets {
  /** @param {string} seed @param {JsonObject} parameters */
  constructor(seed, parameters) {
    this.random = Random.fromSeed(seed).fork('wallet');
    this.wallets = whole(parameters, 'wallets', 2, 1_000_000);
    this.opening = whole(parameters, 'opening', 1, 1_000_000_000);
    this.feePercent = whole(parameters, 'feePercent', 0, 100);
    this.paymentsMax = whole(parameters, 'paymentsMax', 1, 400);
  }

  /** @param {string} stage @param {number} index */
  request(stage, index) {
    if (stage === 'accounts') return this.accounts(index);
    if (stage === 'opening') return this.openings(index);
    return stage === 'payments' ? this.payments(index) : this.balances(index);
  }

  /** The bank and the house first, then batches of wallets. @param {number} index */
  accounts(index) {
    const flags = accountFlags.debits_must_not_exceed_credits;
    const events =
      index === 0
        ? [bank, fees].map((id) => ({ id, ledger, code }))
        : this.batch(index - 1).map((id) => ({ id, ledger, code, flags }));
    const body = encodeBatch('create_accounts', events);
    const operation = operations.create_accounts;
    return { operation, body, events: events.length, expected: () => created };
  }

  /** @param {number} index */
  openings(index) {
    const events = this.batch(index).map((id) => ({
      id,
      debit_account_id: bank,
      credit_account_id: id,
      amount: BigInt(this.opening),
      ledger,
      code,
    }));
    return transfers(events, funded);
  }

  /** Payments, each followed by its fee. @param {number} index */
  payments(index) {
    // Drawn for this index alone: no request depends on what was asked for before it.
    const draw = this.random.at(index);
    const count = draw.between(1, this.paymentsMax);
    const events = Array.from({ length: count }, (_, payment) => {
      const id = (BigInt(index + 1) << 32n) + BigInt(2 * payment);
      const payer = draw.below(this.wallets);
      const payee = (payer + draw.between(1, this.wallets - 1)) % this.wallets;
      const amount = draw.between(1, 2_000);
      const fee = BigInt(Math.floor((amount * this.feePercent) / 100));
      const debit_account_id = firstWallet + BigInt(payer);
      const credit_account_id = firstWallet + BigInt(payee);
      const both = { debit_account_id, ledger, code };
      return [
        { ...both, id, credit_account_id, amount: BigInt(amount), flags: transferFlags.linked },
        { ...both, id: id + 1n, credit_account_id: fees, amount: fee },
      ];
    });
    return transfers(events.flat(), paid);
  }

  /** @param {number} index */
  balances(index) {
    const ids = index === 0 ? [bank, fees] : this.batch(index - 1);
    const body = encodeBatch('lookup_accounts', ids);
    const operation = operations.lookup_accounts;
    return { operation, body, events: ids.length, expected: () => null };
  }

  /** The ids of a batch of wallets. @param {number} batch */
  batch(batch) {
    const from = batch * perRequest;
    const length = Math.min(perRequest, this.wallets - from);
    return Array.from({ length }, (_, i) => firstWallet + BigInt(from + i));
  }
}

/**
 * @param {Partial<Transfer>[]} events
 * @param {ReadonlySet<number>} statuses
 */
function transfers(events, statuses) {
  const body = encodeBatch('create_transfers', events);
  const operation = operations.create_transfers;
  return { operation, body, events: events.length, expected: () => statuses };
}

/** @type {Checker[]} */
export const checkers = [
  {
    name: 'fees',
    about: 'The account of the fees holds the sum of all fees that were taken, and nothing else.',
    property: 'safety',
    check(evidence) {
      const { events } = evidence.history;
      const answered = exchanges(evidence);
      const unit = 'fees';
      let sum = 0n;
      let checked = 0;
      for (const { operation, events: asked, results } of answered) {
        if (operation !== 'create_transfers') continue;
        asked.forEach((transfer, i) => {
          if (results[i]?.status !== createTransferStatus.created) return;
          if (transfer.credit_account_id !== fees) return;
          sum += transfer.amount;
          checked += 1;
        });
      }
      const asked = events.filter(({ kind }) => kind === 'invoke').length;
      const look = answered.find(({ stage, index }) => stage === 'balances' && index === 0);
      if (look?.operation !== 'lookup_accounts' || answered.length < asked) {
        const why = 'The run ended before all was answered and the balance was read.';
        return { verdict: 'unknown', checked, unit, why, events: [] };
      }
      const held = look.results.find(({ id }) => id === fees)?.credits_posted;
      if (held === sum) {
        const why = `The account of the fees holds ${sum}, which is the sum of ${checked} fees.`;
        return { verdict: 'pass', checked, unit, why, events: [] };
      }
      const why = `The account of the fees holds ${held}, but ${checked} fees come to ${sum}.`;
      return { verdict: 'fail', checked, unit, why, events: [look.position] };
    },
  },
];

/**
 * @param {string} name
 * @param {number} usual
 * @param {number} minimum
 * @param {number} maximum
 * @param {string} purpose
 */
function parameter(name, usual, minimum, maximum, purpose) {
  return { name, purpose, default: usual, range: `a whole number from ${minimum} to ${maximum}` };
}

/**
 * @param {JsonObject} parameters
 * @param {string} name
 * @param {number} minimum
 * @param {number} maximum
 */
function whole(parameters, name, minimum, maximum) {
  const value = parameters[name];
  if (typeof value === 'number' && Number.isInteger(value)) {
    if (value >= minimum && value <= maximum) return value;
  }
  const range = `${minimum} to ${maximum}`;
  throw new WorkloadError(`${name} must be a whole number from ${range}.`, name);
}
