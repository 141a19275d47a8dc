import { assert } from '../../harness/assert.ts';
import { blockSizeOf } from '../../harness/checkpoint-schedule.ts';
import type { Table } from '../../harness/environment.ts';
import { headerSize } from '../wire/header.ts';
import type { Message } from '../wire/message.ts';
import {
  type BlockReference,
  blockBodyMax,
  readReference,
  readReferences,
  readU64,
  sameReference,
} from './block.ts';
import { Part } from './core.ts';
import { FreeSet } from './free-set.ts';
import type { LoadedTable, LoadState, WantedBlock } from './grid-state.ts';
import { TreeShape, tableEntry, tableEntrySize } from './table-tree.ts';

const readsMax = 32;

/**
 * From a checkpoint in the grid to the state in memory: the root leads to all other blocks, and
 * what this disk does not have comes from peers. Until it is done nothing is executed and nothing
 * acknowledged; in everything else the replica takes part.
 */
export class CheckpointLoad extends Part {
  begin(): void {
    const { state } = this;
    const { root } = state.checkpoint;
    state.loaded = false;
    state.load = { wanted: [], pending: new Map(), tables: [], blocks: new Map() };
    state.grid.missing.clear();
    state.grid.requested.clear();
    if (root.address > 0) {
      state.load.wanted.push({ reference: root, table: -1, level: 0, index: 0 });
    }
    this.#next();
  }

  get #load(): LoadState {
    const { load } = this.state;
    assert(load !== null, 'a checkpoint is being loaded');
    return load;
  }

  get #shape(): TreeShape {
    return new TreeShape(blockBodyMax(blockSizeOf(this.configuration)));
  }

  #next(): void {
    const { wanted, pending } = this.#load;
    while (wanted.length > 0 && pending.size < readsMax) {
      const block = wanted.pop() as WantedBlock;
      pending.set(block.reference.address, block);
      this.parts.grid.read(block.reference, 'load');
      // A block that is still on its way to the disk is at hand at once.
      if (this.state.load === null) return;
    }
    if (pending.size === 0) this.#finish();
  }

  onRead(reference: BlockReference, block: Message | null): void {
    if (!this.#awaits(reference)) return;
    if (block !== null) return this.#take(reference, block);
    this.reached('checkpoint.block-missing');
    assert(!this.solo, 'a block of the checkpoint is lost, and there is no other replica');
    this.parts.blockRepair.want(reference);
  }

  /** A block came from a peer, and is durable now. */
  onRepaired(reference: BlockReference, block: Message): void {
    if (this.#awaits(reference)) this.#take(reference, block);
  }

  #awaits(reference: BlockReference): boolean {
    const wanted = this.state.load?.pending.get(reference.address);
    return wanted !== undefined && sameReference(wanted.reference, reference);
  }

  #take(reference: BlockReference, block: Message): void {
    const load = this.#load;
    const wanted = load.pending.get(reference.address);
    assert(wanted !== undefined, 'what comes was wanted');
    load.pending.delete(reference.address);
    load.blocks.set(reference.address, reference);
    this.state.sync.progressAt = this.state.ticks;
    if (wanted.table < 0) this.#takeRoot(block.body);
    else if (wanted.level === 0) this.#tableOf(wanted).values[wanted.index] = block;
    else this.#takeIndex(wanted, block.body);
    this.#next();
  }

  #tableOf(wanted: WantedBlock): LoadedTable {
    const table = this.#load.tables[wanted.table];
    assert(table !== undefined, 'the root comes before the tables');
    return table;
  }

  #takeRoot(body: Uint8Array): void {
    const { tables } = this.#load;
    for (let at = 0; at < body.length; at += tableEntrySize) {
      const recordSize = readU64(body, at + tableEntry.record_size);
      const count = readU64(body, at + tableEntry.count);
      const levels = this.#shape.widths(recordSize, count).map(() => []);
      tables.push({ recordSize, count, levels, values: [] });
      if (count === 0) continue;
      const reference = readReference(body, at + tableEntry.top);
      const table = tables.length - 1;
      this.#want({ reference, table, level: levels.length - 1, index: 0 });
    }
  }

  #takeIndex({ table, level, index }: WantedBlock, body: Uint8Array): void {
    const references = readReferences(body, 0);
    assert(references !== null && references.length > 0, 'a block of references has some');
    for (const [i, reference] of references.entries()) {
      const place = { table, level: level - 1, index: index * this.#shape.fan + i };
      this.#want({ reference, ...place });
    }
  }

  #want(wanted: WantedBlock): void {
    const level = this.#tableOf(wanted).levels[wanted.level];
    assert(level !== undefined, 'a table has as many levels as its records ask for');
    level[wanted.index] = wanted.reference;
    this.#load.wanted.push(wanted);
  }

  #finish(): void {
    const { state } = this;
    const { tables, blocks } = this.#load;
    const { grid, checkpoint } = state;
    state.load = null;
    grid.trees = tables.map(({ recordSize, count, levels }) => ({ recordSize, count, levels }));
    grid.blocks = blocks;
    grid.freeSet = new FreeSet();
    for (const address of blocks.keys()) grid.freeSet.take(address);
    if (checkpoint.op > 0) {
      const restored = tables.map((table) => this.#restored(table));
      const sessions = restored.pop();
      assert(sessions !== undefined, 'a checkpoint has the table of sessions');
      this.core.options.stateMachine.restore(restored);
      this.parts.sessions.restore(sessions);
      this.core.options.observer.onStep({ kind: 'restore', op: checkpoint.op });
    }
    state.loaded = true;
    this.parts.clientReplies.open();
    this.parts.scrubber.open();
    if (state.status === 'normal') this.parts.normal.sendPrepareOks();
    this.parts.commits.advance();
    this.parts.startView.progress();
  }

  #restored({ recordSize, count, values }: LoadedTable): Table {
    const perBlock = this.#shape.recordsPerBlock(recordSize);
    const copy: Table['copy'] = (first, wanted, target, at) => {
      for (let record = first, to = at; record < first + wanted; ) {
        const within = record % perBlock;
        const records = Math.min(perBlock - within, first + wanted - record);
        const block = values[Math.floor(record / perBlock)];
        assert(block !== undefined, 'all blocks of a table are there');
        const from = headerSize + within * recordSize;
        target.set(block.bytes.subarray(from, from + records * recordSize), to);
        to += records * recordSize;
        record += records;
      }
    };
    return { recordSize, count, copy };
  }
}
