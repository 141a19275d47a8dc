import type { Evidence } from '../../harness/checkers/checker.ts';
import { EvidenceNotes } from '../../harness/checkers/evidence-notes.ts';
import { nameInvoke, requestKey } from '../../harness/checkers/requests.ts';
import { formatCount } from '../../harness/count-text.ts';
import type { EventOf, HistoryEvent } from '../../harness/history.ts';
import { operationName } from '../../harness/ledger/operations.ts';
import { capital } from '../wording/capital.ts';
import { listOf } from '../wording/quantities.ts';
import { type Askers, askerOf, readAskers } from './askers.ts';
import { type Lives, sumFields } from './lives.ts';
import type { Names } from './names.ts';
import { amountText, fieldNames } from './record-text.ts';
import type { Involved, Sentence } from './story.ts';

/** What befell the cluster meanwhile: more than this is for the diagram. */
const changesMax = 6;

/** Tells, moment by moment, of the requests and ops that a violation has to do with. */
export class Moments {
  readonly #evidence: Evidence;
  readonly #lives: Lives;
  readonly #names: Names;
  readonly #askers: Askers;
  /** By position in the history. */
  readonly #said = new Map<number, string>();

  constructor(evidence: Evidence, lives: Lives, names: Names) {
    this.#evidence = evidence;
    this.#lives = lives;
    this.#names = names;
    this.#askers = readAskers(evidence.history.events);
  }

  /**
   * @param ops those that matter besides the ones that are involved
   * @param untilEnd the violation is a silence, so that all that came later belongs to it
   */
  tell(involved: Involved, ops: readonly number[], untilEnd: boolean): readonly Sentence[] {
    const { events } = this.#evidence.history;
    for (const each of involved.requests) this.#tellRequest(each, involved.positions);
    for (const op of [...involved.ops, ...ops]) this.#tellOp(op, involved.positions);
    for (const position of involved.positions) this.#tellEvent(position);
    this.#tellChanges(untilEnd ? events.length - 1 : Math.max(...involved.positions, 0));
    const told = [...this.#said].toSorted(([a], [b]) => a - b);
    return told.map(([position, text]) => {
      return { text, time: events[position]?.time ?? null, position };
    });
  }

  #tellOp(op: number, shown: readonly number[]): void {
    const position = EvidenceNotes.of(this.#evidence).commits.first.get(op);
    const commit = position === undefined ? undefined : this.#evidence.history.events[position];
    if (position === undefined || commit?.kind !== 'commit') return;
    if (commit.session < 0 || commit.request === 0) return this.#tellEvent(position);
    this.#tellRequest(commit, shown);
    // Who was told of another op was not told of this one.
    if (this.#replyOf(commit)?.op !== op) this.#tellEvent(position);
  }

  #replyOf({ session, request }: Involved['requests'][number]): EventOf<'reply'> | null {
    const { replies } = EvidenceNotes.of(this.#evidence).requests;
    const event = this.#evidence.history.events[replies.get(requestKey(session, request)) ?? -1];
    return event?.kind === 'reply' ? event : null;
  }

  #tellRequest({ session, request }: Involved['requests'][number], shown: readonly number[]): void {
    const { events } = this.#evidence.history;
    const { invokes, replies } = EvidenceNotes.of(this.#evidence).requests;
    const key = requestKey(session, request);
    const sent = invokes.get(key);
    if (sent !== undefined) this.#tellEvent(sent);
    const answered = replies.get(key);
    if (answered !== undefined) return this.#tellEvent(answered);
    // Nobody was told: what became of it in the log is all there is.
    const done = events.findIndex(
      (event) => event.kind === 'commit' && event.session === session && event.request === request,
    );
    if (done >= 0) return this.#tellEvent(done);
    if (sent === undefined || shown.includes(events.length - 1)) return;
    const last = events.length - 1;
    const who = capital(askerOf(this.#askers, session));
    const text = `${who} has no answer to its request ${request}, which no replica committed.`;
    if (!this.#said.has(last)) this.#said.set(last, text);
  }

  #tellEvent(position: number): void {
    const event = this.#evidence.history.events[position];
    if (event === undefined || this.#said.has(position)) return;
    const text = this.#textOf(event, position);
    if (text !== null) this.#said.set(position, text);
  }

  // oxlint-disable-next-line max-lines-per-function -- one case a kind of event
  #textOf(event: HistoryEvent, position: number): string | null {
    switch (event.kind) {
      case 'invoke': {
        const what = nameInvoke(this.#evidence.plan, event);
        return `${capital(askerOf(this.#askers, event.session))} sent ${what}.`;
      }
      case 'reply':
        return this.#replyText(event, position);
      case 'commit':
        return this.#commitText(event);
      case 'state':
        return event.primary && event.status === 'normal'
          ? `Replica ${event.replica} became the primary of view ${event.view}.`
          : null;
      case 'crash':
        return `Replica ${event.replica} crashed.`;
      case 'start':
        // That all of them start when the run begins is no news.
        return event.time === 0 ? null : `Replica ${event.replica} started.`;
      case 'pause':
        return `Replica ${event.replica} was paused.`;
      case 'resume':
        return `Replica ${event.replica} went on.`;
      case 'panic':
        return `Replica ${event.replica} stopped by itself: ${event.message.replace(/[.]$/, '')}.`;
      case 'broken-promise':
        return `Replica ${event.replica} ${event.promise}.`;
      case 'digest':
        return `Replica ${event.replica} ended at op ${event.op} in the state ${event.digest}.`;
      case 'phase':
        if (event.phase === 'heal') return 'All faults were lifted.';
        return event.phase === 'timeout' ? 'The run was given up.' : null;
      default:
        return null;
    }
  }

  #commitText(event: EventOf<'commit'>): string {
    const { replica, view, op, operation, session, request } = event;
    const who = askerOf(this.#askers, session);
    const asked =
      session < 0
        ? `a ${operationName(operation)} of the cluster itself`
        : request === 0
          ? `the registration of ${who}`
          : `request ${request} of ${who}'s session ${session} (${operationName(operation)})`;
    return `Replica ${replica} committed op ${op} in view ${view}: ${asked}.`;
  }

  #replyText({ session, op }: EventOf<'reply'>, position: number): string {
    const who = capital(askerOf(this.#askers, session));
    const told = new Set([...this.#toldOfTransfers(position), ...this.#toldOfAccounts(position)]);
    const what = told.size === 0 ? '' : `: ${listOf([...told])}`;
    return `${who} got the answer of op ${op}${what}.`;
  }

  #toldOfTransfers(position: number): string[] {
    return this.#lives.answers
      .filter((answer) => answer.position === position)
      .map(({ transfer, text }) => `${this.#names.transfer(transfer)} ${text}`);
  }

  #toldOfAccounts(position: number): string[] {
    return this.#lives.readings
      .filter((reading) => reading.position === position)
      .map(({ account, read, expected }) => {
        const wrong = sumFields.filter(
          (field) => expected !== null && read[field] !== expected[field],
        );
        const fields = wrong.map((field) => `${fieldNames[field]} ${amountText(read[field])}`);
        const name = this.#names.account(account);
        return wrong.length === 0
          ? `${name} with the right balances`
          : `${name} with ${listOf(fields)}`;
      });
  }

  /** What befell replicas between the first and the last of what was told; or before a sole one. */
  #tellChanges(last: number): void {
    const positions = [...this.#said.keys()];
    const from = positions.length > 1 ? Math.min(...positions) : 0;
    const until = Math.max(last, ...positions);
    const { events } = this.#evidence.history;
    const changes: number[] = [];
    for (let position = from; position <= until; position++) {
      const event = events[position];
      if (event === undefined || !this.#isChange(event)) continue;
      if (this.#textOf(event, position) !== null && !this.#said.has(position))
        changes.push(position);
    }
    // A line that says how many are left out takes as much room as one of them.
    const left = changes.length > changesMax + 1 ? changes.length - changesMax : 0;
    for (const position of changes.slice(left)) this.#tellEvent(position);
    const oldest = changes[left - 1];
    if (oldest === undefined) return;
    this.#said.set(oldest, `Replicas changed ${formatCount(left)} times up to here.`);
  }

  #isChange({ kind }: HistoryEvent): boolean {
    return [
      'state',
      'crash',
      'start',
      'pause',
      'resume',
      'panic',
      'broken-promise',
      'phase',
    ].includes(kind);
  }
}
