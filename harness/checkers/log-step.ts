import type { EventOf } from '../history.ts';
import type { Plan } from '../plan.ts';
import type { Request } from '../workload.ts';
import type { Contradiction } from './findings.ts';
import { nameInvoke } from './requests.ts';

/** An op of the log with all that is known of it. */
export interface LogStep {
  readonly op: number;
  readonly timestamp: bigint;
  readonly operation: number;
  /** Null where nobody tells of commits: the op is known from the reply. */
  readonly commit: EventOf<'commit'> | null;
  readonly commitPosition: number;
  /** Null where no client sent it: what the cluster itself prepared, and registrations. */
  readonly invoke: EventOf<'invoke'> | null;
  readonly invokePosition: number;
  /** Null where there is no `invoke`, or the plan does not have its stage. */
  readonly request: Request | null;
  /** Null where it was never answered. */
  readonly reply: EventOf<'reply'> | null;
  readonly replyPosition: number;
  readonly body: Uint8Array | null;
}

/** How to call what was asked in a sentence. */
export function nameStep(plan: Plan, { invoke }: LogStep): string {
  return invoke === null ? 'a request' : nameInvoke(plan, invoke);
}

/** Is shown the log, op by op, until it finds what cannot be. */
export interface LogFollower {
  take(step: LogStep): Contradiction | null;
  /** The last op was shown: what was kept for the next ones can be let go. */
  finish?(): void;
}
