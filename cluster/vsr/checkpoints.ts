import { assert } from '../../harness/assert.ts';
import {
  blockSizeOf,
  checkpointAfter,
  checkpointDurable,
  checkpointTrigger,
  prepareMax,
  prepareOkMax,
} from '../../harness/checkpoint-schedule.ts';
import type { TableSnapshot } from '../../harness/environment.ts';
import { headerSize } from '../wire/header.ts';
import type { Message } from '../wire/message.ts';
import {
  type BlockReference,
  blockBodyMax,
  blockTypes,
  createBlock,
  referenceOf,
  referenceSize,
  writeReference,
  writeU64,
} from './block.ts';
import { type CheckpointState, createCheckpoint } from './checkpoint-state.ts';
import { Part } from './core.ts';
import type { NextCheckpoint } from './grid-state.ts';
import { opOf } from './prepare-header.ts';
import { type TableTree, TreeShape, topOf } from './table-tree.ts';

/** What the root says of a table: the size and number of its records, and its top. */
export const tableEntrySize = 64;
export const tableEntry = { record_size: 0, count: 8, top: 32 } as const;

const noTree: TableTree = { recordSize: 0, count: 0, levels: [] };

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
    const trees = tables.map((table, i) => writer.write(table, grid.trees[i] ?? noTree, released));
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

/** Lays tables into blocks: those in which something changed, and those that lead to them. */
class TreeWriter {
  readonly #shape: TreeShape;
  readonly #create: (type: number, bodySize: number) => Message;
  readonly #bodyMax: number;

  constructor(bodyMax: number, create: (type: number, bodySize: number) => Message) {
    this.#bodyMax = bodyMax;
    this.#shape = new TreeShape(bodyMax);
    this.#create = create;
  }

  /** @param released takes the addresses that the new tree does without */
  write(table: TableSnapshot, before: TableTree, released: number[]): TableTree {
    const { recordSize, count } = table;
    assert(count >= before.count, 'a table never becomes shorter');
    const levels: BlockReference[][] = [];
    let changed = this.#shape.changedBlocks(table);
    for (const [level, width] of this.#shape.widths(recordSize, count).entries()) {
      const references = (before.levels[level] ?? []).slice();
      levels.push(references);
      for (const index of changed) {
        const old = references[index];
        if (old !== undefined) released.push(old.address);
        references[index] =
          level === 0
            ? this.#writeValues(table, index)
            : this.#writeIndex(levels[level - 1] as BlockReference[], index);
      }
      assert(references.length === width, 'all blocks of a level are there');
      changed = [...new Set(changed.map((index) => Math.floor(index / this.#shape.fan)))];
    }
    return { recordSize, count, levels };
  }

  #writeValues(table: TableSnapshot, index: number): BlockReference {
    const perBlock = this.#shape.recordsPerBlock(table.recordSize);
    const first = index * perBlock;
    const count = Math.min(perBlock, table.count - first);
    assert(count > 0, 'a block of records has some');
    const block = this.#create(blockTypes.value, count * table.recordSize);
    table.copy(first, count, block.bytes, headerSize);
    return referenceOf(block.seal());
  }

  #writeIndex(below: readonly BlockReference[], index: number): BlockReference {
    const first = index * this.#shape.fan;
    const references = below.slice(first, first + this.#shape.fan);
    const block = this.#create(blockTypes.index, references.length * referenceSize);
    for (const [i, reference] of references.entries()) {
      writeReference(reference, block.bytes, headerSize + i * referenceSize);
    }
    return referenceOf(block.seal());
  }

  writeRoot(trees: readonly TableTree[]): BlockReference {
    const size = trees.length * tableEntrySize;
    assert(size <= this.#bodyMax, 'the root has room for all tables');
    const block = this.#create(blockTypes.root, size);
    for (const [i, tree] of trees.entries()) {
      const at = headerSize + i * tableEntrySize;
      writeU64(tree.recordSize, block.bytes, at + tableEntry.record_size);
      writeU64(tree.count, block.bytes, at + tableEntry.count);
      writeReference(topOf(tree), block.bytes, at + tableEntry.top);
    }
    return referenceOf(block.seal());
  }
}
