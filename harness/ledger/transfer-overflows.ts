import { accountWord } from './record-words.ts';
import { createTransferStatus as statuses } from './statuses.ts';
import { add, addOverflows } from './u128.ts';

const sum = new Int32Array(4);
/** Three numbers with none of these bits in their highest word cannot overflow together. */
const highBits = 0xc000_0000 | 0;

/** Which balance of the accounts' records `amount` would overflow, as a status; 0 if none. */
export function overflowStatus(
  debits: Int32Array,
  debitAt: number,
  credits: Int32Array,
  creditAt: number,
  amount: Int32Array,
  pending: boolean,
): number {
  const debitsPending = debitAt + accountWord.debits_pending;
  const debitsPosted = debitAt + accountWord.debits_posted;
  const creditsPending = creditAt + accountWord.credits_pending;
  const creditsPosted = creditAt + accountWord.credits_posted;
  const highest =
    (amount[3] as number) |
    (debits[debitsPending + 3] as number) |
    (debits[debitsPosted + 3] as number) |
    (credits[creditsPending + 3] as number) |
    (credits[creditsPosted + 3] as number);
  if ((highest & highBits) === 0) return 0;

  if (pending) {
    if (addOverflows(amount, 0, debits, debitsPending)) return statuses.overflows_debits_pending;
    if (addOverflows(amount, 0, credits, creditsPending)) return statuses.overflows_credits_pending;
  }
  if (addOverflows(amount, 0, debits, debitsPosted)) return statuses.overflows_debits_posted;
  if (addOverflows(amount, 0, credits, creditsPosted)) return statuses.overflows_credits_posted;
  add(debits, debitsPending, debits, debitsPosted, sum, 0);
  if (addOverflows(amount, 0, sum, 0)) return statuses.overflows_debits;
  add(credits, creditsPending, credits, creditsPosted, sum, 0);
  if (addOverflows(amount, 0, sum, 0)) return statuses.overflows_credits;
  return 0;
}
