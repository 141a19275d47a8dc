import { type Fault, type FaultKind, struckNothing } from '../../harness/fault.ts';
import type { History } from '../../harness/history.ts';
import type { Plan } from '../../harness/plan.ts';
import type { Nanoseconds } from '../../harness/time.ts';

/** What kinds of faults belong together: one colour each. */
export const faultFamilies = ['network', 'storage', 'process', 'clock'] as const;
export type FaultFamily = (typeof faultFamilies)[number];

const families: Readonly<Record<FaultKind, FaultFamily>> = {
  loss: 'network',
  duplication: 'network',
  delay: 'network',
  reordering: 'network',
  corruption: 'network',
  truncation: 'network',
  bandwidth: 'network',
  clogging: 'network',
  cut: 'network',
  flapping: 'network',
  partition: 'network',
  'client-cut': 'network',
  'slow-disk': 'storage',
  'bit-flip': 'storage',
  'read-error': 'storage',
  'misdirected-write': 'storage',
  'lost-write': 'storage',
  rollback: 'storage',
  'full-disk': 'storage',
  crash: 'process',
  'crash-loop': 'process',
  reformat: 'process',
  pause: 'process',
  'clock-offset': 'clock',
  'clock-drift': 'clock',
  'clock-step': 'clock',
  'clock-strobe': 'clock',
};

/** These strike a place once; what they did stays. */
const atOnce: ReadonlySet<FaultKind> = new Set([
  'bit-flip',
  'misdirected-write',
  'lost-write',
  'rollback',
]);

/** A fault of the plan and what became of it. */
export interface FaultSpan {
  /** Its position in the plan. */
  readonly position: number;
  readonly fault: Fault;
  readonly family: FaultFamily;
  /** When it struck and when it was lifted; null where the run never came to it, or it missed. */
  readonly struck: { readonly from: Nanoseconds; readonly until: Nanoseconds } | null;
  /** What its targets were resolved to, or why it struck nothing; empty where it never came. */
  readonly target: string;
}

function familyOf(kind: FaultKind): FaultFamily {
  return families[kind] ?? 'process';
}

/** The plan's faults in its order, with what the history says of each. */
export function readFaults(plan: Plan, history: History, end: Nanoseconds): readonly FaultSpan[] {
  const began = new Map<number, { readonly time: Nanoseconds; readonly target: string }>();
  const ended = new Map<number, Nanoseconds>();
  let healed = end;
  for (const event of history.events) {
    if (event.kind === 'fault') {
      if (!began.has(event.fault)) began.set(event.fault, event);
    } else if (event.kind === 'fault-end') ended.set(event.fault, event.time);
    else if (event.kind === 'phase' && event.phase === 'heal') healed = event.time;
  }
  return plan.faults.map((fault, position) => {
    const begin = began.get(position);
    const family = familyOf(fault.kind);
    const target = begin?.target ?? '';
    if (begin === undefined || target.startsWith(struckNothing)) {
      return { position, fault, family, struck: null, target };
    }
    // An effect without duration is over at once, whenever the plan lifts it.
    const until = atOnce.has(fault.kind)
      ? begin.time
      : (ended.get(position) ?? Math.max(healed, begin.time));
    return {
      position,
      fault,
      family,
      struck: { from: begin.time, until: Math.min(until, end) },
      target,
    };
  });
}
