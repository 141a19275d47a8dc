import { assert } from '../../harness/assert.ts';
import type { Checksum } from '../../harness/checksum.ts';
import type { Environment, Input, Observer, ReplicaState } from '../../harness/environment.ts';
import type { ReplicaConfiguration } from '../../harness/plan.ts';
import { Session } from '../wire/session.ts';
import type { Mark } from './marks.ts';
import { vsrOperations } from './prepare-header.ts';

/** A cluster of fewer has nothing left that could vouch for what was lost. */
const reformatReplicasMin = 3;

/**
 * A vote for the next view may have been cast before the data file was lost, and nobody remembers
 * which one. The view after that is the first that was certainly promised nothing.
 */
const viewsPassedOver = 2;

export interface ReformatOptions {
  readonly cluster: bigint;
  readonly replica: number;
  readonly replicaCount: number;
  readonly configuration: ReplicaConfiguration;
  readonly checksum?: Checksum;
  readonly environment: Environment;
  readonly observer: Observer;
  /** From now on, what is sent to this client is meant for here. */
  onClient(client: bigint): void;
  /** @param view what a new data file has to be formatted with */
  onDone(view: number): void;
}

/**
 * Stands where a replica was whose data file is lost for good. A blank one would deny what the
 * replica had acknowledged. So as many requests as a pipeline holds are committed first, one after
 * the other: what was uncommitted when the file was lost is then behind them.
 */
export class Reformat {
  readonly #options: ReformatOptions;
  #session: Session | null = null;
  /** Requests still to be answered. */
  #left = 0;

  constructor(options: ReformatOptions) {
    assert(options.replicaCount >= reformatReplicasMin, 'the others know what was lost');
    assert(options.replica < options.replicaCount, 'a replica with a vote has promises to forget');
    this.#options = options;
  }

  open(): void {
    this.#options.observer.onState(this.state());
    this.#begin();
  }

  on(input: Input): void {
    this.#session?.on(input);
  }

  state(): ReplicaState {
    return { status: 'recovering', view: 0, primary: false, commitMin: 0, op: 0 };
  }

  digest(): string {
    return '0'.repeat(32);
  }

  #begin(): void {
    const { cluster, replicaCount, checksum, environment, configuration } = this.#options;
    let client = 1n;
    for (let word = 0; word < 3; word++) {
      client = (client << 32n) | BigInt(environment.random.uint32());
    }
    this.#options.onClient(client);
    this.#left = configuration.pipelinePrepareQueueMax;
    const session = new Session({
      cluster,
      client,
      replicaCount,
      ...(checksum && { checksum }),
      environment,
      listener: {
        onRegistered: () => this.#answered(session),
        onReply: () => this.#answered(session),
        // So many others have come meanwhile that this one was forgotten: once more, then.
        onEvicted: () => this.#begin(),
      },
    });
    this.#session = session;
    session.register();
  }

  #done(view: number): void {
    const mark: Mark = 'reformat.done';
    this.#options.observer.onReached?.(mark);
    this.#options.onDone(view);
  }

  #answered(session: Session): void {
    assert(this.#left > 0, 'nothing is answered that was not asked');
    this.#left--;
    if (this.#left > 0) session.request(vsrOperations.noop, new Uint8Array(0));
    else this.#done(session.view + viewsPassedOver);
  }
}
