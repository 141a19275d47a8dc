import { countResults } from '../../harness/ledger/bodies.ts';
import { createResult } from '../../harness/ledger/layouts.ts';
import { operations } from '../../harness/ledger/operations.ts';
import { createTransferStatus } from '../../harness/ledger/statuses.ts';
import { type Canary, ledgerAnswering } from './canary.ts';

const { linked_event_chain_open, linked_event_failed } = createTransferStatus;

export const chainOpenAsFailed: Canary = {
  name: 'chain-open-as-failed',
  bug: 'the last event of a chain that is left open fails like the others',
  caughtBy: 'model',
  stateMachine: ledgerAnswering((operation, reply) => {
    if (operation !== operations.create_transfers) return reply;
    const told = new DataView(reply.buffer, reply.byteOffset, reply.byteLength);
    for (let event = 0; event < countResults(operation, reply); event++) {
      const at = event * createResult.size + createResult.status;
      if (told.getUint32(at, true) !== linked_event_chain_open) continue;
      told.setUint32(at, linked_event_failed, true);
    }
    return reply;
  }),
};
