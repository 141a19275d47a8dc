import { assert } from '../../harness/assert.ts';
import { common, headerSize, prepare } from '../wire/header.ts';
import type { Message } from '../wire/message.ts';
import { Part } from './core.ts';
import { isParent, opOf, sameHeader, vsrOperations } from './prepare-header.ts';

const registerReplySize = 64;

/** Executes what is committed, in order, once in the life of a process. */
export class Commits extends Part {
  /** Executes as far as is known to be committed, and at hand. */
  advance(): void {
    const { state } = this;
    let executed = false;
    while (this.mayCommit()) {
      const header = this.parts.journal.header(state.commitMin + 1);
      assert(header !== null, 'the chain has no gaps');
      const message = this.#find(header);
      if (message === null) {
        this.#readAhead();
        break;
      }
      this.#execute(message, header);
      executed = true;
    }
    if (executed) this.#onExecuted();
  }

  /** A primary executes when an acknowledgement completes a quorum, and only then. */
  advanceUnlessPrimary(): void {
    if (!this.primary) this.advance();
  }

  #onExecuted(): void {
    if (this.primary) {
      const { pipeline } = this.state;
      if (pipeline.length === 0) {
        this.stop('prepare');
        this.stop('primaryAbdicate');
      }
      this.parts.normal.acceptQueued();
      this.parts.pulses.onCommitted();
      this.parts.upgrades.advance();
    } else {
      this.parts.viewChange.onCommitted();
    }
  }

  /** Whether the next op is committed and certain to be the one that the log has there. */
  protected mayCommit(): boolean {
    const { state } = this;
    const op = state.commitMin + 1;
    if (!state.loaded) return false;
    if (op > state.schedule.trigger) {
      this.reached('commit.awaits-checkpoint');
      return false;
    }
    if (this.primary) {
      const next = state.pipeline[0];
      assert(next === undefined || opOf(next.message) === op, 'the pipeline begins at the next op');
      return next?.quorum ?? false;
    }
    if (!this.backup && !this.candidate && !this.solo) return false;
    if (state.status === 'recovering' && state.recovery !== null) return false;
    if (op > state.commitMax || op > state.op) return false;
    // Where the head is behind what is committed, the log here may not be the view's yet.
    if (state.op < state.commitMax && !this.#headOfView()) return false;
    this.parts.repair.extendChain();
    return state.chainMin <= state.commitMin || this.#ofView(op);
  }

  /** Whether the head was prepared in this view, so that all before it is the view's log. */
  /** What a view has prepared, stands in its log: gaps behind it are no reason to wait. */
  #ofView(op: number): boolean {
    return this.backup && this.parts.journal.header(op)?.view === this.state.view;
  }

  #headOfView(): boolean {
    const { op, view } = this.state;
    return this.parts.journal.header(op)?.view === view;
  }

  /** Begins anew behind the checkpoint. */
  restart(): void {
    const { state } = this;
    const { op, header } = state.checkpoint;
    state.commitMin = op;
    state.commitMax = Math.max(state.commitMax, op);
    state.commitTimestamp = header.u64Big(prepare.timestamp);
    state.cache.fill(null);
  }

  #find(header: Message): Message | null {
    const { pipeline, commitMin } = this.state;
    const op = opOf(header);
    const prepared = this.primary ? (pipeline[op - commitMin - 1]?.message ?? null) : null;
    if (prepared !== null) return prepared;
    const cached = this.cached(op);
    return sameHeader(cached, header) ? cached : null;
  }

  cached(op: number): Message | null {
    const { cache } = this.state;
    const message = cache[op % cache.length] ?? null;
    return message !== null && opOf(message) === op ? message : null;
  }

  /** Keeps a prepare in memory as long as it is soon to be executed. */
  keep(message: Message): void {
    const { cache, commitMin } = this.state;
    const op = opOf(message);
    if (op <= commitMin || op > commitMin + cache.length) return;
    cache[op % cache.length] = message;
  }

  /** Whether a prepare is in memory; reads it where it is not. */
  load(header: Message): boolean {
    const op = opOf(header);
    if (sameHeader(this.cached(op), header)) return true;
    const { journal } = this.parts;
    assert(op > this.state.commitMin, 'what was executed is not loaded again');
    if (journal.isStored(header) && !this.#reading(op)) journal.read(header, null);
    return false;
  }

  /** Several reads at once, for a replica that has all of its log to execute. */
  #readAhead(): void {
    const { state } = this;
    const { journal } = this.parts;
    const last = Math.min(state.op, state.commitMax, state.commitMin + state.cache.length);
    for (let op = state.commitMin + 1; op <= last; op++) {
      const header = journal.header(op);
      if (header === null || sameHeader(this.cached(op), header)) continue;
      if (!journal.isStored(header) || this.#reading(op)) continue;
      this.reached('commit.from-journal');
      journal.read(header, null);
    }
  }

  #reading(op: number): boolean {
    return this.state.cacheReads.has(this.parts.journal.slotOf(op));
  }

  #execute(message: Message, header: Message): void {
    const { state } = this;
    const op = opOf(message);
    const parent = this.parts.journal.header(state.commitMin);
    assert(op === state.commitMin + 1, 'ops are executed in order');
    assert(sameHeader(message, header), 'what is executed is what the log has');
    assert(parent !== null && isParent(parent, message), 'an op follows the one executed before');
    const timestamp = message.u64Big(prepare.timestamp);
    assert(timestamp > state.commitTimestamp, 'timestamps grow');
    if (this.primary) state.pipeline.shift();
    const body = this.execute(message, timestamp);
    state.commitTimestamp = timestamp;
    state.commitMin = op;
    state.commitMax = Math.max(state.commitMax, op);
    state.sync.progressAt = state.ticks;
    const client = message.u128(prepare.client);
    this.core.options.observer.onCommit({
      view: message.view,
      op,
      timestamp,
      operation: message.u8(prepare.operation),
      client,
      request: message.u32(prepare.request),
      reply: body,
    });
    if (client !== 0n) {
      const entry = this.parts.sessions.onCommit(header, body);
      if (this.replies(op)) this.parts.sessions.sendReply(entry);
    }
    this.parts.checkpoints.onCommitted(header);
  }

  protected execute(message: Message, timestamp: bigint): Uint8Array {
    const operation = message.u8(prepare.operation);
    assert(operation !== vsrOperations.root, 'the root is never executed');
    switch (operation) {
      case vsrOperations.register: {
        const body = new Uint8Array(registerReplySize);
        // The limit, as the primary filled it in.
        body.set(message.bytes.subarray(headerSize, headerSize + 4));
        return body;
      }
      case vsrOperations.noop:
        return new Uint8Array(0);
      case vsrOperations.upgrade:
        this.parts.upgrades.execute(message);
        return new Uint8Array(0);
      default:
        return this.core.options.stateMachine.commit(operation, timestamp, message.body);
    }
  }

  /** The primary answers, and one backup, in case that the primary cannot reach the client. */
  protected replies(op: number): boolean {
    const { status, view, commitMax } = this.state;
    if (status !== 'normal' || this.standby) return false;
    if (this.primary) return true;
    if (op + this.configuration.pipelinePrepareQueueMax < commitMax) return false;
    const distance = 1 + ((Math.imul(op, 0x9e3779b1) >>> 8) % (this.replicaCount - 1));
    return (this.primaryIndex(view) + distance) % this.replicaCount === this.replica;
  }

  /** The checksum of the op that a heartbeat tells of is the one that everyone has there. */
  assertCommitted(op: number, message: Message, offset: number): void {
    const { state } = this;
    const header = this.parts.journal.header(op);
    if (header === null || op < state.chainMin || op > state.op) return;
    const same = header.sameU128(common.checksum, message, offset);
    assert(same, `op ${op} is committed with another prepare: the log has forked`);
  }
}
