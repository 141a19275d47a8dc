import { account, accountFlags, createResult, transfer, transferFlags } from '../ledger/layouts.ts';
import { createAccountStatus, createTransferStatus } from '../ledger/statuses.ts';
import { readU128 } from './batches.ts';
import { DuePendings } from './due-pendings.ts';

export interface Balance {
  debitsPending: bigint;
  debitsPosted: bigint;
  creditsPending: bigint;
  creditsPosted: bigint;
  /** Of its creation; 0 where that was never acknowledged. */
  flags: number;
  /** It is there: a transfer that was created names it. */
  exists: boolean;
  /** Something touched the account of which nobody knows whether it happened. */
  uncertain: boolean;
}

interface Pending {
  readonly debit: Balance;
  readonly credit: Balance;
  readonly amount: bigint;
  /** Nobody knows whether it was created, or whether it was posted or voided since. */
  uncertain: boolean;
}

const amountMax = (1n << 128n) - 1n;
const nanosecondsPerSecond = 1_000_000_000n;
const { pending, post_pending_transfer, void_pending_transfer } = transferFlags;
const { balancing_debit, balancing_credit } = transferFlags;

/**
 * Balances by addition alone: told which transfers were created, it adds them up. It knows no rule
 * about what may be created but the limits of accounts, and shares no code with the ledger, so it
 * errs elsewhere.
 */
export class BalanceBook {
  /** Every account that was created, or that a transfer names which was or may have been. */
  readonly accounts = new Map<bigint, Balance>();
  readonly #pendings = new Map<bigint, Pending>();
  readonly #due = new DuePendings();
  readonly #expiriesMax: number;

  /** @param expiriesMax how many pending transfers one pulse expires at most */
  constructor(expiriesMax: number) {
    this.#expiriesMax = expiriesMax;
  }

  /** Takes down the flags of the created ones of `count` accounts. */
  open(accounts: DataView, count: number, results: DataView): void {
    for (let event = 0; event < count; event++) {
      const result = event * createResult.size + createResult.status;
      if (results.getUint32(result, true) !== createAccountStatus.created) continue;
      const at = event * account.size;
      const opened = this.#account(readU128(accounts, at + account.id));
      opened.flags = accounts.getUint16(at + account.flags, true);
    }
  }

  /**
   * Enters the created ones of `count` transfers.
   * @param results null where no answer came, so that any of them may have been created
   * @returns what cannot be, or null
   */
  enter(transfers: DataView, count: number, results: DataView | null): string | null {
    for (let event = 0; event < count; event++) {
      const at = event * transfer.size;
      if (results === null) {
        this.#doubt(transfers, at);
        continue;
      }
      const result = event * createResult.size;
      const status = results.getUint32(result + createResult.status, true);
      if (status !== createTransferStatus.created) continue;
      const timestamp = results.getBigUint64(result + createResult.timestamp, true);
      const wrong = this.#create(transfers, at, timestamp);
      if (wrong) return wrong;
    }
    return null;
  }

  /** A pulse at `timestamp`: gives back what was held for too long. */
  pulse(timestamp: bigint): void {
    let expired = 0;
    while (expired < this.#expiriesMax) {
      const due = this.#due.takeDue(timestamp);
      if (due === undefined) return;
      const held = this.#pendings.get(due.id);
      if (held === undefined) continue;
      this.#release(due.id, held);
      expired += 1;
    }
  }

  #create(transfers: DataView, at: number, timestamp: bigint): string | null {
    const flags = transfers.getUint16(at + transfer.flags, true);
    if (flags & (post_pending_transfer | void_pending_transfer)) {
      return this.#resolve(transfers, at, (flags & post_pending_transfer) !== 0);
    }
    const debit = this.#account(readU128(transfers, at + transfer.debit_account_id));
    const credit = this.#account(readU128(transfers, at + transfer.credit_account_id));
    debit.exists = true;
    credit.exists = true;
    const amount = amountOf(readU128(transfers, at + transfer.amount), flags, debit, credit);
    if (!(flags & pending)) {
      debit.debitsPosted += amount;
      credit.creditsPosted += amount;
      return beyondLimit(transfers, at, debit, credit);
    }
    debit.debitsPending += amount;
    credit.creditsPending += amount;
    const id = readU128(transfers, at + transfer.id);
    this.#pendings.set(id, { debit, credit, amount, uncertain: false });
    const timeout = transfers.getUint32(at + transfer.timeout, true);
    const expiresAt = timestamp + BigInt(timeout) * nanosecondsPerSecond;
    if (timeout > 0) this.#due.add({ id, expiresAt, timestamp });
    return beyondLimit(transfers, at, debit, credit);
  }

  #resolve(transfers: DataView, at: number, post: boolean): string | null {
    const id = readU128(transfers, at + transfer.pending_id);
    const held = this.#pendings.get(id);
    if (held === undefined) {
      return `pending transfer ${id} was ${post ? 'posted' : 'voided'}, but was not pending then`;
    }
    this.#release(id, held);
    if (!post || held.uncertain) return null;
    const asked = readU128(transfers, at + transfer.amount);
    const amount = asked === amountMax ? held.amount : asked;
    if (amount > held.amount) {
      return `of pending transfer ${id}, which held ${held.amount}, ${amount} were posted`;
    }
    held.debit.debitsPosted += amount;
    held.credit.creditsPosted += amount;
    return null;
  }

  #release(id: bigint, held: Pending): void {
    this.#pendings.delete(id);
    if (held.uncertain) return;
    held.debit.debitsPending -= held.amount;
    held.credit.creditsPending -= held.amount;
  }

  /** Whatever this transfer would have changed is not known from here on. */
  #doubt(transfers: DataView, at: number): void {
    const flags = transfers.getUint16(at + transfer.flags, true);
    if (flags & (post_pending_transfer | void_pending_transfer)) {
      const held = this.#pendings.get(readU128(transfers, at + transfer.pending_id));
      if (held === undefined) return;
      held.uncertain = true;
      held.debit.uncertain = true;
      held.credit.uncertain = true;
      return;
    }
    const debit = this.#account(readU128(transfers, at + transfer.debit_account_id));
    const credit = this.#account(readU128(transfers, at + transfer.credit_account_id));
    debit.uncertain = true;
    credit.uncertain = true;
    const id = readU128(transfers, at + transfer.id);
    if (!(flags & pending) || this.#pendings.has(id)) return;
    this.#pendings.set(id, { debit, credit, amount: 0n, uncertain: true });
  }

  #account(id: bigint): Balance {
    let balance = this.accounts.get(id);
    if (balance === undefined) {
      balance = {
        debitsPending: 0n,
        debitsPosted: 0n,
        creditsPending: 0n,
        creditsPosted: 0n,
        flags: 0,
        exists: false,
        uncertain: false,
      };
      this.accounts.set(id, balance);
    }
    return balance;
  }
}

/** Whether a transfer that was created has led an account beyond its limit. */
function beyondLimit(
  transfers: DataView,
  at: number,
  debit: Balance,
  credit: Balance,
): string | null {
  const id = readU128(transfers, at + transfer.id);
  const debits = debit.debitsPending + debit.debitsPosted;
  const limited = (debit.flags & accountFlags.debits_must_not_exceed_credits) !== 0;
  if (limited && !debit.uncertain && debits > debit.creditsPosted) {
    return (
      `transfer ${id} was created, which leads its debit account to debits of ${debits} (pending ` +
      `and posted) over credits_posted ${debit.creditsPosted}, beyond its limit`
    );
  }
  const credits = credit.creditsPending + credit.creditsPosted;
  const mirrored = (credit.flags & accountFlags.credits_must_not_exceed_debits) !== 0;
  if (mirrored && !credit.uncertain && credits > credit.debitsPosted) {
    return (
      `transfer ${id} was created, which leads its credit account to credits of ${credits} ` +
      `(pending and posted) over debits_posted ${credit.debitsPosted}, beyond its limit`
    );
  }
  return null;
}

/** A balancing transfer takes what there is, and no more than was asked for (facts 4.10, 6). */
function amountOf(asked: bigint, flags: number, debit: Balance, credit: Balance): bigint {
  let amount = asked;
  if (flags & balancing_debit) {
    amount = lesser(amount, debit.creditsPosted - debit.debitsPosted - debit.debitsPending);
    if (debit.uncertain) credit.uncertain = true;
  }
  if (flags & balancing_credit) {
    amount = lesser(amount, credit.debitsPosted - credit.creditsPosted - credit.creditsPending);
    if (credit.uncertain) debit.uncertain = true;
  }
  return amount;
}

function lesser(amount: bigint, available: bigint): bigint {
  if (available <= 0n) return 0n;
  return available < amount ? available : amount;
}
