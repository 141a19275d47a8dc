import { bodyOf } from '../checkers/requests.ts';
import { encodeHistory } from '../history/codec.ts';
import { fingerprint } from '../history/fingerprint.ts';
import type { History, HistoryEvent } from '../history.ts';

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
  const stopped = recorded.events.findIndex(
    (event) => event.kind === 'phase' && event.phase === 'interrupted',
  );
  if (stopped < 0 && fingerprint(recorded) === fingerprint(again)) {
    return { same: true, sentence: 'The fingerprint is the same as the recorded one.' };
  }
  const until = stopped < 0 ? Math.max(recorded.events.length, again.events.length) : stopped;
  const first = firstDifference(recorded, again, until);
  if (first === null && stopped >= 0) {
    return {
      same: true,
      sentence: `The recorded run was interrupted; its ${stopped} events are the same again.`,
    };
  }
  const at = first ?? until;
  return {
    same: false,
    sentence:
      `This plan did not run the same twice. The first event that differs is number ${at}: ` +
      `recorded ${lineOf(recorded.events[at])}, now ${lineOf(again.events[at])}.`,
  };
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

function firstDifference(a: History, b: History, until: number): number | null {
  for (let at = 0; at < until; at++) {
    const [one, other] = [a.events[at], b.events[at]];
    if (lineOf(one) !== lineOf(other)) return at;
    if (one?.kind === 'reply' && other?.kind === 'reply') {
      const bodies = [bodyOf(a, one), bodyOf(b, other)] as const;
      if (Buffer.compare(...bodies) !== 0) return at;
    }
  }
  return null;
}

/** The event as it is stored, without what the fingerprint leaves out. */
function lineOf(event: HistoryEvent | undefined): string {
  if (event === undefined) return 'nothing';
  const shown = event.kind === 'commit' ? { ...event, reply: '' } : event;
  return [...encodeHistory({ events: [shown], bytes: new Uint8Array() })].join('').trimEnd();
}
