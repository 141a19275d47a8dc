import type { ReplicaProcesses } from '../../../cluster/process/replica-processes.ts';
import { parseDuration } from '../../duration-text.ts';
import { millisecond } from '../../time.ts';
import { unknownName, usageError } from '../usage.ts';
import { parsePartition } from './partition-text.ts';

/** A replica as `status` shows it. */
export interface ReplicaStatusRow {
  readonly replica: number;
  readonly address: string;
  readonly pid: number | null;
  /** `down`, `paused`, or the replica's own: `normal`, `view-change`, … */
  readonly status: string;
  readonly primary: boolean;
  readonly view: number | null;
  readonly op: number | null;
  readonly commit: number | null;
  /** To whom it cannot send, and how much later everything arrives that it sends; milliseconds. */
  readonly cutFrom: readonly number[];
  readonly delay: number;
}

/** What `status` says. */
export interface ClusterStatus {
  /** Whether there is a primary at work, and everybody can be reached. */
  readonly serves: boolean;
  readonly replicas: readonly ReplicaStatusRow[];
}

/** What a person can do to a cluster that is up, by name: each says in a sentence what it did. */
export const verbNames = [
  'status',
  'kill',
  'restart',
  'pause',
  'resume',
  'partition',
  'slow',
  'heal',
  'down',
] as const;

/** Verbs on the replicas of one cluster. `down` ends it, and is whoever keeps the cluster's. */
export class Verbs {
  readonly #cluster: ReplicaProcesses;
  readonly #down: () => void;

  constructor(cluster: ReplicaProcesses, down: () => void) {
    this.#cluster = cluster;
    this.#down = down;
  }

  async obey([verb = '', ...words]: readonly string[]): Promise<unknown> {
    switch (verb as (typeof verbNames)[number]) {
      case 'status':
        return { serves: this.#cluster.serves, replicas: this.status() };
      case 'kill':
        return this.kill(this.#replica(verb, words));
      case 'restart':
        return this.restart(this.#replica(verb, words));
      case 'pause':
        return this.pause(this.#replica(verb, words));
      case 'resume':
        return this.resume(this.#replica(verb, words));
      case 'partition':
        return this.partition(words);
      case 'slow':
        return this.slow(words);
      case 'heal':
        return this.heal();
      case 'down':
        setImmediate(this.#down);
        return 'The cluster is stopped; its data files stay.';
    }
    throw unknownName('There is no verb', verb, verbNames);
  }

  status(): readonly ReplicaStatusRow[] {
    const { replicas, links } = this.#cluster;
    const addresses = this.#cluster.addresses();
    return replicas.map((replica, index) => {
      const ways = [...replicas.keys()].filter((other) => other !== index);
      const weathers = ways.map((other) => links.weather(index, other));
      return {
        replica: index,
        address: addresses[index] as string,
        pid: replica.pid,
        status: replica.up
          ? replica.paused
            ? 'paused'
            : (replica.state?.status ?? 'starting')
          : 'down',
        primary: replica.state?.primary ?? false,
        view: replica.state?.view ?? null,
        op: replica.state?.op ?? null,
        commit: replica.state?.commitMin ?? null,
        cutFrom: ways.filter((_, i) => weathers[i]?.cut),
        delay: Math.max(0, ...weathers.map(({ delay }) => delay)),
      };
    });
  }

  async kill(replica: number): Promise<string> {
    const child = this.#child(replica);
    if (!child.up) throw usageError(`Replica ${replica} is down already.`);
    await child.kill();
    return `Replica ${replica} was killed.`;
  }

  async restart(replica: number): Promise<string> {
    const child = this.#child(replica);
    await child.kill();
    child.start();
    return `Replica ${replica} starts.`;
  }

  pause(replica: number): string {
    const child = this.#child(replica);
    if (!child.up) throw usageError(`Replica ${replica} is down: there is nothing to pause.`);
    if (child.paused) throw usageError(`Replica ${replica} is paused already.`);
    child.pause();
    return `Replica ${replica} is paused.`;
  }

  resume(replica: number): string {
    const child = this.#child(replica);
    if (!child.paused) throw usageError(`Replica ${replica} is not paused.`);
    child.resume();
    return `Replica ${replica} goes on.`;
  }

  partition(words: readonly string[]): string {
    const { replicas, links } = this.#cluster;
    const sides = parsePartition(words, replicas.length);
    for (const from of replicas.keys()) {
      for (const to of replicas.keys()) {
        if (from !== to) links.change(from, to, { cut: sides[from] !== sides[to] });
      }
    }
    return `The network is partitioned: ${words.join(' ')}.`;
  }

  slow(words: readonly string[]): string {
    const [name, time, ...more] = words;
    if (name === undefined || time === undefined || more.length > 0) {
      throw usageError('slow wants a replica and a time, like "slow 2 20ms".');
    }
    const replica = this.#replica('slow', [name]);
    const delay = parseDuration(time);
    if (delay === null || delay > 60_000 * millisecond) {
      throw usageError(`"${time}" is no time that a message may take: give 0ms to 60s.`);
    }
    const { replicas, links } = this.#cluster;
    for (const other of replicas.keys()) {
      if (other !== replica) links.change(replica, other, { delay: delay / millisecond });
    }
    return `What replica ${replica} sends to the others arrives ${time} later.`;
  }

  heal(): string {
    this.#cluster.links.heal();
    for (const replica of this.#cluster.replicas) {
      replica.resume();
      replica.start();
    }
    return 'All links are whole again, and every replica runs.';
  }

  #replica(verb: string, [name, ...more]: readonly string[]): number {
    const { replicas } = this.#cluster;
    if (name === undefined || more.length > 0) throw usageError(`${verb} wants one replica.`);
    const index = /^\d$/.test(name) ? Number(name) : -1;
    if (index < 0 || index >= replicas.length) {
      const last = replicas.length - 1;
      const there = last === 0 ? 'there is replica 0 only' : `there are 0 to ${last}`;
      throw usageError(`There is no replica ${name}: ${there}.`);
    }
    return index;
  }

  #child(replica: number): ReplicaProcesses['replicas'][number] {
    return this.#cluster.replicas[replica] as ReplicaProcesses['replicas'][number];
  }
}
