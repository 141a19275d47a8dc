import { transfer } from '../harness/ledger/layouts.ts';
import { trailerSize, writeTrailer } from '../harness/ledger/multi-batch.ts';
import { operations } from '../harness/ledger/operations.ts';
import { createTransferStatus as status } from '../harness/ledger/statuses.ts';
import type { Random } from '../harness/random.ts';
import type { Request } from '../harness/workload.ts';
import type { Ranks } from './distribution.ts';
import type { Identifiers } from './identifiers.ts';
import { numbersPerRequest } from './load.ts';
import { ledgerNumber, type Population } from './population.ts';

/** Single-phase transfers between plain accounts. */
export interface PlainShape {
  /** Transfers in a request. */
  readonly batch: number;
  /** Amounts are 1 and an exponential draw with this mean. */
  readonly amountMean: number;
  /** Whether each transfer has user data of its own; else it is zero. */
  readonly distinctUserData: boolean;
  readonly population: Population;
  readonly ranks: Ranks;
  readonly ids: { readonly accounts: Identifiers; readonly transfers: Identifiers };
}

const two32 = 0x1_0000_0000;
const code = 1;

/** Only a plan that somebody has cut leaves out accounts. */
const statuses: ReadonlySet<number> = new Set([
  status.created,
  status.debit_account_not_found,
  status.credit_account_not_found,
]);

/** Request `index`, written straight into bytes: there may be millions of such transfers. */
export function plainTransfers(shape: PlainShape, random: Random, index: number): Request {
  const { batch } = shape;
  const body = new Uint8Array(batch * transfer.size + trailerSize(transfer.size, 1));
  const view = new DataView(body.buffer);
  for (let i = 0; i < batch; i++) {
    writePlain(shape, random, index * numbersPerRequest + i, view, i * transfer.size);
  }
  writeTrailer(body, transfer.size, [batch]);
  return { operation: operations.create_transfers, body, events: batch, expected: () => statuses };
}

function writePlain(
  { amountMean, distinctUserData, population, ranks, ids }: PlainShape,
  random: Random,
  number: number,
  view: DataView,
  offset: number,
): void {
  const { ledgers } = population;
  const ledger = ledgers === 1 ? 0 : random.below(ledgers);
  // Places in the ledger, each an account: account n has place n div `ledgers`.
  const places = Math.floor(population.accounts / ledgers);
  const debit = ranks.draw(random, places);
  const drawn = ranks.draw(random, places);
  const credit = drawn === debit ? (drawn + 1) % places : drawn;
  const amount = 1 + random.exponential(amountMean);
  ids.transfers.write(view, offset + transfer.id, number);
  ids.accounts.write(view, offset + transfer.debit_account_id, debit * ledgers + ledger);
  ids.accounts.write(view, offset + transfer.credit_account_id, credit * ledgers + ledger);
  writeUint64(view, offset + transfer.amount, amount);
  if (distinctUserData) writeUint64(view, offset + transfer.user_data_128, number + 1);
  view.setUint32(offset + transfer.ledger, ledgerNumber(ledger), true);
  view.setUint16(offset + transfer.code, code, true);
}

function writeUint64(view: DataView, offset: number, value: number): void {
  view.setUint32(offset, value, true);
  view.setUint32(offset + 4, Math.floor(value / two32), true);
}
