import { transferFlags as flag } from '../harness/ledger/layouts.ts';
import { createTransferStatus as status } from '../harness/ledger/statuses.ts';
import { idZero } from './identifiers.ts';
import type { TransferEvent } from './records.ts';

const balances = flag.balancing_debit | flag.balancing_credit;
const resolves = flag.post_pending_transfer | flag.void_pending_transfer;

/** What the event may be answered with where a transfer was created in this form. */
export function addTransferExists(
  event: TransferEvent,
  form: TransferEvent,
  possible: Set<number>,
): void {
  // One of both may have been linked.
  possible.add(status.exists_with_different_flags);
  if (event.flags !== form.flags) return;
  if (event.pending !== form.pending) {
    possible.add(status.exists_with_different_pending_id);
    return;
  }
  if (event.timeout !== form.timeout) {
    possible.add(status.exists_with_different_timeout);
    return;
  }
  for (const { same, certain, different } of comparisons(event, form)) {
    if (same) continue;
    possible.add(different);
    if (certain) return;
  }
  possible.add(status.exists);
}

interface Comparison {
  /** Whether the ledger must find both alike. */
  readonly same: boolean;
  /** Whether the ledger must find them different. */
  readonly certain: boolean;
  readonly different: number;
}

/** Field by field, in the ledger's order. */
function comparisons(event: TransferEvent, form: TransferEvent): readonly Comparison[] {
  // A post or void has taken what it left out from the pending transfer.
  const inherits = (event.flags & resolves) !== 0;
  const compare = <Value>(a: Value, b: Value, nothing: Value, different: number): Comparison => {
    const same = a === b;
    return { same, certain: !same && (!inherits || (a !== nothing && b !== nothing)), different };
  };
  // What a balancing transfer came to, or a post of the highest amount, only the ledger knows.
  const plain = (event.flags & (balances | resolves)) === 0;
  const same = plain && event.amount === form.amount;
  return [
    compare(event.debit, form.debit, idZero, status.exists_with_different_debit_account_id),
    compare(event.credit, form.credit, idZero, status.exists_with_different_credit_account_id),
    { same, certain: plain && !same, different: status.exists_with_different_amount },
    compare(event.userData128, form.userData128, 0n, status.exists_with_different_user_data_128),
    compare(event.userData64, form.userData64, 0n, status.exists_with_different_user_data_64),
    compare(event.userData32, form.userData32, 0, status.exists_with_different_user_data_32),
    compare(event.ledger, form.ledger, 0, status.exists_with_different_ledger),
    compare(event.code, form.code, 0, status.exists_with_different_code),
  ];
}
