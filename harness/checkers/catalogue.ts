import type { Checker, Evidence, Verdict } from './checker.ts';

/** Every checker of a run, in the order in which a report lists them. */
export const checkers: readonly Checker[] = [];

/**
 * Asks every checker. One that throws has decided nothing: it is `unknown`, and says so, because a
 * broken checker must never look like a pass.
 */
export function checkAll(evidence: Evidence, asked: readonly Checker[] = checkers): Verdict[] {
  return asked.map((checker) => {
    try {
      return { checker: checker.name, ...checker.check(evidence) };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return {
        checker: checker.name,
        verdict: 'unknown',
        checked: 0,
        unit: 'checks',
        why: `The checker itself broke, so it proves nothing: ${message}`,
        events: [],
      };
    }
  });
}
