import { assert } from '../../harness/assert.ts';
import type { TableSnapshot } from '../../harness/environment.ts';
import { headerSize } from '../wire/header.ts';
import type { Message } from '../wire/message.ts';
import {
  type BlockReference,
  blockTypes,
  referenceOf,
  referenceSize,
  writeReference,
  writeU64,
} from './block.ts';
import { type TableTree, TreeShape, tableEntry, tableEntrySize, topOf } from './table-tree.ts';

/** Lays tables into blocks: those in which something changed, and those that lead to them. */
export class TreeWriter {
  readonly #shape: TreeShape;
  readonly #create: (type: number, bodySize: number) => Message;
  readonly #bodyMax: number;

  constructor(bodyMax: number, create: (type: number, bodySize: number) => Message) {
    this.#bodyMax = bodyMax;
    this.#shape = new TreeShape(bodyMax);
    this.#create = create;
  }

  /** @param released takes the addresses that the new tree does without */
  write(table: TableSnapshot, before: TableTree | null, released: number[]): TableTree {
    const { recordSize, count } = table;
    assert(count >= (before?.count ?? 0), 'a table never becomes shorter');
    const levels: BlockReference[][] = [];
    let changed = this.#shape.changedBlocks(table);
    for (const [level, width] of this.#shape.widths(recordSize, count).entries()) {
      const references = (before?.levels[level] ?? []).slice();
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
