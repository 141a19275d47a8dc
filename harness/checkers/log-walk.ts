import { headerSize } from '../environment.ts';
import type { EventOf } from '../history.ts';
import { transfer } from '../ledger/layouts.ts';
import { BookKeeping } from './book-keeping.ts';
import type { Evidence } from './checker.ts';
import { type CommitLog, missingOp } from './commit-log.ts';
import { ConservationWalk } from './conservation-walk.ts';
import { ExpiryWalk } from './expiry-walk.ts';
import type { Contradiction } from './findings.ts';
import type { LogFollower, LogStep } from './log-step.ts';
import { ModelReplay } from './model-replay.ts';
import { ObjectWalk } from './object-walk.ts';
import { bodyOf, eventAt, type RequestIndex, requestKey, requestOf } from './requests.ts';

/** A follower and what came of it. One that breaks keeps none of the others from going on. */
class Followed<Follower extends LogFollower> {
  #follower: Follower | null = null;
  #wrong: Contradiction | null = null;
  #error: { readonly thrown: unknown } | null = null;

  constructor(open: () => Follower) {
    this.#guarded(() => {
      this.#follower = open();
    });
  }

  take(step: LogStep): void {
    if (this.#wrong !== null || this.#error !== null) return;
    this.#guarded(() => {
      this.#wrong = this.#follower?.take(step) ?? null;
    });
  }

  finish(): void {
    this.#guarded(() => this.#follower?.finish?.());
  }

  /** @throws whatever the follower threw */
  get follower(): Follower {
    if (this.#error !== null) throw this.#error.thrown;
    return this.#follower as Follower;
  }

  /** @throws whatever the follower threw */
  get wrong(): Contradiction | null {
    if (this.#error !== null) throw this.#error.thrown;
    return this.#wrong;
  }

  #guarded(act: () => void): void {
    try {
      act();
    } catch (thrown) {
      this.#error ??= { thrown };
    }
  }
}

/**
 * Goes through the log once, from its first op to its last or to the first that is missing, and
 * shows each op to all that need the bodies of requests.
 */
export class LogWalk {
  readonly model: Followed<ModelReplay>;
  readonly book: Followed<BookKeeping>;
  readonly conservation: Followed<ConservationWalk>;
  readonly objects: Followed<ObjectWalk>;
  readonly expiry: Followed<ExpiryWalk>;
  /** The op that nobody executed although a later one was; the walk ends before it. */
  readonly missing: number | null;
  /** How many ops were shown. */
  ops = 0;
  /** By the position of a request's invocation: how many events it holds; 0 where unknown. */
  readonly events: Uint32Array;
  readonly #evidence: Evidence;
  readonly #index: RequestIndex;
  readonly #log: CommitLog;

  constructor(evidence: Evidence, index: RequestIndex, log: CommitLog) {
    const { messageSizeMax } = evidence.plan.cluster.configuration;
    const expiriesMax = Math.floor((messageSizeMax - headerSize) / transfer.size);
    this.#evidence = evidence;
    this.#index = index;
    this.#log = log;
    this.missing = missingOp(log);
    this.events = new Uint32Array(evidence.history.events.length);
    this.model = new Followed(() => new ModelReplay(evidence));
    const book = new Followed(() => new BookKeeping(evidence, expiriesMax));
    this.book = book;
    this.conservation = new Followed(() => new ConservationWalk(evidence, book.follower));
    this.objects = new Followed(() => new ObjectWalk(evidence, index));
    this.expiry = new Followed(() => new ExpiryWalk(evidence, book.follower));
    this.#toEnd();
  }

  #toEnd(): void {
    const followers = [this.model, this.book, this.conservation, this.objects, this.expiry];
    for (const step of this.#steps()) {
      for (const follower of followers) follower.take(step);
      this.ops += 1;
    }
    for (const follower of followers) follower.finish();
  }

  *#steps(): Generator<LogStep, void, undefined> {
    const { events } = this.#evidence.history;
    for (const op of this.#log.ops) {
      if (this.missing !== null && op > this.missing) return;
      const position = this.#log.first.get(op) as number;
      const commit = eventAt(events, position, 'commit');
      yield this.#step(commit, commit, position);
    }
    if (this.#log.ops.length > 0) return;
    // Without commits there is the order that the replies name.
    const replies = [...this.#index.replies.values()].map((at) => eventAt(events, at, 'reply'));
    for (const reply of replies.toSorted((a, b) => a.op - b.op)) yield this.#step(reply, null, -1);
  }

  #step(
    asked: EventOf<'commit'> | EventOf<'reply'>,
    commit: EventOf<'commit'> | null,
    commitPosition: number,
  ): LogStep {
    const { history } = this.#evidence;
    const key = requestKey(asked.session, asked.request);
    const isRequest = asked.session >= 0 && asked.request > 0;
    const invokePosition = (isRequest ? this.#index.invokes.get(key) : undefined) ?? -1;
    const replyPosition = (isRequest ? this.#index.replies.get(key) : undefined) ?? -1;
    const invoke = invokePosition < 0 ? null : eventAt(history.events, invokePosition, 'invoke');
    const reply = replyPosition < 0 ? null : eventAt(history.events, replyPosition, 'reply');
    const request = invoke === null ? null : requestOf(this.#evidence, invoke);
    if (request !== null) this.events[invokePosition] = request.events;
    return {
      op: asked.op,
      timestamp: asked.timestamp,
      operation: commit?.operation ?? invoke?.operation ?? 0,
      commit,
      commitPosition,
      invoke,
      invokePosition,
      request,
      reply,
      replyPosition,
      body: reply === null ? null : bodyOf(history, reply),
    };
  }
}
