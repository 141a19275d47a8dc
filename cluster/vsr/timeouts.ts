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
  upgrade: 500,
  gridRepair: 10,
  gridScrub: 50,
  replyRepair: 10,
} as const;

export type TimeoutName = keyof typeof timeoutTicks;

/** Without jitter, repairs of several replicas fall into step and starve each other. */
const jittered: ReadonlySet<TimeoutName> = new Set([
  'journalRepair',
  'viewChangeStatus',
  'gridRepair',
  'replyRepair',
]);

export interface Timeout {
  readonly name: TimeoutName;
  /** How many ticks it takes, or takes about. */
  readonly ticks: number;
  readonly jittered: boolean;
  running: boolean;
  /** How many ticks are left until it fires. */
  left: number;
}

export type Timeouts = Record<TimeoutName, Timeout>;

export function createTimeouts(): Timeouts {
  const entries = Object.entries(timeoutTicks).map(([name, ticks]) => {
    assert(ticks > 1, 'a timeout takes a while');
    const isJittered = jittered.has(name as TimeoutName);
    return [name, { name, ticks, jittered: isJittered, running: false, left: 0 }] as const;
  });
  return Object.fromEntries(entries) as Timeouts;
}

/** Starts it, or starts it over. */
export function startTimeout(timeout: Timeout, random: Random): void {
  const { ticks } = timeout;
  timeout.running = true;
  timeout.left = timeout.jittered
    ? random.between(Math.ceil(ticks / 2), Math.floor((ticks * 3) / 2))
    : ticks;
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
