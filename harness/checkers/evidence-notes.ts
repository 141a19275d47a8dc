import type { Evidence } from './checker.ts';
import { type CommitLog, readCommits } from './commit-log.ts';
import { LogWalk } from './log-walk.ts';
import { type ReplicaLives, readLives } from './replica-lives.ts';
import { indexRequests, type RequestIndex } from './requests.ts';

const known = new WeakMap<Evidence, EvidenceNotes>();

/** What several checkers need of the same evidence: each of these is made once, when asked for. */
export class EvidenceNotes {
  readonly #evidence: Evidence;
  #requests: RequestIndex | null = null;
  #commits: CommitLog | null = null;
  #lives: ReplicaLives | null = null;
  #walk: LogWalk | null = null;

  private constructor(evidence: Evidence) {
    this.#evidence = evidence;
  }

  static of(evidence: Evidence): EvidenceNotes {
    let notes = known.get(evidence);
    if (notes === undefined) {
      notes = new EvidenceNotes(evidence);
      known.set(evidence, notes);
    }
    return notes;
  }

  get requests(): RequestIndex {
    this.#requests ??= indexRequests(this.#evidence.history.events);
    return this.#requests;
  }

  get commits(): CommitLog {
    this.#commits ??= readCommits(this.#evidence.history.events);
    return this.#commits;
  }

  get lives(): ReplicaLives {
    this.#lives ??= readLives(this.#evidence.history.events);
    return this.#lives;
  }

  /** Making a request anew is dear: one walk over the log shows each to all that need bodies. */
  get walk(): LogWalk {
    this.#walk ??= new LogWalk(this.#evidence, this.requests, this.commits);
    return this.#walk;
  }
}
