import { assert } from '../../harness/assert.ts';
import { Part } from './core.ts';
import { encodeSuperblock, superblockCopies, superblockCopySize } from './superblock-image.ts';

/** Makes view, log_view, the head of the log and the checkpoint durable. */
export class Superblock extends Part {
  /**
   * Writes what the state says now, or as soon as it can be written. Two copies, and when those are
   * durable the other two: whatever a crash makes of the writes under way, two whole copies are
   * left. `ViewChange.onDurable` after.
   */
  update(): void {
    const { state } = this;
    const { superblock } = state;
    if (superblock.updating || !this.#updatable) return;
    assert(state.view >= superblock.view, 'a view never goes back');
    assert(state.logView >= superblock.logView, 'a log_view never goes back');
    superblock.updating = true;
    superblock.sequence++;
    superblock.viewUpdating = state.view;
    superblock.logViewUpdating = state.logView;
    const checkpoint = this.parts.checkpoints.wanted;
    superblock.checkpointOpUpdating = checkpoint.op;
    const { sequence } = superblock;
    const { view, logView, commitMax, viewHeaders } = state;
    superblock.image = encodeSuperblock(
      { sequence, view, logView, commitMax, checkpoint, viewHeaders },
      this.core.options,
      this.configuration,
      this.core.template.checksum,
    );
    superblock.copiesLeft = superblockCopies;
    this.#write(0);
    this.#write(1);
  }

  /** A candidate's log is not written down before all of its headers are known. */
  get #updatable(): boolean {
    const { logView, view, viewHeadersKind } = this.state;
    return logView < view || viewHeadersKind === 'view';
  }

  onWritten(): void {
    const { superblock } = this.state;
    assert(superblock.updating && superblock.copiesLeft > 0, 'a write was under way');
    superblock.copiesLeft--;
    if (superblock.copiesLeft === superblockCopies / 2) {
      this.#write(2);
      this.#write(3);
    }
    if (superblock.copiesLeft > 0) return;
    superblock.updating = false;
    superblock.image = null;
    superblock.view = superblock.viewUpdating;
    superblock.logView = superblock.logViewUpdating;
    superblock.checkpointOp = superblock.checkpointOpUpdating;
    this.parts.checkpoints.onSuperblock();
    this.parts.viewChange.onDurable();
  }

  /** Whether it says all that it ought to say. */
  current(): boolean {
    return (
      this.logDurable() && this.state.superblock.checkpointOp === this.parts.checkpoints.wanted.op
    );
  }

  /** Whether the log that it works on is one that it would find again after a crash. */
  logDurable(): boolean {
    const { superblock, logView, view, checkpoint } = this.state;
    assert(superblock.logView <= logView, 'a log_view never goes back');
    if (superblock.logView !== logView || superblock.view !== view) return false;
    return superblock.checkpointOp === checkpoint.op;
  }

  #write(copy: number): void {
    const { image } = this.state.superblock;
    assert(image !== null, 'an update has an image');
    const offset = copy * superblockCopySize(this.configuration);
    const token = this.token({ kind: 'superblock-write', copy });
    this.environment.storage.write('superblock', offset, image, token);
  }
}
