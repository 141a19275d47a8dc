import { assert } from '../../harness/assert.ts';
import { blockSizeOf } from '../../harness/checkpoint-schedule.ts';
import { sectorCeil } from '../../harness/environment.ts';
import { block as fields } from '../wire/header.ts';
import type { Message } from '../wire/message.ts';
import { type BlockReference, verifiedBlock } from './block.ts';
import { Part } from './core.ts';
import type { BlockReader, BlockWrite, NextCheckpoint } from './grid-state.ts';

const writesMax = 32;

/** The zone of blocks: block N lies N − 1 blocks behind its beginning. */
export class Grid extends Part {
  /** Writes a block to its address, after whatever is being written there. */
  write(block: Message, checkpoint: NextCheckpoint | null): void {
    assert(block.bytes.length === block.size, 'a block is written without anything behind it');
    assert(block.size <= blockSizeOf(this.configuration), 'a block fits into its place');
    this.state.grid.queue.push({ block, checkpoint });
    this.#writeQueued();
  }

  /** One write at a time at an address: of two, the disk could do the older one last. */
  #writeQueued(): void {
    const { queue, writes } = this.state.grid;
    for (let at = 0; at < queue.length && writes.size < writesMax; ) {
      const write = queue[at] as BlockWrite;
      const address = write.block.u64(fields.address);
      if (writes.has(address)) {
        at++;
        continue;
      }
      queue.splice(at, 1);
      writes.set(address, write);
      const token = this.token({ kind: 'write-block', address });
      this.environment.storage.write('grid', this.#offset(address), write.block.bytes, token);
    }
  }

  onWritten(address: number): void {
    const { grid, checkpointNext } = this.state;
    const write = grid.writes.get(address);
    assert(write !== undefined, 'a write was under way');
    grid.writes.delete(address);
    this.#writeQueued();
    if (write.checkpoint === null) return this.parts.blockRepair.onWritten(write.block);
    // One that was given up for another replica's is nobody's concern any more.
    if (write.checkpoint === checkpointNext) this.parts.checkpoints.onPartWritten();
  }

  /** Reads a block for `reader`, who is told whether it was there. */
  read(reference: BlockReference, reader: BlockReader): void {
    assert(reference.address > 0, 'the grid begins at address 1');
    const { writes, queue } = this.state.grid;
    const { address } = reference;
    const written = (write: BlockWrite): boolean => write.block.u64(fields.address) === address;
    const newest = queue.findLast(written) ?? writes.get(address);
    if (newest !== undefined) {
      // What the disk says while it writes is anyone's guess; what it will say is known.
      return this.#deliver(reference, reader, newest.block.bytes);
    }
    const token = this.token({ kind: 'read-block', reference, reader });
    const size = sectorCeil(blockSizeOf(this.configuration));
    this.environment.storage.read('grid', this.#offset(address), size, token);
  }

  onRead(reference: BlockReference, reader: BlockReader, data: Uint8Array): void {
    this.#deliver(reference, reader, data);
  }

  #deliver(reference: BlockReference, reader: BlockReader, data: Uint8Array): void {
    const block = this.verify(data, reference);
    if (reader === 'load') return this.parts.checkpointLoad.onRead(reference, block);
    if (reader === 'scrub') return this.parts.scrubber.onRead(reference, block);
    this.parts.blockRepair.onRead(reader, block);
  }

  /** Whether what the disk gave is, in every bit, the block that is meant. */
  protected verify(data: Uint8Array, reference: BlockReference): Message | null {
    return verifiedBlock(data, reference, this.core.template);
  }

  #offset(address: number): number {
    return (address - 1) * blockSizeOf(this.configuration);
  }
}
