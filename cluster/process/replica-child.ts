import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { ReplicaState } from '../../harness/environment.ts';
import type { ReplicaReport } from './replica-report.ts';

export interface ReplicaChildOptions {
  /** The module that runs the command line of the drop-in executable. */
  readonly main: string;
  readonly file: string;
  /** Of all replicas, as this one is to find them; its own is where it listens. */
  readonly addresses: () => readonly string[];
  /** Where what it says goes: the descriptor of a file. */
  readonly log: number;
  readonly onReport: (report: ReplicaReport) => void;
  /** @param asked whether it was told to end */
  readonly onEnd: (code: number | null, signal: NodeJS.Signals | null, asked: boolean) => void;
}

/** The process of one replica: started, stopped, and looked at from outside. */
export class ReplicaChild {
  readonly #options: ReplicaChildOptions;
  #child: ChildProcess | null = null;
  #asked = false;
  paused = false;
  /** Null as long as it has told nothing. */
  state: ReplicaState | null = null;

  constructor(options: ReplicaChildOptions) {
    this.#options = options;
  }

  get up(): boolean {
    return this.#child !== null;
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  start(): void {
    if (this.#child !== null) return;
    const { main, file, addresses, log, onReport, onEnd } = this.#options;
    const words = ['start', `--addresses=${addresses().join(',')}`, file];
    const child = fork(main, words, { stdio: ['ignore', log, log, 'ipc'], execArgv: [] });
    this.#child = child;
    this.#asked = false;
    child.on('message', (report: ReplicaReport) => {
      if (report.kind === 'state') this.state = report.state;
      onReport(report);
    });
    child.once('exit', (code, signal) => {
      this.#child = null;
      this.state = null;
      this.paused = false;
      onEnd(code, signal, this.#asked);
    });
  }

  /** At once, whatever it is doing: nothing that it has in memory is saved. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === null) return;
    this.#asked = true;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  pause(): void {
    if (this.#child === null || this.paused) return;
    this.#child.kill('SIGSTOP');
    this.paused = true;
  }

  resume(): void {
    if (this.#child === null || !this.paused) return;
    this.#child.kill('SIGCONT');
    this.paused = false;
  }
}
