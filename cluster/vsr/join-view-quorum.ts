import { assert } from '../../harness/assert.ts';
import { common, joinView, prepare } from '../wire/header.ts';
import type { Message } from '../wire/message.ts';
import { headersOf, isBlank, opOf, sameHeader } from './prepare-header.ts';
import type { QuorumSizes } from './quorums.ts';

/** A vote, taken apart. */
export interface JoinView {
  readonly replica: number;
  readonly logView: number;
  readonly op: number;
  readonly commitMin: number;
  /** Newest first, without gaps; blank where the sender has none. */
  readonly headers: readonly Message[];
  /** By position in `headers`: it certainly never acknowledged this op. */
  readonly nacks: bigint;
  /** By position in `headers`: it can hand out this prepare. */
  readonly present: bigint;
}

/** What the votes so far add up to. */
export type JoinViewResult =
  /** More votes are needed; or more that know about an op that this many cannot decide. */
  | { readonly kind: 'awaiting-quorum' | 'awaiting-repair' }
  | {
      readonly kind: 'complete';
      readonly op: number;
      readonly commitMax: number;
      readonly timestamp: bigint;
      /** The end of the new view's log, newest first, down to an op that is committed. */
      readonly headers: readonly Message[];
    };

/** Null where a vote makes no sense. */
export function parseJoinView(message: Message, template: Message): JoinView | null {
  const headers = headersOf(message.body, template);
  const head = headers?.[0];
  if (headers === null || head === undefined || isBlank(head)) return null;
  const op = message.u64(joinView.op);
  for (const [index, header] of headers.entries()) if (opOf(header) !== op - index) return null;
  const logView = message.u32(joinView.log_view);
  const commitMin = message.u64(joinView.commit_min);
  if (logView >= message.view || commitMin > op) return null;
  const nacks = message.u128(joinView.nack_bitset);
  const present = message.u128(joinView.present_bitset);
  return { replica: message.replica, logView, op, commitMin, headers, nacks, present };
}

/** The vote's header at `op`; null where it has none. */
function headerAt(vote: JoinView, op: number): Message | null {
  const header = vote.headers[vote.op - op] ?? null;
  return header === null || isBlank(header) ? null : header;
}

function bit(bits: bigint, index: number): boolean {
  return ((bits >> BigInt(index)) & 1n) === 1n;
}

/** The log of a new view, from the votes for it. */
export class JoinViewQuorum {
  protected readonly votes: readonly JoinView[];
  protected readonly sizes: QuorumSizes;
  readonly #pipelineMax: number;

  constructor(votes: readonly JoinView[], sizes: QuorumSizes, pipelineMax: number) {
    this.votes = votes;
    this.sizes = sizes;
    this.#pipelineMax = pipelineMax;
  }

  /**
   * Only the logs of the latest view count: whoever took part in it knows what it replaced. Beyond
   * what is certainly committed, an op stays if someone has it, and goes, with all behind it, once
   * so many deny it that it cannot have been committed. Where neither is known, it waits.
   */
  decide(): JoinViewResult {
    if (this.votes.length < this.sizes.viewChange) return { kind: 'awaiting-quorum' };
    const canonical = this.canonical();
    assert(canonical.length > 0, 'some vote has the latest log');
    const commitMax = this.#commitMax();
    let op = Math.max(...canonical.map((vote) => vote.op));
    for (let at = commitMax; at <= op; at++) {
      const header = firstHeader(canonical, at);
      if (this.truncates(this.#nacks(at, header))) {
        assert(at > commitMax, 'what is committed is never denied by a quorum');
        op = at - 1;
        break;
      }
      if (header === null || this.#copies(at, header) === 0) return { kind: 'awaiting-repair' };
    }
    const headers: Message[] = [];
    for (let at = op; at >= commitMax; at--) {
      const header = firstHeader(canonical, at);
      assert(header !== null, 'the log of a view has no gaps');
      headers.push(header);
    }
    return { kind: 'complete', op, commitMax, timestamp: this.#timestamp(), headers };
  }

  /** The votes with the latest log. */
  protected canonical(): readonly JoinView[] {
    const latest = Math.max(...this.votes.map((vote) => vote.logView));
    return this.votes.filter((vote) => vote.logView === latest);
  }

  /** Whether so many denials prove that an op was not committed. */
  protected truncates(nacks: number): boolean {
    return nacks >= this.sizes.nack;
  }

  /** An op that is certainly committed. */
  #commitMax(): number {
    let commitMax = 0;
    for (const vote of this.votes) {
      const head = vote.headers[0] as Message;
      const tail = vote.headers.at(-1) as Message;
      commitMax = Math.max(
        commitMax,
        vote.commitMin,
        // A vote goes down to an op that its sender knows to be committed.
        opOf(tail),
        // More than a pipeline behind the head, nothing can be uncommitted.
        vote.op - this.#pipelineMax,
        head.u64(prepare.commit),
      );
    }
    return commitMax;
  }

  #nacks(op: number, canonical: Message | null): number {
    let nacks = 0;
    for (const vote of this.votes) if (this.denies(vote, op, canonical)) nacks++;
    return nacks;
  }

  /** Whether a vote says that its sender never acknowledged the op as the canonical log has it. */
  protected denies(vote: JoinView, op: number, canonical: Message | null): boolean {
    const index = vote.op - op;
    if (index < 0 || index >= vote.headers.length) return true;
    if (bit(vote.nacks, index)) return true;
    const header = headerAt(vote, op);
    if (header === null) return false;
    // It has another one there, or one that the latest log has truncated.
    return !sameHeader(header, canonical);
  }

  #copies(op: number, header: Message): number {
    let copies = 0;
    for (const vote of this.votes) {
      const present = op <= vote.op && bit(vote.present, vote.op - op);
      if (present && sameHeader(headerAt(vote, op), header)) copies++;
    }
    return copies;
  }

  #timestamp(): bigint {
    let timestamp = 0n;
    for (const vote of this.votes) {
      const head = (vote.headers[0] as Message).u64Big(prepare.timestamp);
      if (head > timestamp) timestamp = head;
    }
    return timestamp;
  }
}

function firstHeader(votes: readonly JoinView[], op: number): Message | null {
  let found: Message | null = null;
  for (const vote of votes) {
    const header = headerAt(vote, op);
    if (header === null) continue;
    const agrees = found === null || header.sameU128(common.checksum, found, common.checksum);
    assert(agrees, 'one view has one log: two votes with the same log_view disagree');
    found = header;
  }
  return found;
}
