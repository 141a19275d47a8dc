import { fingerprint } from '../history/fingerprint.ts';
import { firstDifference, interruptedAt } from '../history/first-difference.ts';
import type { History } from '../history.ts';
import { differenceSentence } from './difference-text.ts';

/** How a recorded run and the same plan run again compare. */
export interface Comparison {
  readonly same: boolean;
  /** One sentence, or two. */
  readonly sentence: string;
}

/**
 * Two runs of one plan must be the same. A recorded run that was interrupted is compared as far as
 * it came: where it was stopped was decided by a clock.
 */
export function compareRuns(recorded: History, again: History): Comparison {
  const stopped = interruptedAt(recorded);
  if (stopped === null && fingerprint(recorded) === fingerprint(again)) {
    return { same: true, sentence: 'The fingerprint is the same as the recorded one.' };
  }
  const difference = firstDifference(recorded, again);
  if (difference === null) {
    const events = stopped ?? recorded.events.length;
    return {
      same: true,
      sentence: `The recorded run was interrupted; its ${events} events are the same again.`,
    };
  }
  const first = differenceSentence(recorded, again, difference, ['recorded', 'now']);
  return { same: false, sentence: `This plan did not run the same twice. ${first}` };
}

/** A comparison where nothing but the fingerprint is left of the recorded run. */
export function compareFingerprints(recorded: string, again: History): Comparison {
  const now = fingerprint(again);
  if (recorded === now) {
    return { same: true, sentence: 'The fingerprint is the same as the recorded one.' };
  }
  const fingerprints = `its fingerprint was ${recorded}, and is ${now}`;
  return { same: false, sentence: `This plan did not run the same twice: ${fingerprints}.` };
}
