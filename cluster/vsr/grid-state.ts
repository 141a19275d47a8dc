import type { Message } from '../wire/message.ts';
import type { BlockReference } from './block.ts';
import type { CheckpointState } from './checkpoint-state.ts';
import { FreeSet } from './free-set.ts';
import type { TableTree } from './table-tree.ts';

/** What is known of the grid, and what is going on in it. */
export interface GridState {
  /** The tables of the checkpoint in the superblock: the sessions' come last. */
  trees: readonly TableTree[];
  /** All blocks of that checkpoint, by address. */
  blocks: Map<number, BlockReference>;
  freeSet: FreeSet;
  /** Writes under way, by address. */
  readonly writes: Map<number, BlockWrite>;
  /** Blocks that wait to be written. */
  queue: BlockWrite[];
  /** Blocks of the checkpoint that this disk does not have: peers are asked for them. */
  readonly missing: Map<number, BlockReference>;
  /** Of those: which were asked for, and at which tick. */
  readonly requested: Map<number, number>;
  /** Reads under way for peers. */
  reads: number;
  /** The address at which scrubbing goes on; −1 before it begins. */
  scrubbed: number;
}

export interface BlockWrite {
  readonly block: Message;
  /** The checkpoint that waits for it; null where it mends an older one. */
  readonly checkpoint: NextCheckpoint | null;
}

/** Who wants to see a block: a replica by its index, or a part of this one. */
export type BlockReader = number | 'load' | 'scrub';

/** A checkpoint on its way into the grid. */
export interface NextCheckpoint {
  checkpoint: CheckpointState;
  readonly trees: readonly TableTree[];
  /** The blocks that it adds, and the addresses that it no longer needs. */
  readonly added: readonly BlockReference[];
  readonly released: readonly number[];
  /** Blocks and replies that are not durable yet. */
  pending: number;
  /** All of it is durable and its trigger has been reached: the superblock may say so. */
  due: boolean;
}

/** A checkpoint on its way from the grid into memory. */
export interface LoadState {
  /** The blocks to be read, the next one last. */
  readonly wanted: WantedBlock[];
  /** Those being read, fetched from a peer or written, by address. */
  readonly pending: Map<number, WantedBlock>;
  readonly tables: LoadedTable[];
  /** Every block that was found, with the root. */
  readonly blocks: Map<number, BlockReference>;
}

/** Where a block belongs: its table (−1 for the root), level and place in that level. */
export interface WantedBlock {
  readonly reference: BlockReference;
  readonly table: number;
  readonly level: number;
  readonly index: number;
}

export interface LoadedTable {
  readonly recordSize: number;
  readonly count: number;
  readonly levels: BlockReference[][];
  /** The blocks of level 0. */
  readonly values: Message[];
}

export function createGridState(): GridState {
  return {
    trees: [],
    blocks: new Map(),
    freeSet: new FreeSet(),
    writes: new Map(),
    queue: [],
    missing: new Map(),
    requested: new Map(),
    reads: 0,
    scrubbed: -1,
  };
}
