import { batchCounts } from '../../harness/checkers/batches.ts';
import { queryFilter, transfer } from '../../harness/ledger/layouts.ts';
import { Ledger } from '../../harness/ledger/ledger.ts';
import { encodeBody } from '../../harness/ledger/multi-batch.ts';
import { operations } from '../../harness/ledger/operations.ts';
import type { Canary } from './canary.ts';

/** The fields of a filter that are conditions, and their sizes in bytes. */
const conditions: readonly (readonly [offset: number, size: number])[] = [
  [queryFilter.user_data_128, 16],
  [queryFilter.user_data_64, 8],
  [queryFilter.user_data_32, 4],
  [queryFilter.ledger, 4],
  [queryFilter.code, 2],
];

/** As TigerBeetle 0.16.17 mended it: several conditions, and rows that are not neighbours. */
class IntersectionEndsEarly extends Ledger {
  override commit(operation: number, timestamp: bigint, body: Uint8Array): Uint8Array {
    const reply = super.commit(operation, timestamp, body);
    if (operation !== operations.query_transfers) return reply;
    let end = 0;
    const batches = batchCounts(reply).map((count, batch) => {
      const from = end;
      end += count * transfer.size;
      const several = conditionsOf(body, batch * queryFilter.size) > 1;
      return reply.subarray(from, several && count > 1 ? end - transfer.size : end);
    });
    return encodeBody(transfer.size, batches);
  }
}

function conditionsOf(body: Uint8Array, filter: number): number {
  return conditions.filter(([offset, size]) =>
    body.subarray(filter + offset, filter + offset + size).some((byte) => byte !== 0),
  ).length;
}

export const intersectionEndsEarly: Canary = {
  name: 'intersection-ends-early',
  bug: 'a query by several fields at once ends too early',
  caughtBy: 'model',
  stateMachine: (_, messageBodySizeMax) => new IntersectionEndsEarly({ messageBodySizeMax }),
};
