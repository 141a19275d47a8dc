import { batchCounts } from '../../harness/checkers/batches.ts';
import { accountBalance } from '../../harness/ledger/layouts.ts';
import { encodeBody } from '../../harness/ledger/multi-batch.ts';
import { operations } from '../../harness/ledger/operations.ts';
import { type Canary, ledgerAnswering } from './canary.ts';

const { size } = accountBalance;

export const historyRowMissing: Canary = {
  name: 'history-row-missing',
  bug: 'the history of an account leaves its first balance out',
  caughtBy: 'model',
  workload: 'history',
  stateMachine: ledgerAnswering((operation, reply) => {
    if (operation !== operations.get_account_balances) return reply;
    let end = 0;
    const batches = batchCounts(reply).map((count) => {
      const from = end;
      end += count * size;
      return reply.subarray(Math.min(from + size, end), end);
    });
    return encodeBody(size, batches);
  }),
};
