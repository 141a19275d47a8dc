import type { History } from '../../harness/history.ts';
import type { Plan } from '../../harness/plan.ts';
import type { Result } from '../../harness/result.ts';
import type { Nanoseconds } from '../../harness/time.ts';

/** What all charts over time share. */
export interface Timeline {
  readonly end: Nanoseconds;
  readonly phases: readonly PhaseMark[];
}

interface PhaseMark {
  readonly time: Nanoseconds;
  readonly label: string;
}

const labels = {
  heal: 'healed',
  settle: 'settling',
  end: 'end',
  interrupted: 'interrupted',
  timeout: 'timed out',
} as const;

export function readTimeline(plan: Plan, history: History, result: Result): Timeline {
  const last = history.events.at(-1)?.time ?? 0;
  const phases: PhaseMark[] = [];
  for (const event of history.events) {
    if (event.kind !== 'phase' || event.phase === 'end') continue;
    const label = event.phase === 'stage' ? event.stage : labels[event.phase];
    // A stage that settles begins at the moment at which settling does: one mark says both.
    const role = plan.workload.stages.find((stage) => stage.name === event.stage)?.role;
    if (event.phase === 'stage' && role === 'settle') continue;
    phases.push({ time: event.time, label });
  }
  return { end: Math.max(last, result.duration, 1), phases };
}
