import { batchCounts } from '../../harness/checkers/batches.ts';
import { transfer } from '../../harness/ledger/layouts.ts';
import { encodeBody } from '../../harness/ledger/multi-batch.ts';
import { operations } from '../../harness/ledger/operations.ts';
import { type Canary, ledgerAnswering } from './canary.ts';

export const rowsDropped: Canary = {
  name: 'rows-dropped',
  bug: 'a query of transfers leaves its last row out',
  caughtBy: 'model',
  stateMachine: ledgerAnswering((operation, reply) => {
    if (operation !== operations.query_transfers) return reply;
    let end = 0;
    const batches = batchCounts(reply).map((count) => {
      const from = end;
      end += count * transfer.size;
      return reply.subarray(from, Math.max(from, end - transfer.size));
    });
    return encodeBody(transfer.size, batches);
  }),
};
