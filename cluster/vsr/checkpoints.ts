import { assert } from '../../harness/assert.ts';
import {
  blockSizeOf,
  checkpointAfter,
  checkpointDurable,
  checkpointTrigger,
  prepareMax,
  prepareOkMax,
} from '../../harness/checkpoint-schedule.ts';
import type { Message } from '../wire/message.ts';
import { blockBodyMax, createBlock, referenceOf } from './block.ts';
import { type CheckpointState, createCheckpoint } from './checkpoint-state.ts';
import { Part } from './core.ts';
import type { NextCheckpoint } from './grid-state.ts';
import { opOf } from './prepare-header.ts';
import { TreeWriter } from './tree-writer.ts';

/**
 * From the state in memory to a checkpoint that a crash leads back to. What changed since the last
 * one is copied into blocks at the checkpoint's op, all at once, and written while the ops up to
 * the trigger are executed; the superblock comes last and makes it count.
 */
export class Checkpoints extends Part {
  /** An op was executed: perhaps it is a checkpoint's, or its trigger. */
  onCommitted(header: Message): void {
    const { state } = this;
    const op = opOf(header);
    if (op === state.schedule.checkpointNext) this.#begin(header);
    if (op === state.schedule.trigger) this.#finish();
  }

  /** What the superblock says from now on, and all that follows from it. */
  install(checkpoint: CheckpointState): void {
    const { configuration, state } = this;
    const next = checkpointAfter(checkpoint.op, configuration);
    state.checkpoint = checkpoint;
    state.checkpointNext = null;
    state.schedule = {
      checkpointNext: next,
      trigger: checkpointTrigger(next, configuration),
      prepareMax: prepareMax(checkpoint.op, configuration),
      prepareOkMax: prepareOkMax(checkpoint.op, configuration),
    };
  }

  /** The checkpoint that the superblock ought to hold. */
  get wanted(): CheckpointState {
    const { checkpoint, checkpointNext } = this.state;
    return checkpointNext?.due === true ? checkpointNext.checkpoint : checkpoint;
  }

  #begin(header: Message): void {
    const { state, configuration } = this;
    const { grid } = state;
    assert(state.loaded && state.checkpointNext === null, 'one checkpoint at a time');
    const op = opOf(header);
    const before = state.checkpoint.op;
    assert(checkpointDurable(before, op, configuration), 'the checkpoint before is everywhere');
    grid.freeSet.freeReleased();
    const tables = [...this.core.options.stateMachine.snapshot(), this.parts.sessions.snapshot()];
    const blocks: Message[] = [];
    const released: number[] = [...this.#rootAddress()];
    const writer = new TreeWriter(this.#bodyMax, (type, bodySize) => {
      const address = grid.freeSet.acquire();
      const block = createBlock({ address, type, op }, bodySize, this.core.template);
      blocks.push(block);
      return block;
    });
    const trees = tables.map((table, i) => writer.write(table, grid.trees[i] ?? null, released));
    const root = writer.writeRoot(trees);
    const checkpoint = createCheckpoint(header, root, state.release);
    const added = blocks.map(referenceOf);
    const written = { checkpoint, trees, added, released };
    const next: NextCheckpoint = { ...written, pending: blocks.length, due: false };
    state.checkpointNext = next;
    for (const block of blocks) this.parts.grid.write(block, next);
    this.parts.clientReplies.flush(next);
  }

  get #bodyMax(): number {
    return blockBodyMax(blockSizeOf(this.configuration));
  }

  #rootAddress(): number[] {
    const { address } = this.state.checkpoint.root;
    return address === 0 ? [] : [address];
  }

  /** A block or a reply of the checkpoint is durable. */
  onPartWritten(): void {
    const next = this.state.checkpointNext;
    assert(next !== null && next.pending > 0, 'a checkpoint waits for what it wrote');
    next.pending--;
    this.#finish();
  }

  /** Has the superblock written as soon as everything is durable and the trigger was reached. */
  #finish(): void {
    const { state } = this;
    const next = state.checkpointNext;
    assert(next !== null, 'a trigger follows its checkpoint');
    if (next.pending > 0 || next.due || state.commitMin < state.schedule.trigger) return;
    const { header, root, op } = next.checkpoint;
    // Which release goes on from it, was decided behind it.
    const release = this.parts.upgrades.releaseOfCheckpoint(op, state.schedule.trigger);
    next.checkpoint = createCheckpoint(header, root, release);
    next.due = true;
    this.parts.superblock.update();
  }

  /** The superblock was written: perhaps it holds the next checkpoint. */
  onSuperblock(): void {
    const { state } = this;
    const { grid, superblock, checkpointNext: next } = state;
    if (next?.due !== true || superblock.checkpointOp !== next.checkpoint.op) return;
    this.install(next.checkpoint);
    grid.trees = next.trees;
    for (const address of next.released) {
      grid.freeSet.release(address);
      grid.blocks.delete(address);
      grid.missing.delete(address);
      grid.requested.delete(address);
    }
    for (const reference of next.added) grid.blocks.set(reference.address, reference);
    this.parts.journal.dropCovered();
    this.core.options.observer.onStep({ kind: 'checkpoint', op: next.checkpoint.op });
    if (state.status === 'normal') this.parts.normal.sendPrepareOks();
    this.parts.commits.advance();
    // What had no place in the journal before has one now.
    if (state.op < state.commitMax) this.parts.repair.run();
    this.parts.upgrades.onCheckpoint();
  }
}
