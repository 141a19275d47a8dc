import { assert } from '../../harness/assert.ts';
import type { Input, ReplicaState } from '../../harness/environment.ts';
import type { ReplicaVitals } from '../../harness/tracer.ts';
import { commands, headerSize } from '../wire/header.ts';
import { Message } from '../wire/message.ts';
import { Core, Part, type ReplicaOptions } from './core.ts';
import type { Mark } from './marks.ts';
import { messageValid } from './message-validity.ts';
import { createParts, type Parts } from './parts.ts';
import { takeOperation } from './pending-operations.ts';
import { type Timeout, type TimeoutName, tickTimeout } from './timeouts.ts';

export type { ReplicaOptions } from './core.ts';

/** Prepares, blocks and replies are passed on as they lie on disk. */
const storedCommands: ReadonlySet<number> = new Set([
  commands.prepare,
  commands.block,
  commands.reply,
]);

/**
 * A replica of the cluster, sans I/O: it is handed inputs and asks its environment for effects. A
 * crash is to drop it; a restart is another one on the same storage.
 */
export class Replica {
  readonly #core: Core;
  /** In the order in which those of one tick fire. */
  readonly #timeouts: readonly Timeout[];
  #reported: ReplicaState | null = null;

  constructor(options: ReplicaOptions) {
    this.#core = new Core(options);
    this.#timeouts = Object.values(this.#core.state.timeouts);
    this.#core.parts = Part.connect(this.createParts(this.#core));
  }

  /** The parts of the protocol. A replica with a planted bug replaces one of them. */
  protected createParts(core: Core): Parts {
    return createParts(core);
  }

  /** Begins to recover: reads the superblock and the journal. */
  open(): void {
    this.#core.parts.recovery.open();
    this.#report();
  }

  on(input: Input): void {
    switch (input.kind) {
      case 'tick':
        this.#onTick();
        break;
      case 'message':
        this.#onMessage(input.message);
        break;
      case 'read':
        this.#onRead(input.token, input.data);
        break;
      case 'written':
        this.#onWritten(input.token);
        break;
    }
    this.#report();
  }

  state(): ReplicaState {
    const { status, view, op, loaded } = this.#core.state;
    const { replica, replicaCount } = this.#core.options;
    const primary = status === 'normal' && view % replicaCount === replica;
    // What a checkpoint holds is executed here once it is in memory.
    const commitMin = loaded ? this.#core.state.commitMin : 0;
    return { status, view, primary, commitMin, op };
  }

  /** More than `state`, for whoever traces a run. */
  vitals(): ReplicaVitals {
    const { checkpoint, commitMax, chainMin, journal, pipeline, requestQueue } = this.#core.state;
    let faulty = 0;
    for (let slot = 0; slot < journal.slotCount; slot++) faulty += journal.faulty[slot] as number;
    return {
      ...this.state(),
      checkpointOp: checkpoint.op,
      commitMax,
      chainMin,
      dirty: journal.dirtyCount,
      faulty,
      pipeline: pipeline.length,
      queue: requestQueue.length,
    };
  }

  /** Equal on all replicas that have executed the same ops. */
  digest(): string {
    return this.#core.options.stateMachine.digest();
  }

  #report(): void {
    const { status, view } = this.#core.state;
    const before = this.#reported;
    // Whether it is the primary follows from status and view.
    if (before !== null && before.status === status && before.view === view) return;
    this.#reported = this.state();
    this.#core.options.observer.onState(this.#reported);
  }

  #onTick(): void {
    const { state, parts } = this.#core;
    state.ticks++;
    if (state.status === 'recovering') return;
    for (const timeout of this.#timeouts) {
      if (tickTimeout(timeout)) this.#onTimeout(timeout.name);
    }
    parts.clock.tick();
    parts.heartbeats.tick();
  }

  #onTimeout(name: TimeoutName): void {
    const { parts } = this.#core;
    switch (name) {
      case 'ping':
        return parts.pings.onTimeout();
      case 'prepare':
        return parts.normal.onPrepareTimeout();
      case 'primaryAbdicate':
        return parts.normal.onPrimaryAbdicateTimeout();
      case 'commitMessage':
        return parts.heartbeats.sendCommit();
      case 'exitViewWindow':
        return parts.viewChange.onExitViewWindowTimeout();
      case 'exitViewMessage':
        return parts.viewChange.onExitViewMessageTimeout();
      case 'viewChangeStatus':
        return parts.viewChange.onViewChangeStatusTimeout();
      case 'joinViewMessage':
        return parts.viewChange.onJoinViewMessageTimeout();
      case 'getViewMessage':
        return parts.startView.onGetViewMessageTimeout();
      case 'journalRepair':
        return parts.repair.onTimeout();
      case 'upgrade':
        return parts.upgrades.onTimeout();
      case 'pulse':
        return parts.pulses.onTimeout();
      case 'gridRepair':
        return parts.blockRepair.onTimeout();
      case 'gridScrub':
        return parts.scrubber.onTimeout();
      case 'replyRepair':
        return parts.clientReplies.onTimeout();
    }
  }

  #onMessage(bytes: Uint8Array): void {
    const { state, parts, options } = this.#core;
    if (state.status === 'recovering' || bytes.length < headerSize) return;
    const message = new Message(bytes, this.#core.template.checksum);
    if (!messageValid(message, this.#core)) {
      return options.observer.onReached?.('message.invalid' satisfies Mark);
    }
    const { command } = message;
    if (command === commands.request) return parts.requests.onRequest(message);
    if (command === commands.ping_client) return parts.requests.onPingClient(message);
    // What is stored keeps the name of who made it first, whoever passes it on.
    if (message.replica === options.replica && !storedCommands.has(command)) return;
    this.#onReplicaMessage(message);
  }

  #onReplicaMessage(message: Message): void {
    const { parts } = this.#core;
    switch (message.command) {
      case commands.prepare:
        parts.viewChange.jump(message);
        return parts.normal.onPrepare(message);
      case commands.prepare_ok:
        return parts.normal.onPrepareOk(message);
      case commands.commit:
        parts.viewChange.jump(message);
        return parts.heartbeats.onCommit(message);
      case commands.exit_view:
        parts.viewChange.jump(message);
        return parts.viewChange.onExitView(message);
      case commands.join_view:
        parts.viewChange.jump(message);
        return parts.viewChange.onJoinView(message);
      case commands.ping:
        parts.viewChange.jump(message);
        return parts.pings.onPing(message);
      case commands.pong:
        parts.viewChange.jump(message);
        return parts.pings.onPong(message);
      case commands.view:
        return parts.startView.onView(message);
      case commands.get_view:
        return parts.startView.onGetView(message);
      case commands.get_headers:
        return parts.repair.onGetHeaders(message);
      case commands.headers:
        return parts.repair.onHeaders(message);
      case commands.get_prepare:
        return parts.repair.onGetPrepare(message);
      case commands.get_blocks:
        return parts.blockRepair.onGetBlocks(message);
      case commands.block:
        return parts.blockRepair.onBlock(message);
      case commands.get_reply:
        return parts.clientReplies.onGetReply(message);
      case commands.reply:
        return parts.clientReplies.onReply(message);
    }
  }

  #onRead(token: number, data: Uint8Array): void {
    const { state, parts } = this.#core;
    const operation = takeOperation(state.operations, token);
    switch (operation.kind) {
      case 'superblock-read':
        return parts.recovery.onSuperblockRead(operation.copy, data);
      case 'recover-headers':
        return parts.recovery.onHeadersRead(operation.offset, data);
      case 'recover-prepare':
        return parts.recovery.onPrepareRead(operation.slot, data);
      case 'read-prepare': {
        const { slot, stored, destination } = operation;
        return parts.repair.onRead(slot, stored, destination, data);
      }
      case 'read-block':
        return parts.grid.onRead(operation.reference, operation.reader, data);
      case 'read-reply':
        return parts.clientReplies.onRead(operation.client, data);
      default:
        assert(false, 'a write does not complete as a read');
    }
  }

  #onWritten(token: number): void {
    const { state, parts } = this.#core;
    const operation = takeOperation(state.operations, token);
    switch (operation.kind) {
      case 'superblock-write':
        return parts.superblock.onWritten();
      case 'superblock-repair':
        return parts.recovery.onSuperblockRepaired();
      case 'recover-fix':
        return parts.recovery.onFixed();
      case 'write-prepare':
        return parts.journal.onPrepareWritten(operation.slot);
      case 'write-headers':
        return parts.journal.onHeadersWritten(operation.sector);
      case 'write-block':
        return parts.grid.onWritten(operation.address);
      case 'write-reply':
        return parts.clientReplies.onWritten(operation.slot);
      default:
        assert(false, 'a read does not complete as a write');
    }
  }
}
