import type { Trace } from '../harness/crossing.ts';
import type { Story } from './story/story.ts';

/** Why a run failed, as far as it could be told. */
export interface Cause {
  readonly story: Story;
  /** The messages that led to it; null where the run was not traced. */
  readonly trace: Trace | null;
}
