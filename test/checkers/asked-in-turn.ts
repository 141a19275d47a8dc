import type { Evidence } from '../../harness/checkers/checker.ts';
import { HistoryRecorder } from '../../harness/history/recorder.ts';
import { encodeBatch } from '../../harness/ledger/bodies.ts';
import { createResult } from '../../harness/ledger/layouts.ts';
import { encodeBody } from '../../harness/ledger/multi-batch.ts';
import { operations } from '../../harness/ledger/operations.ts';
import type { Transfer } from '../../harness/ledger/records.ts';
import type { Request } from '../../harness/workload.ts';
import { smallRun } from './small-cluster.ts';

/** Histories put together by hand: one client asks this, one after the other. */

const { plan } = smallRun({ seed: 'asked in turn', requests: 1 });

export interface Asked {
  readonly request: Request;
  /** Null where it is never answered. */
  readonly reply: Uint8Array | null;
  /** Of the log; as many nanoseconds as its op where nothing is given. */
  readonly timestamp?: bigint;
}

/** A pulse of the cluster's own. */
export interface Pulse {
  readonly pulse: bigint;
}

export function requestOf(operation: number, events: number, body: Uint8Array): Request {
  return { operation, events, body, expected: () => null };
}

export function lookUp(ids: readonly bigint[]): Request {
  const body = encodeBatch('lookup_transfers', ids);
  return requestOf(operations.lookup_transfers, ids.length, body);
}

/** Transfers of one between two accounts, with what is given changed. */
export function create(transfers: readonly Partial<Transfer>[]): Request {
  const everyday = { debit_account_id: 1n, credit_account_id: 2n, amount: 1n, ledger: 1, code: 1 };
  const body = encodeBatch(
    'create_transfers',
    transfers.map((transfer) => ({ ...everyday, ...transfer })),
  );
  return requestOf(operations.create_transfers, transfers.length, body);
}

export function told(statuses: readonly number[], timestamp = 0n): Uint8Array {
  const results = new Uint8Array(statuses.length * createResult.size);
  const view = new DataView(results.buffer);
  statuses.forEach((status, event) => {
    const at = event * createResult.size;
    view.setBigUint64(at + createResult.timestamp, timestamp, true);
    view.setUint32(at + createResult.status, status, true);
  });
  return encodeBody(createResult.size, [results]);
}

/** Op 1 comes first. Without commits, it is the replies alone that name ops. */
export function evidenceOf(steps: readonly (Asked | Pulse)[], commits = true): Evidence {
  const recorder = new HistoryRecorder();
  const requests: Request[] = [];
  steps.forEach((step, at) => {
    const op = at + 1;
    const place = { time: at, replica: 0, view: 0, op, reply: '0'.repeat(32) } as const;
    if ('pulse' in step) {
      const own = { operation: operations.pulse, session: -1, request: 0, timestamp: step.pulse };
      if (commits) recorder.append({ ...place, ...own, kind: 'commit' });
      return;
    }
    const { request, reply, timestamp = BigInt(op) } = step;
    const index = requests.push(request) - 1;
    const asked = { time: at, session: 0, request: index + 1 };
    const { operation } = request;
    recorder.append({ ...asked, kind: 'invoke', stage: 0, index, operation, due: at });
    if (commits) recorder.append({ ...place, ...asked, kind: 'commit', operation, timestamp });
    if (reply === null) return;
    const offset = recorder.appendBytes(reply);
    recorder.append({ ...asked, kind: 'reply', op, timestamp, offset, size: reply.length });
  });
  const workload = { request: (_: string, index: number) => requests[index]! };
  return { plan, workload, history: recorder.history() };
}
