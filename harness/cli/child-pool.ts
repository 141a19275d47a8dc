import { Tinypool } from 'tinypool';
import type { Failure } from '../failure.ts';

/** Milliseconds after which a task hangs, where it is given no other: a hundred times a seed's. */
const hangAfterDefault = 120_000;

export interface ChildPoolOptions {
  /** The compiled module whose functions are called. */
  readonly file: string;
  /** How many processes. */
  readonly jobs: number;
  readonly signal: AbortSignal;
}

/** What a task came to: its value, or how its process failed. Null where it was broken off. */
export type TaskEnding<T> = { readonly value: T } | { readonly failure: Failure } | null;

/** Child processes that call functions. One that crashes or hangs takes no other along. */
export class ChildPool {
  readonly #pool: Tinypool;
  readonly #signal: AbortSignal;

  constructor({ file, jobs, signal }: ChildPoolOptions) {
    this.#signal = signal;
    this.#pool = new Tinypool({
      runtime: 'child_process',
      filename: file,
      minThreads: jobs,
      maxThreads: jobs,
    });
  }

  /** Begun at once only as long as no more than `jobs` are under way. */
  async run<T>(name: string, task: unknown, hangAfter = hangAfterDefault): Promise<TaskEnding<T>> {
    const timeout = AbortSignal.timeout(hangAfter);
    try {
      const signal = AbortSignal.any([timeout, this.#signal]);
      return { value: (await this.#pool.run(task, { name, signal })) as T };
    } catch (error) {
      if (this.#signal.aborted) return null;
      if (timeout.aborted) {
        const why = `The run did not end within ${hangAfter / 1000} seconds.`;
        return { failure: { by: 'hang', why } };
      }
      const message = error instanceof Error ? error.message : String(error);
      return { failure: { by: 'crash', why: `The process of this run ended: ${message}` } };
    }
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}
