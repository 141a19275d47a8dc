import { assert } from '../../harness/assert.ts';
import { headerSize } from '../wire/header.ts';
import type { Message } from '../wire/message.ts';
import {
  type BlockReference,
  readReferences,
  referenceOf,
  referenceSize,
  sameReference,
  writeReference,
} from './block.ts';
import { Part } from './core.ts';

const blocksPerPeerMax = 4;
const requestTicks = 50;
const readsForPeersMax = 32;

/** Fetches blocks that this disk does not have, or not as they were, from peers that have them. */
export class BlockRepair extends Part {
  /** A block of the checkpoint could not be read. */
  want(reference: BlockReference): void {
    const { grid } = this.state;
    if (grid.missing.has(reference.address)) return;
    assert(!this.solo, 'who is alone has nobody to ask');
    grid.missing.set(reference.address, reference);
    if (!this.state.timeouts.gridRepair.running) this.start('gridRepair');
    this.#ask();
  }

  onTimeout(): void {
    const { grid, ticks } = this.state;
    for (const [address, tick] of grid.requested) {
      if (ticks - tick >= requestTicks) grid.requested.delete(address);
    }
    this.#ask();
    if (grid.missing.size > 0) this.start('gridRepair');
  }

  /** Asks one peer, anyone, for as many blocks as may be under way. */
  #ask(): void {
    const { grid, ticks } = this.state;
    const peers = this.standby ? this.replicaCount : this.replicaCount - 1;
    const room = blocksPerPeerMax * peers - grid.requested.size;
    const references: BlockReference[] = [];
    for (const reference of grid.missing.values()) {
      if (references.length >= Math.min(room, blocksPerPeerMax)) break;
      if (!grid.requested.has(reference.address)) references.push(reference);
    }
    if (references.length === 0) return;
    const message = this.parts.messenger.create('get_blocks', references.length * referenceSize);
    for (const [i, reference] of references.entries()) {
      writeReference(reference, message.bytes, headerSize + i * referenceSize);
      grid.requested.set(reference.address, ticks);
    }
    this.parts.messenger.send(this.parts.repair.peer(), message.seal());
  }

  /** Hands out what is here for certain; otherwise says nothing. */
  onGetBlocks(message: Message): void {
    const { grid } = this.state;
    const references = readReferences(message.body, 0);
    if (references === null) return;
    for (const reference of references.slice(0, blocksPerPeerMax)) {
      if (reference.address === 0 || grid.reads >= readsForPeersMax) continue;
      grid.reads++;
      this.parts.grid.read(reference, message.replica);
    }
  }

  /** A block was read for a peer. */
  onRead(replica: number, block: Message | null): void {
    const { grid } = this.state;
    grid.reads--;
    assert(grid.reads >= 0, 'reads are counted');
    if (block !== null) this.parts.messenger.forward(replica, block);
  }

  onBlock(message: Message): void {
    const { grid } = this.state;
    const reference = referenceOf(message);
    const missing = grid.missing.get(reference.address);
    if (missing === undefined || !sameReference(missing, reference)) return;
    grid.missing.delete(reference.address);
    grid.requested.delete(reference.address);
    this.reached('grid.block-repaired');
    const { address } = reference;
    this.core.options.observer.onStep({ kind: 'repair', zone: 'grid', place: address });
    this.parts.grid.write(message, null);
    this.#ask();
  }

  /** A block from a peer is durable here. */
  onWritten(block: Message): void {
    this.parts.checkpointLoad.onRepaired(referenceOf(block), block);
  }
}
