import type { Evidence } from '../../harness/checkers/checker.ts';
import { EvidenceNotes } from '../../harness/checkers/evidence-notes.ts';
import { bodyOf, eventAt, requestKey, requestOf } from '../../harness/checkers/requests.ts';
import type { HistoryEvent } from '../../harness/history.ts';
import {
  decodeReply,
  decodeRequest,
  isRequestName,
  type RequestName,
} from '../../harness/ledger/bodies.ts';
import { operationName } from '../../harness/ledger/operations.ts';
import type { Transfer } from '../../harness/ledger/records.ts';
import type { Involved } from './story.ts';
import { idsIn, opsIn, placeIn, type Violation } from './violation.ts';

/** Of a request so many events are looked into, where nothing says which of them matter. */
const guessedMax = 2;

/** What a violation has to do with, from its events and from what its sentence names. */
export function findInvolved(evidence: Evidence, violation: Violation): Involved {
  const { why, positions } = violation;
  const { events } = evidence.history;
  const accounts = new Set(idsIn(why, 'account'));
  const transfers = new Set(idsIn(why, 'transfer'));
  const ops = new Set(opsIn(why));
  const requests = new Map<number, { session: number; request: number }>();
  let key = -1;
  const note = (event: HistoryEvent | undefined): void => {
    if (event === undefined) return;
    if (event.kind === 'commit' || event.kind === 'reply') ops.add(event.op);
    const isRequest = event.kind === 'commit' || event.kind === 'reply' || event.kind === 'invoke';
    if (!isRequest || event.session < 0 || event.request === 0) return;
    const { session, request } = event;
    key = requestKey(session, request);
    requests.set(key, { session, request });
  };
  for (const position of positions) note(events[position]);
  const last = key;
  const { commits } = EvidenceNotes.of(evidence);
  // Where replicas ended is a place in the log, and has nothing to do with what was asked there.
  const ended = positions.some((position) => events[position]?.kind === 'digest');
  if (ended) ops.clear();
  for (const op of ops) note(events[commits.first.get(op) ?? -1]);
  for (const [op, position] of commits.first) {
    const done = events[position];
    if (ended || done?.kind !== 'commit' || done.session < 0) continue;
    if (requests.has(requestKey(done.session, done.request))) ops.add(op);
  }
  const told = new Map([...requests].map(([each, asked]) => [each, readTold(evidence, asked)]));
  const add = (ids: Ids | undefined): void => {
    for (const id of ids?.accounts ?? []) accounts.add(id);
    for (const id of ids?.transfers ?? []) transfers.add(id);
  };
  const place = placeIn(why);
  if (place !== null) {
    // The place stands in what was told last.
    add(told.get(last)?.[place.of][place.index]);
    if (place.expectedTransfer !== null) transfers.add(place.expectedTransfer);
  }
  if (accounts.size + transfers.size === 0) {
    for (const each of told.values()) each?.events.slice(0, guessedMax).forEach(add);
  }
  return {
    positions,
    ops: [...ops].toSorted((a, b) => a - b),
    requests: [...requests.values()],
    accounts: [...accounts],
    transfers: [...transfers],
  };
}

/** The accounts and transfers of a record, whatever kind of record it is. */
interface Ids {
  readonly accounts: readonly bigint[];
  readonly transfers: readonly bigint[];
}

interface Told {
  readonly events: readonly Ids[];
  /** What the records of the reply are about; empty where they hold no ids, or none came. */
  readonly records: readonly Ids[];
}

/** Null where nobody sent such a request, or the plan does not have it. */
function readTold(
  evidence: Evidence,
  { session, request }: Involved['requests'][number],
): Told | null {
  const { history } = evidence;
  const { invokes, replies } = EvidenceNotes.of(evidence).requests;
  const key = requestKey(session, request);
  const invoke = invokes.get(key);
  if (invoke === undefined) return null;
  const asked = requestOf(evidence, eventAt(history.events, invoke, 'invoke'));
  const name = operationName(asked?.operation ?? 0);
  if (asked === null || !isRequestName(name)) return null;
  const reply = replies.get(key);
  const body =
    reply === undefined ? null : bodyOf(history, eventAt(history.events, reply, 'reply'));
  return {
    events: decodeRequest(name, asked.body).map((event) => idsOf(name, event)),
    records: body === null ? [] : decodeReply(name, body).map((record) => idsOf(name, record)),
  };
}

const nobody: Ids = { accounts: [], transfers: [] };

function idsOf(operation: RequestName, record: object | bigint): Ids {
  if (typeof record === 'bigint') {
    return operation === 'lookup_accounts'
      ? { accounts: [record], transfers: [] }
      : { accounts: [], transfers: [record] };
  }
  if ('account_id' in record) return { accounts: [record.account_id as bigint], transfers: [] };
  if ('pending_id' in record) {
    const { id, pending_id, debit_account_id, credit_account_id } = record as Transfer;
    const accounts = [debit_account_id, credit_account_id].filter((each) => each !== 0n);
    return { accounts, transfers: [id, pending_id].filter((each) => each !== 0n) };
  }
  return 'debits_posted' in record && 'id' in record
    ? { accounts: [record.id as bigint], transfers: [] }
    : nobody;
}
