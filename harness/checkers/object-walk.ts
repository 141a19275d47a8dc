import { account, createResult, transfer } from '../ledger/layouts.ts';
import { operations } from '../ledger/operations.ts';
import { accountStatusName, createAccountStatus, transferStatusName } from '../ledger/statuses.ts';
import { payloadSize, readU128, viewOf } from './batches.ts';
import type { Evidence } from './checker.ts';
import { accountMeanings, type Meaning, transferMeanings } from './create-answers.ts';
import type { Contradiction } from './findings.ts';
import { type LogFollower, type LogStep, nameStep } from './log-step.ts';
import { fate, ObjectRecord } from './object-record.ts';
import { eventAt, nameInvoke, type RequestIndex, requestKey, requestOf } from './requests.ts';

const idSize = 16;
const linkedFlag = 1;

/** Accounts or transfers, and what was said of them so far. */
interface Kind {
  readonly name: 'account' | 'transfer';
  readonly create: number;
  readonly lookup: number;
  readonly size: number;
  readonly flags: number;
  readonly meanings: ReadonlyMap<number, Meaning>;
  readonly statusName: (status: number) => string;
  readonly objects: ObjectRecord;
}

function kindsOf(): readonly Kind[] {
  return [
    {
      name: 'account',
      create: operations.create_accounts,
      lookup: operations.lookup_accounts,
      size: account.size,
      flags: account.flags,
      meanings: accountMeanings,
      statusName: accountStatusName,
      objects: new ObjectRecord(),
    },
    {
      name: 'transfer',
      create: operations.create_transfers,
      lookup: operations.lookup_transfers,
      size: transfer.size,
      flags: transfer.flags,
      meanings: transferMeanings,
      statusName: transferStatusName,
      objects: new ObjectRecord(),
    },
  ];
}

/** One event of a create, and what it was answered. */
interface Answer {
  readonly step: LogStep;
  readonly event: number;
  readonly at: number;
  /** Of the id, in the kind's record. */
  readonly number: number;
  readonly status: number;
  readonly meaning: Meaning;
  /** It belongs to no chain, so what it was told does not go with one. */
  readonly alone: boolean;
}

/**
 * Follows every id that was given to a create: what was acknowledged of it is true of all that
 * comes after it in the log, and look-ups find it. It knows no rule about what may be created.
 */
export class ObjectWalk implements LogFollower {
  /** Answers that say something of an id. */
  answers = 0;
  /** Of those: the event had been acknowledged before, its id had failed before. */
  again = 0;
  sameAgain = 0;
  failedAgain = 0;
  /** What was acknowledged and is not so later: for `idempotence`. */
  broken: Contradiction | null = null;
  /** What was acknowledged and not found: for `durability`. */
  lost: Contradiction | null = null;
  readonly #evidence: Evidence;
  readonly #index: RequestIndex;
  readonly #kinds = kindsOf();

  constructor(evidence: Evidence, index: RequestIndex) {
    this.#evidence = evidence;
    this.#index = index;
    if (evidence.history.events.some(({ kind }) => kind === 'commit')) return;
    // Nobody tells where in the log these are, so they may be anywhere.
    for (const [key, position] of index.invokes) {
      if (index.replies.has(key)) continue;
      const invoke = eventAt(evidence.history.events, position, 'invoke');
      const kind = this.#kinds.find(({ create }) => create === invoke.operation);
      const request = kind === undefined ? null : requestOf(evidence, invoke);
      if (kind !== undefined && request !== null)
        this.#doubt(kind, viewOf(request.body), request.events);
    }
  }

  /** Finds two kinds of things, and goes on when it has found one of them. */
  take(step: LogStep): null {
    const { request, operation } = step;
    if (request === null || request.operation !== operation) return null;
    for (const kind of this.#kinds) {
      if (operation === kind.create) this.#create(kind, step, viewOf(request.body), request.events);
      else if (operation === kind.lookup) {
        this.#lookUp(kind, step, viewOf(request.body), request.events);
      }
    }
    return null;
  }

  #create(kind: Kind, step: LogStep, events: DataView, count: number): void {
    if (step.body === null) return this.#doubt(kind, events, count);
    const results = viewOf(step.body);
    const answered = Math.min(count, Math.floor(results.byteLength / createResult.size));
    for (let event = 0; event < answered; event++) {
      const status = results.getUint32(event * createResult.size + createResult.status, true);
      const meaning = kind.meanings.get(status) ?? 'late';
      if (meaning === 'early') continue;
      const at = event * kind.size;
      const alone = !isLinked(kind, events, event) && !isLinked(kind, events, event - 1);
      this.answers += 1;
      const number = kind.objects.add(events, at);
      this.#judge(kind, events, { step, event, at, number, status, meaning, alone });
    }
  }

  #judge(kind: Kind, events: DataView, answer: Answer): void {
    const { at, number, meaning, step, alone } = answer;
    const known = kind.objects.fateOf(number);
    if (known === fate.there) return this.#judgeThere(kind, events, answer);
    if (known === fate.failed) {
      this.failedAgain += 1;
      if (meaning !== 'has failed') this.#break(kind, events, answer, 'failed for good');
      return;
    }
    const never = known === fate.unknown;
    if (meaning === 'created') {
      kind.objects.tell(number, fate.there, step.replyPosition);
      kind.objects.keepPrint(number, events, at, kind.size);
    } else if (meaning === 'fails for good') {
      kind.objects.tell(number, fate.failed, step.replyPosition);
    } else if (meaning === 'has failed') {
      if (never) this.#break(kind, events, answer, 'never failed before');
      kind.objects.tell(number, fate.failed, step.replyPosition);
    } else if (meaning !== 'late' && alone) {
      // In a chain it may have found what that very chain made, and took along when it broke.
      if (never) this.#break(kind, events, answer, 'was never created before');
      kind.objects.tell(number, fate.there, step.replyPosition);
    }
  }

  #judgeThere(kind: Kind, events: DataView, answer: Answer): void {
    const { meaning, status, at, number } = answer;
    this.again += 1;
    const exists = meaning === 'exists' || meaning === 'exists otherwise';
    if (!exists) return this.#break(kind, events, answer, 'was acknowledged');
    if (!kind.objects.isSameEvent(number, events, at, kind.size)) return;
    this.sameAgain += 1;
    // An account's flags change when a transfer closes it (facts 4.11).
    const closed =
      kind.name === 'account' && status === createAccountStatus.exists_with_different_flags;
    if (meaning === 'exists' || closed) return;
    this.#break(kind, events, answer, 'was made by the very same event');
  }

  #break(kind: Kind, events: DataView, answer: Answer, fact: string): void {
    if (this.broken !== null) return;
    const { step, event, at, number, status } = answer;
    const id = readU128(events, at);
    const told = kind.objects.toldAt(number);
    const where =
      told < 0 ? '' : ` at op ${eventAt(this.#evidence.history.events, told, 'reply').op}`;
    this.broken = {
      why:
        `Event ${event} of ${this.#name(step)} was answered ${kind.statusName(status)} at op ` +
        `${step.op}, but ${kind.name} ${id} ${fact}${where}.`,
      events: told < 0 ? [step.replyPosition] : [told, step.replyPosition],
    };
  }

  /** Without an answer nobody knows whether these were created, or have failed. */
  #doubt(kind: Kind, events: DataView, count: number): void {
    for (let event = 0; event < count; event++) {
      const at = event * kind.size;
      const number = kind.objects.add(events, at);
      if (kind.objects.fateOf(number) !== fate.unknown) continue;
      kind.objects.tell(number, fate.perhaps, -1);
    }
  }

  /** Look-ups answer in the order of their ids, and leave out what they do not find. */
  #lookUp(kind: Kind, step: LogStep, asked: DataView, count: number): void {
    if (step.body === null || this.lost !== null) return;
    const found = payloadSize(step.body, kind.size) ?? 0;
    const records = viewOf(step.body);
    let record = 0;
    for (let event = 0; event < count; event++) {
      const at = event * idSize;
      if (record < found && isSameId(asked, at, records, record)) {
        record += kind.size;
      } else if (kind.objects.fateOf(kind.objects.find(asked, at)) === fate.there) {
        this.lost = this.#lostObject(kind, step, asked, at);
        return;
      }
    }
  }

  #lostObject(kind: Kind, step: LogStep, asked: DataView, at: number): Contradiction {
    const told = kind.objects.toldAt(kind.objects.find(asked, at));
    const reply = eventAt(this.#evidence.history.events, told, 'reply');
    const creation = this.#index.invokes.get(requestKey(reply.session, reply.request)) as number;
    const invoke = eventAt(this.#evidence.history.events, creation, 'invoke');
    const object = `${kind.name} ${readU128(asked, at)}`;
    return {
      why:
        `${nameInvoke(this.#evidence.plan, invoke)} was told at op ${reply.op} that ${object} ` +
        `exists, but ${this.#name(step)} did not find it at op ${step.op}.`,
      events: [told, step.replyPosition],
    };
  }

  #name(step: LogStep): string {
    return nameStep(this.#evidence.plan, step);
  }
}

function isLinked(kind: Kind, events: DataView, event: number): boolean {
  return event >= 0 && (events.getUint16(event * kind.size + kind.flags, true) & linkedFlag) !== 0;
}

function isSameId(a: DataView, at: number, b: DataView, from: number): boolean {
  for (let byte = 0; byte < idSize; byte += 4) {
    if (a.getInt32(at + byte, true) !== b.getInt32(from + byte, true)) return false;
  }
  return true;
}
