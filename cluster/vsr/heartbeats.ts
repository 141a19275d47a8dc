import { assert } from '../../harness/assert.ts';
import { commit, common } from '../wire/header.ts';
import type { Message } from '../wire/message.ts';
import { checkpointId } from './checkpoint-state.ts';
import { Part } from './core.ts';
import { judgeFaultDetector, resetFaultDetector, signalFaultDetector } from './fault-detector.ts';

/** The primary tells that it is there and what is committed; backups watch for its silence. */
export class Heartbeats extends Part {
  /** A view has started here. */
  reset(): void {
    this.state.heartbeatTimestamp = -1;
    resetFaultDetector(this.state.faultDetector, this.environment.clock.monotonic());
  }

  /** The primary was heard of: a heartbeat or a new prepare. It knows itself when that was. */
  onSignal(): void {
    assert(this.state.status === 'normal', 'a view that has started has a primary');
    signalFaultDetector(this.state.faultDetector, this.environment.clock.monotonic());
  }

  sendCommit(): void {
    const { state } = this;
    assert(this.primary, 'only a primary has a heartbeat');
    this.start('commitMessage');
    const now = this.environment.clock.monotonic();
    this.onSignal();
    if (state.primaryAbdicating || this.nodeCount === 1) return;
    const message = this.parts.messenger.create('commit');
    const header = this.parts.journal.header(state.commitMin);
    assert(header !== null, 'what is committed has a header');
    message.copyU128(commit.commit_checksum, header, common.checksum);
    message.setU64(commit.commit, state.commitMin);
    message.setU64(commit.checkpoint_op, state.checkpoint.op);
    message.bytes.set(this.#checkpointId(), commit.checkpoint_id);
    message.setU64(commit.timestamp_monotonic, now);
    this.parts.messenger.sendToAll(message.seal());
  }

  onCommit(message: Message): void {
    const { state } = this;
    if (!this.backup || message.view !== state.view) return;
    if (message.replica !== this.primaryIndex(state.view)) return;
    const sent = message.u64(commit.timestamp_monotonic);
    // One that was overtaken says nothing about now.
    if (sent > state.heartbeatTimestamp) {
      state.heartbeatTimestamp = sent;
      this.onSignal();
      state.exitViewFrom &= ~(1 << this.replica);
    }
    this.#compareCheckpoints(message);
    const op = message.u64(commit.commit);
    this.parts.commits.assertCommitted(op, message, commit.commit_checksum);
    state.commitMax = Math.max(state.commitMax, op);
    this.parts.commits.advance();
  }

  #checkpointId(): Uint8Array {
    return checkpointId(this.state.checkpoint, this.core.template);
  }

  /** A checkpoint is the same at all replicas, in every bit of every block. */
  #compareCheckpoints(message: Message): void {
    const { checkpoint } = this.state;
    if (message.u64(commit.checkpoint_op) !== checkpoint.op) return;
    const own = this.#checkpointId();
    const same = own.every((byte, i) => byte === message.u8(commit.checkpoint_id + i));
    assert(same, `the checkpoint at op ${checkpoint.op} is another than the primary's`);
  }

  tick(): void {
    const { state } = this;
    if (state.status !== 'normal' || this.solo || this.standby) return;
    const now = this.environment.clock.monotonic();
    const judgement = judgeFaultDetector(state.faultDetector, now);
    if (judgement === 'well') return;
    if (this.primary) return this.sendCommit();
    if (judgement !== 'lost') return;
    this.parts.viewChange.sendExitView();
    signalFaultDetector(state.faultDetector, now);
  }
}
