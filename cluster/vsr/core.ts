import { assert } from '../../harness/assert.ts';
import { checksum as aegis, type Checksum } from '../../harness/checksum.ts';
import type { Environment, Observer, StateMachine } from '../../harness/environment.ts';
import type { ReplicaConfiguration } from '../../harness/plan.ts';
import { Message } from '../wire/message.ts';
import { release as releaseFirst } from '../wire/session.ts';
import { rootCheckpoint } from './checkpoint-state.ts';
import type { Mark } from './marks.ts';
import type { Operation } from './operation.ts';
import type { Parts } from './parts.ts';
import { addOperation } from './pending-operations.ts';
import { rootPrepare } from './prepare-header.ts';
import { createState, type State } from './state.ts';
import { startTimeout, type TimeoutName } from './timeouts.ts';

export interface ReplicaOptions {
  readonly cluster: bigint;
  /** From `replicaCount` on: a standby. */
  readonly replica: number;
  readonly replicaCount: number;
  /** Nodes that replicate, but neither acknowledge nor vote: 0 to 6; none where it is absent. */
  readonly standbyCount?: number;
  readonly configuration: ReplicaConfiguration;
  /** The release that this process is of; the first one where it is absent. */
  readonly release?: number;
  /** The releases that the machine has at present, ascending; no other where it is absent. */
  readonly releasesBundled?: () => readonly number[];
  /** Has this process replaced by one of another release. It returns, but nothing comes after. */
  readonly releaseExecute?: (release: number) => void;
  /** What messages and the data file are sealed with, the same at all replicas; else AEGIS-128L. */
  readonly checksum?: Checksum;
  readonly environment: Environment;
  readonly stateMachine: StateMachine;
  readonly observer: Observer;
}

/** What all parts of one replica share: its options, its state, and each other. */
export class Core {
  readonly options: ReplicaOptions;
  readonly state: State;
  /** Bears the cluster's id, to compare against byte by byte, and its checksum. */
  readonly template: Message;
  /** Op 0 of this cluster. */
  readonly root: Message;
  parts!: Parts;
  readonly #replica: number;
  readonly #replicaCount: number;

  constructor(options: ReplicaOptions) {
    assert(options.replicaCount >= 1 && options.replicaCount <= 6, '1 to 6 replicas');
    const nodeCount = options.replicaCount + (options.standbyCount ?? 0);
    assert(options.replica >= 0 && options.replica < nodeCount, 'a replica or standby of these');
    this.options = options;
    this.#replica = options.replica;
    this.#replicaCount = options.replicaCount;
    const { random } = options.environment;
    let nonce = 1n;
    for (let word = 0; word < 3; word++) nonce = (nonce << 32n) | BigInt(random.uint32());
    const checksum = options.checksum ?? aegis;
    this.template = Message.create('ping', options.cluster, 0, checksum);
    this.root = rootPrepare(options.cluster, checksum);
    const { configuration, replicaCount, release = releaseFirst } = options;
    const checkpoint = rootCheckpoint(this.root, release);
    this.state = createState(configuration, replicaCount, nonce, checkpoint);
  }

  /** Whether the current view's primary is this replica, started or not. */
  get primaryOfView(): boolean {
    return this.state.view % this.#replicaCount === this.#replica;
  }

  get normal(): boolean {
    return this.state.status === 'normal';
  }
}

/**
 * A part of the protocol: no state of its own, so that any method of it can be replaced. What it is
 * asked for all the time are fields: a getter that all parts share is slow, as each is of another
 * class.
 */
export abstract class Part {
  protected readonly core: Core;
  protected readonly state: State;
  protected readonly replica: number;
  protected readonly replicaCount: number;
  /** Replicas and, behind them, standbys. */
  protected readonly nodeCount: number;
  /** Whether it takes part without a voice. */
  protected readonly standby: boolean;
  protected readonly configuration: ReplicaConfiguration;
  protected readonly environment: Environment;
  protected parts!: Parts;

  constructor(core: Core) {
    const { replica, replicaCount, standbyCount = 0, configuration, environment } = core.options;
    this.core = core;
    this.state = core.state;
    this.replica = replica;
    this.replicaCount = replicaCount;
    this.nodeCount = replicaCount + standbyCount;
    this.standby = replica >= replicaCount;
    this.configuration = configuration;
    this.environment = environment;
  }

  /** Lets all parts know each other: before this none of them can do anything. */
  static connect(parts: Parts): Parts {
    for (const part of Object.values(parts)) if (part instanceof Part) part.parts = parts;
    return parts;
  }

  protected primaryIndex(view: number): number {
    return view % this.replicaCount;
  }

  protected get primaryOfView(): boolean {
    return this.core.primaryOfView;
  }

  /** Whether it is the primary at work. */
  protected get primary(): boolean {
    const { core } = this;
    return core.normal && core.primaryOfView;
  }

  protected get backup(): boolean {
    const { core } = this;
    return core.normal && !core.primaryOfView;
  }

  /** Whether it is to be the primary of a view and works on the log that the votes gave it. */
  protected get candidate(): boolean {
    const { status, joinViewQuorum } = this.state;
    return status === 'view-change' && joinViewQuorum;
  }

  /** Whether it decides by itself. It may have standbys all the same. */
  protected get solo(): boolean {
    return this.replicaCount === 1 && !this.standby;
  }

  /** Tells who watches, if anybody does, that a rare branch was taken. */
  protected reached(mark: Mark): void {
    this.core.options.observer.onReached?.(mark);
  }

  protected token(operation: Operation): number {
    return addOperation(this.state.operations, operation);
  }

  protected start(name: TimeoutName): void {
    startTimeout(this.state.timeouts[name], this.environment.random);
  }

  protected stop(name: TimeoutName): void {
    this.state.timeouts[name].running = false;
  }
}
