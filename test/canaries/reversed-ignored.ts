import { countEvents } from '../../harness/ledger/bodies.ts';
import { queryFilter, queryFilterFlags } from '../../harness/ledger/layouts.ts';
import { operations } from '../../harness/ledger/operations.ts';
import { type Canary, ledgerAsked } from './canary.ts';

export const reversedIgnored: Canary = {
  name: 'reversed-ignored',
  bug: 'a query that asks for the latest first gets the earliest first',
  caughtBy: 'model',
  stateMachine: ledgerAsked((operation, body) => {
    if (operation !== operations.query_transfers) return body;
    const asked = body.slice();
    const fields = new DataView(asked.buffer);
    for (let filter = 0; filter < countEvents(operation, body); filter++) {
      const at = filter * queryFilter.size;
      const flags = fields.getUint32(at + queryFilter.flags, true);
      fields.setUint32(at + queryFilter.flags, flags & ~queryFilterFlags.reversed, true);
    }
    return asked;
  }),
};
