import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '../../harness/random.ts';
import { format } from '../vsr/format.ts';
import { createDataFile } from './data-file.ts';
import { Links } from './links.ts';
import { productionConfiguration } from './process-configuration.ts';
import { ReplicaChild } from './replica-child.ts';
import { zoneOffsets } from './zone-offsets.ts';

export interface ReplicaProcessesOptions {
  readonly folder: string;
  readonly cluster: bigint;
  readonly replicaCount: number;
  /** Replica i listens on this plus i; 0 for ports that are free. */
  readonly portBase: number;
  readonly host: string;
  readonly main: string;
}

interface Events {
  /** Something about a replica is another way than it was. */
  change: [replica: number];
  /** It ended, and nobody had told it to. */
  died: [replica: number, code: number | null, signal: NodeJS.Signals | null];
}

/** Replicas as processes on this machine, with a relay on each link between them. */
export class ReplicaProcesses extends EventEmitter<Events> {
  readonly replicas: readonly ReplicaChild[];
  readonly links: Links;
  readonly #options: ReplicaProcessesOptions;
  readonly #logs: number[] = [];
  /** Where each replica listens; 0 as long as that is open. */
  readonly #ports: number[];

  constructor(options: ReplicaProcessesOptions) {
    super();
    this.#options = options;
    const { replicaCount, portBase, folder, main, host } = options;
    mkdirSync(folder, { recursive: true });
    const each = Array.from({ length: replicaCount }, (_, replica) => replica);
    this.#ports = each.map((replica) => (portBase === 0 ? 0 : portBase + replica));
    const random = Random.fromSeed(randomBytes(16).toString('hex'));
    this.links = new Links(replicaCount, (replica) => this.#addressOf(replica), random);
    this.replicas = each.map((replica) => {
      const log = openSync(join(folder, `${replica}.log`), 'a', 0o600);
      this.#logs.push(log);
      return new ReplicaChild({
        main,
        file: dataFile(folder, replica),
        log,
        addresses: () =>
          each.map(
            (other) =>
              `${host}:${other > replica ? this.links.port(replica, other) : this.#ports[other]}`,
          ),
        onReport: (report) => {
          if (report.kind === 'listening') this.#ports[replica] = report.port;
          this.emit('change', replica);
        },
        onEnd: (code, signal, asked) => {
          this.emit('change', replica);
          if (!asked) this.emit('died', replica, code, signal);
        },
      });
    });
  }

  /** Of all replicas, as a client takes them; known once all have listened. */
  addresses(): readonly string[] {
    return this.#ports.map((port) => `${this.#options.host}:${port}`);
  }

  #addressOf(replica: number): { host: string; port: number } | null {
    const port = this.#ports[replica] ?? 0;
    return port === 0 ? null : { host: this.#options.host, port };
  }

  /** Makes the data files that are not there, and starts everybody. */
  async start(): Promise<void> {
    const { folder, cluster, replicaCount, host } = this.#options;
    const configuration = productionConfiguration;
    for (const replica of this.replicas.keys()) {
      const file = dataFile(folder, replica);
      if (existsSync(file)) continue;
      const parts = format({ cluster, replica, replicaCount, configuration });
      await createDataFile(file, zoneOffsets(configuration), parts);
    }
    await this.links.listen(host);
    for (const replica of this.replicas) replica.start();
  }

  /** Whether there is a primary at work, and everybody can be reached. */
  get serves(): boolean {
    const known = this.#ports.every((port) => port !== 0);
    return known && this.replicas.some(({ state }) => state?.primary === true);
  }

  /** Until it serves, or `signal` says that it takes too long. */
  async serving(signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const check = (): void => {
        if (!this.serves && !signal.aborted) return;
        this.off('change', check);
        if (this.serves) resolve();
        else reject(signal.reason as Error);
      };
      this.on('change', check);
      signal.addEventListener('abort', check, { once: true });
      check();
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.replicas.map((replica) => replica.kill()));
    this.links.close();
    for (const log of this.#logs.splice(0)) closeSync(log);
  }
}

function dataFile(folder: string, replica: number): string {
  return join(folder, `${replica}.tigerbeetle`);
}
