import { assert } from '../../harness/assert.ts';
import { headerSize, view } from '../wire/header.ts';
import type { Message } from '../wire/message.ts';
import { type CheckpointState, checkpointStateSize, decodeCheckpoint } from './checkpoint-state.ts';
import { Part } from './core.ts';

/** How long a replica tries to get on by itself before it takes over another's checkpoint. */
const stallTicks = 500;

export interface StateSyncState {
  /** The tick of the last op that was executed, or block of a checkpoint that was found. */
  progressAt: number;
}

/**
 * How a replica that was away for too long comes back: the log has gone on beyond its journal, so
 * the checkpoint of the view's primary replaces its own. It comes with the `view` itself, so that
 * checkpoint and log are taken over at once or not at all; the blocks follow.
 */
export class StateSync extends Part {
  /** Whether a log with this head has no place in the journal here, as it is. */
  beyond(op: number): boolean {
    return op > this.state.schedule.prepareMax;
  }

  /**
   * Whether to go over to the checkpoint that a `view` tells of. Who takes part in that view, is
   * one checkpoint behind and gets on has what he needs, and makes the checkpoint himself.
   */
  wants(message: Message): CheckpointState | null {
    const { state } = this;
    const op = message.u64(view.op);
    if (!this.beyond(op)) return null;
    const from = headerSize;
    const bytes = message.bytes.subarray(from, from + checkpointStateSize);
    const checkpoint = decodeCheckpoint(bytes, this.core.template);
    if (checkpoint === null || checkpoint.op <= state.checkpoint.op) return null;
    const near = checkpoint.op === state.schedule.checkpointNext;
    const inView = state.status === 'normal' && message.view === state.view;
    const getsOn = state.ticks - state.sync.progressAt < stallTicks;
    if (near && inView && getsOn) return null;
    assert(checkpoint.op <= op, 'a checkpoint is of the log that goes on from it');
    return checkpoint;
  }

  /** Takes the checkpoint over; the log of the view follows. Everything after it is forgotten. */
  begin(checkpoint: CheckpointState): void {
    const { state } = this;
    assert(!this.solo && state.pipeline.length === 0, 'a primary is not behind its own log');
    const step = { kind: 'sync', from: state.checkpoint.op, op: checkpoint.op } as const;
    this.core.options.observer.onStep(step);
    this.reached('sync.begun');
    this.parts.checkpoints.install(checkpoint);
    this.parts.upgrades.forget();
    this.parts.commits.restart();
    state.sync.progressAt = state.ticks;
    state.loaded = false;
    state.load = null;
    state.clientReplies.missing.clear();
    state.grid.missing.clear();
    state.grid.requested.clear();
    state.op = Math.max(state.op, checkpoint.op);
    this.parts.journal.dropCovered();
  }

  /** View, log and checkpoint are durable: whoever crashes from here on, goes on from here. */
  onDurable(): void {
    const { loaded, load, checkpoint, release } = this.state;
    if (checkpoint.release !== release) return this.parts.upgrades.change(checkpoint.release);
    if (!loaded && load === null) this.parts.checkpointLoad.begin();
  }
}
