import { bodyOf } from '../../harness/checkers/requests.ts';
import type { History } from '../../harness/history.ts';
import { operations } from '../../harness/ledger/operations.ts';

/** All requests of a history in the order in which they were sent, one array a field. */
export interface Requests {
  readonly count: number;
  readonly answeredCount: number;
  readonly stage: Uint16Array;
  readonly operation: Uint8Array;
  /** Moments of the run, in nanoseconds. */
  readonly due: Float64Array;
  readonly sent: Float64Array;
  /** −1 where no reply came. */
  readonly answered: Float64Array;
  /** Of both creates: how many events were answered. 0 for everything else. */
  readonly results: Uint32Array;
}

/** Whether an operation writes to the ledger. */
export function isCreate(operation: number): boolean {
  return operation === operations.create_accounts || operation === operations.create_transfers;
}

/** How many accounts and transfers were answered, whatever their status. */
export function eventsAnswered({ results }: Requests): number {
  return results.reduce((sum, count) => sum + count, 0);
}

/** Pairs requests with replies. A session has one request in flight, so its last one is it. */
export function readRequests(history: History): Requests {
  let count = 0;
  for (const event of history.events) if (event.kind === 'invoke') count++;
  const requests = {
    count,
    answeredCount: 0,
    stage: new Uint16Array(count),
    operation: new Uint8Array(count),
    due: new Float64Array(count),
    sent: new Float64Array(count),
    answered: new Float64Array(count).fill(-1),
    results: new Uint32Array(count),
  };
  // By session: where its last request stands, and its number; no number once it is answered.
  const lastAt: number[] = [];
  const lastNumber: (number | undefined)[] = [];
  let next = 0;
  for (const event of history.events) {
    if (event.kind === 'invoke') {
      const at = next++;
      requests.stage[at] = event.stage;
      requests.operation[at] = event.operation;
      requests.due[at] = event.due;
      requests.sent[at] = event.time;
      lastAt[event.session] = at;
      lastNumber[event.session] = event.request;
    } else if (event.kind === 'reply') {
      if (lastNumber[event.session] !== event.request) continue;
      lastNumber[event.session] = undefined;
      const at = lastAt[event.session] as number;
      requests.answered[at] = event.time;
      requests.answeredCount++;
      if (isCreate(requests.operation[at] as number)) {
        requests.results[at] = resultCount(bodyOf(history, event));
      }
    }
  }
  return requests;
}

/** The number of results in a reply: its trailer holds u16 counts, the number of batches last. */
function resultCount(bytes: Uint8Array): number {
  const size = bytes.length;
  if (size < 4) return 0;
  const u16 = (at: number): number => (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
  const batches = u16(size - 2);
  if (2 * (batches + 1) > size) return 0;
  let sum = 0;
  for (let batch = 1; batch <= batches; batch++) sum += u16(size - 2 - 2 * batch);
  return sum;
}
