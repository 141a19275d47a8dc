import { countResults } from '../../harness/ledger/bodies.ts';
import { createResult } from '../../harness/ledger/layouts.ts';
import { operations } from '../../harness/ledger/operations.ts';
import { type Canary, ledgerAnswering } from './canary.ts';

export const timestampReused: Canary = {
  name: 'timestamp-reused',
  bug: 'two transfers of a batch are told the same timestamp',
  caughtBy: 'model',
  stateMachine: ledgerAnswering((operation, reply) => {
    if (operation !== operations.create_transfers) return reply;
    if (countResults(operation, reply) < 2) return reply;
    const told = new DataView(reply.buffer, reply.byteOffset, reply.byteLength);
    const first = told.getBigUint64(createResult.timestamp, true);
    told.setBigUint64(createResult.size + createResult.timestamp, first, true);
    return reply;
  }),
};
