import { BookKeeping, expiriesMaxOf } from './book-keeping.ts';
import type { Evidence } from './checker.ts';
import { type CommitLog, missingOp } from './commit-log.ts';
import { ConservationWalk } from './conservation-walk.ts';
import { ExpiryWalk } from './expiry-walk.ts';
import type { Contradiction } from './findings.ts';
import type { LogFollower, LogStep } from './log-step.ts';
import { logSteps } from './log-steps.ts';
import { ModelReplay } from './model-replay.ts';
import { ObjectWalk } from './object-walk.ts';
import type { RequestIndex } from './requests.ts';

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
    this.#evidence = evidence;
    this.#index = index;
    this.#log = log;
    this.missing = missingOp(log);
    this.events = new Uint32Array(evidence.history.events.length);
    this.model = new Followed(() => new ModelReplay(evidence));
    const book = new Followed(() => new BookKeeping(evidence, expiriesMaxOf(evidence.plan)));
    this.book = book;
    this.conservation = new Followed(() => new ConservationWalk(evidence, book.follower));
    this.objects = new Followed(() => new ObjectWalk(evidence, index));
    this.expiry = new Followed(() => new ExpiryWalk(evidence, book.follower));
    this.#toEnd();
  }

  #toEnd(): void {
    const followers = [this.model, this.book, this.conservation, this.objects, this.expiry];
    for (const step of logSteps(this.#evidence, this.#index, this.#log)) {
      const { request, invokePosition } = step;
      if (request !== null) this.events[invokePosition] = request.events;
      for (const follower of followers) follower.take(step);
      this.ops += 1;
    }
    for (const follower of followers) follower.finish();
  }
}
