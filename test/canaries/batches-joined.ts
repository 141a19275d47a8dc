import { createResult, transfer } from '../../harness/ledger/layouts.ts';
import { Ledger } from '../../harness/ledger/ledger.ts';
import { decodeTrailer, encodeBody } from '../../harness/ledger/multi-batch.ts';
import { operations } from '../../harness/ledger/operations.ts';
import type { Canary } from './canary.ts';

/** The batches of a request are executed as one: a chain left open in one goes on in the next. */
class BatchesJoined extends Ledger {
  override commit(operation: number, timestamp: bigint, body: Uint8Array): Uint8Array {
    const counts = decodeTrailer(transfer.size, body);
    if (operation !== operations.create_transfers || counts === undefined || counts.length < 2) {
      return super.commit(operation, timestamp, body);
    }
    const total = counts.reduce((sum, count) => sum + count, 0);
    const joined = encodeBody(transfer.size, [body.subarray(0, total * transfer.size)]);
    const reply = super.commit(operation, timestamp, joined);
    let end = 0;
    const batches = counts.map((count) => {
      const from = end;
      end += count * createResult.size;
      return reply.subarray(from, end);
    });
    return encodeBody(createResult.size, batches);
  }
}

export const batchesJoined: Canary = {
  name: 'batches-joined',
  bug: 'a chain that is left open at the end of a batch goes on in the next one',
  caughtBy: 'model',
  stateMachine: (_, messageBodySizeMax) => new BatchesJoined({ messageBodySizeMax }),
};
