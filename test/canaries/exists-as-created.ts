import { countResults, readStatus } from '../../harness/ledger/bodies.ts';
import { createResult } from '../../harness/ledger/layouts.ts';
import { operations } from '../../harness/ledger/operations.ts';
import { createTransferStatus } from '../../harness/ledger/statuses.ts';
import { type Canary, ledgerAnswering } from './canary.ts';

const { created, exists } = createTransferStatus;

export const existsAsCreated: Canary = {
  name: 'exists-as-created',
  bug: 'a transfer that exists is answered as created',
  caughtBy: 'idempotence',
  stateMachine: ledgerAnswering((operation, reply) => {
    if (operation !== operations.create_transfers) return reply;
    const told = new DataView(reply.buffer, reply.byteOffset, reply.byteLength);
    for (let event = 0; event < countResults(operation, reply); event++) {
      if (readStatus(reply, event) !== exists) continue;
      told.setUint32(event * createResult.size + createResult.status, created, true);
    }
    return reply;
  }),
};
