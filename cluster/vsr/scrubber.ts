import { assert } from '../../harness/assert.ts';
import type { Message } from '../wire/message.ts';
import { type BlockReference, sameReference } from './block.ts';
import { Part } from './core.ts';

/** So many turns it takes to look at all blocks once: about a minute. */
const turnsPerTour = 128;

/**
 * Reads one block of the checkpoint after the other, so that what rotted is found, and repaired,
 * as long as a peer still has it.
 */
export class Scrubber extends Part {
  /** A checkpoint was loaded: begins somewhere, so that replicas do not look at the same block. */
  open(): void {
    const { grid } = this.state;
    assert(this.state.loaded, 'only a whole checkpoint is scrubbed');
    grid.scrubbed = this.environment.random.fork('scrub').below(grid.blocks.size + 1);
    this.start('gridScrub');
  }

  onTimeout(): void {
    this.start('gridScrub');
    const { grid, loaded } = this.state;
    if (!loaded || grid.blocks.size === 0) return;
    let left = Math.ceil(grid.blocks.size / turnsPerTour);
    // Addresses that are free lie between the blocks: one round at the most.
    for (let steps = grid.freeSet.highest; left > 0 && steps > 0; steps--) {
      grid.scrubbed = (grid.scrubbed % grid.freeSet.highest) + 1;
      const reference = grid.blocks.get(grid.scrubbed);
      if (reference === undefined || grid.missing.has(reference.address)) continue;
      left--;
      this.parts.grid.read(reference, 'scrub');
    }
  }

  onRead(reference: BlockReference, block: Message | null): void {
    if (block !== null) return;
    const now = this.state.grid.blocks.get(reference.address);
    // The next checkpoint may do without it.
    if (!this.state.loaded || now === undefined || !sameReference(now, reference)) return;
    this.reached('grid.scrub-found');
    if (!this.solo) this.parts.blockRepair.want(reference);
  }
}
