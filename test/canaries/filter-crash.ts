import { assert } from '../../harness/assert.ts';
import { countEvents } from '../../harness/ledger/bodies.ts';
import { queryFilter } from '../../harness/ledger/layouts.ts';
import { operations } from '../../harness/ledger/operations.ts';
import { type Canary, ledgerAsked } from './canary.ts';

export const filterCrash: Canary = {
  name: 'filter-crash',
  bug: 'a filter with a timestamp that cannot be makes replicas crash',
  caughtBy: 'panic',
  workload: 'queries',
  stateMachine: ledgerAsked((operation, body) => {
    if (operation !== operations.query_transfers) return body;
    const fields = new DataView(body.buffer, body.byteOffset, body.byteLength);
    for (let filter = 0; filter < countEvents(operation, body); filter++) {
      const at = filter * queryFilter.size;
      const min = fields.getBigUint64(at + queryFilter.timestamp_min, true);
      const max = fields.getBigUint64(at + queryFilter.timestamp_max, true);
      assert(max === 0n || min <= max, 'a range of timestamps has a beginning and an end');
    }
    return body;
  }),
};
