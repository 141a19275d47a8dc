import { assert } from '../../harness/assert.ts';
import { common, headerSize, ping, prepare } from '../wire/header.ts';
import type { Message } from '../wire/message.ts';
import { Part } from './core.ts';
import { vsrOperations } from './prepare-header.ts';

const releasesMax = 64;
const releasesSize = releasesMax * 4;
const upgradeBodySize = 16;

/**
 * A running cluster changes to another release without losing a request. When every replica has it,
 * the primary fills the log up to a checkpoint's trigger with upgrades, which do nothing: so a
 * replica replays what was executed behind the checkpoint alike in either release. With that
 * checkpoint the release is durable, and each process is replaced by one of the new release.
 */
export class Upgrades extends Part {
  /** Whether this primary takes no requests, because it is about to change its release. */
  get upgrading(): boolean {
    const { wanted, release } = this.state.upgrade;
    return wanted !== null || release !== null;
  }

  /** The releases that this machine has, ascending, into a ping. */
  advertise(message: Message): void {
    const releases = this.#bundled();
    assert(releases.length <= releasesMax, 'a ping has room for all releases');
    message.setU16(ping.release_count, releases.length);
    for (const [index, release] of releases.entries()) {
      message.setU32(headerSize + 4 * index, release);
    }
  }

  /** In bytes: of a ping's body. */
  get releasesSize(): number {
    return releasesSize;
  }

  #bundled(): readonly number[] {
    return this.core.options.releasesBundled?.() ?? [this.state.release];
  }

  onPing(message: Message): void {
    const { targets } = this.state.upgrade;
    const count = message.u16(ping.release_count);
    if (this.standby || message.replica >= this.replicaCount || count > releasesMax) return;
    if (message.size !== headerSize + releasesSize) return;
    const before = targets[message.replica] ?? null;
    const checkpointOp = message.u64(ping.checkpoint_op);
    const { view } = message;
    // One that was overtaken says what is no longer so.
    if (before !== null && (checkpointOp < before.checkpointOp || view < before.view)) return;
    const releases = Array.from({ length: count }, (_, i) => message.u32(headerSize + 4 * i));
    targets[message.replica] = { view, checkpointOp, releases };
  }

  onTimeout(): void {
    this.start('upgrade');
    const { upgrade } = this.state;
    if (!this.primary) return;
    if (upgrade.release === null) upgrade.wanted ??= this.#target();
    this.advance();
  }

  /** The newest release that is newer than this one and everywhere. */
  #target(): number | null {
    const { release, upgrade } = this.state;
    const { upgrade: quorum } = this.parts.quorums;
    const everywhere = this.#bundled().filter((candidate) => {
      const others = upgrade.targets.filter((target) => target?.releases.includes(candidate));
      return candidate > release && others.length + 1 >= quorum;
    });
    return everywhere.length === 0 ? null : Math.max(...everywhere);
  }

  /** A primary proposes the next upgrade as soon as nothing else is under way. */
  advance(): void {
    const { upgrade, pipeline, requestQueue, op, schedule } = this.state;
    const release = upgrade.release ?? upgrade.wanted;
    if (release === null || pipeline.length > 0 || requestQueue.length > 0) return;
    if (!this.parts.requests.mayPrepare() || this.parts.clock.synchronized() === null) return;
    // Behind the trigger nothing is executed before the checkpoint, which may be the one.
    if (op >= schedule.trigger) return;
    const message = this.parts.messenger.create('prepare', upgradeBodySize);
    message.setU8(prepare.operation, vsrOperations.upgrade);
    message.setU32(common.release, this.state.release);
    message.setU32(headerSize, release);
    this.parts.normal.prepare(message.seal());
  }

  /** An upgrade was executed; after a restart into its release it is nothing new. */
  execute(message: Message): void {
    const { state } = this;
    const release = message.u32(headerSize);
    assert(release >= state.release, 'a release never goes back');
    if (release === state.release) return;
    const { upgrade } = state;
    assert(upgrade.release === null || upgrade.release === release, 'one upgrade at a time');
    if (upgrade.release === null) this.reached('upgrade.decided');
    upgrade.release = release;
    upgrade.wanted = null;
  }

  /**
   * The release of the checkpoint whose trigger was just executed: the next one, if there are
   * upgrades only between the two.
   */
  releaseOfCheckpoint(checkpointOp: number, trigger: number): number {
    const { release, upgrade } = this.state;
    for (let op = checkpointOp + 1; op <= trigger; op++) {
      const header = this.parts.journal.header(op);
      assert(header !== null, 'what was executed behind a checkpoint has its header');
      if (header.u8(prepare.operation) !== vsrOperations.upgrade) return release;
    }
    return upgrade.release ?? release;
  }

  /** A checkpoint is durable, made here or taken over: is it this release that goes on from it? */
  onCheckpoint(): void {
    const { state } = this;
    const { release } = state.checkpoint;
    if (release !== state.release) return this.change(release);
    if (this.primary) this.advance();
  }

  /** Another checkpoint than one's own: what was decided before it, is decided behind it again. */
  forget(): void {
    this.state.upgrade.release = null;
    this.state.upgrade.wanted = null;
  }

  /** This process can do no more; one of that release goes on from the data file. */
  change(release: number): void {
    const { releaseExecute } = this.core.options;
    assert(
      releaseExecute !== undefined,
      `the data file is of release ${release}, which is not here`,
    );
    this.reached('upgrade.changed');
    releaseExecute(release);
  }
}
