import { assert } from '../../harness/assert.ts';
import type { TableSnapshot } from '../../harness/environment.ts';
import { type BlockReference, noBlock, referenceSize } from './block.ts';

/**
 * Where a table lies in the grid. Level 0 has a reference to each block of records, level k + 1 one
 * to each block of references of level k, up to a level with a single one. An empty table has none.
 */
export interface TableTree {
  readonly recordSize: number;
  readonly count: number;
  readonly levels: readonly (readonly BlockReference[])[];
}

/** How records and references are laid into blocks whose bodies have `bodyMax` bytes. */
export class TreeShape {
  readonly #bodyMax: number;

  constructor(bodyMax: number) {
    assert(bodyMax >= 2 * referenceSize, 'a block of references leads to at least two');
    this.#bodyMax = bodyMax;
  }

  /** How many references fit into a block. */
  get fan(): number {
    return Math.floor(this.#bodyMax / referenceSize);
  }

  recordsPerBlock(recordSize: number): number {
    const records = Math.floor(this.#bodyMax / recordSize);
    assert(records > 0, 'a record fits into a block');
    return records;
  }

  /** How many blocks each level of a table has, from the records up. */
  widths(recordSize: number, count: number): number[] {
    const widths: number[] = [];
    let width = Math.ceil(count / this.recordsPerBlock(recordSize));
    while (width > 0) {
      widths.push(width);
      width = width === 1 ? 0 : Math.ceil(width / this.fan);
    }
    return widths;
  }

  /** The blocks of records in which something is new or changed, ascending. */
  changedBlocks({ recordSize, count, changed }: TableSnapshot): number[] {
    const perBlock = this.recordsPerBlock(recordSize);
    const blocks = new Set<number>();
    for (const [from, until] of changed) {
      assert(from <= until && until <= count, 'what changed lies in its table');
      const last = Math.floor((until - 1) / perBlock);
      for (let block = Math.floor(from / perBlock); block <= last; block++) blocks.add(block);
    }
    return [...blocks].toSorted((a, b) => a - b);
  }
}

/** The reference that leads to the whole table. */
export function topOf(tree: TableTree): BlockReference {
  const top = tree.levels.at(-1)?.[0] ?? noBlock;
  assert((top.address === 0) === (tree.count === 0), 'a table with records has blocks');
  return top;
}

/** What the root says of a table: the size and number of its records, and its top. */
export const tableEntrySize = 64;
export const tableEntry = { record_size: 0, count: 8, top: 32 } as const;
