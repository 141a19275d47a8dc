import { assert } from '../../harness/assert.ts';
import type { Random } from '../../harness/random.ts';

/** In ticks of 10 ms: TigerBeetle's (facts 5). */
const timeoutTicks = {
  ping: 100,
  prepare: 25,
  primaryAbdicate: 1000,
  commitMessage: 50,
  exitViewWindow: 500,
  exitViewMessage: 50,
  viewChangeStatus: 500,
  joinViewMessage: 50,
  getViewMessage: 100,
  journalRepair: 10,
  pulse: 10,
} as const;

export type TimeoutName = keyof typeof timeoutTicks;

export const timeoutNames = Object.keys(timeoutTicks) as readonly TimeoutName[];

/** Without jitter, repairs of several replicas fall into step and starve each other. */
const jittered: ReadonlySet<TimeoutName> = new Set(['journalRepair', 'viewChangeStatus']);

export interface Timeout {
  running: boolean;
  /** How many ticks are left until it fires. */
  left: number;
}

export type Timeouts = Record<TimeoutName, Timeout>;

export function createTimeouts(): Timeouts {
  const entries = timeoutNames.map((name) => [name, { running: false, left: 0 }]);
  return Object.fromEntries(entries) as Timeouts;
}

/** Starts it, or starts it over. */
export function startTimeout(timeouts: Timeouts, name: TimeoutName, random: Random): void {
  const ticks = timeoutTicks[name];
  assert(ticks > 1, 'a timeout takes a while');
  timeouts[name].running = true;
  timeouts[name].left = jittered.has(name)
    ? random.between(Math.ceil(ticks / 2), Math.floor((ticks * 3) / 2))
    : ticks;
}

export function stopTimeout(timeouts: Timeouts, name: TimeoutName): void {
  timeouts[name].running = false;
}

/** Counts one tick down. True when it fires; it then stands still until it is started again. */
export function tickTimeout(timeout: Timeout): boolean {
  if (!timeout.running) return false;
  assert(timeout.left > 0, 'a running timeout has ticks left');
  timeout.left--;
  if (timeout.left > 0) return false;
  timeout.running = false;
  return true;
}
