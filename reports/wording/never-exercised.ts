import type { NeverExercised } from '../../harness/result.ts';
import { countOf } from './quantities.ts';

/** One kind of thing that a run never exercised. */
export interface MissedGroup {
  /** As a heading: `Operations never sent`. */
  readonly title: string;
  /** In front of a line: `never sent`. */
  readonly label: string;
  /** How many, in words: `2 operations`. */
  readonly amount: string;
  readonly things: readonly string[];
}

/** What was never exercised, kind by kind; kinds of which nothing was missed are left out. */
export function missedGroups(missed: NeverExercised): readonly MissedGroup[] {
  const { operations, statuses, faults, protocol } = missed;
  const checks = missed.checks.map(({ checker, condition }) => `${checker}: ${condition}`);
  return [
    {
      title: 'Operations never sent',
      label: 'never sent',
      amount: countOf(operations.length, 'operation'),
      things: operations,
    },
    {
      title: 'Statuses never seen',
      label: 'never answered',
      amount: countOf(statuses.length, 'status', 'statuses'),
      things: statuses,
    },
    {
      title: 'Faults that struck nothing',
      label: 'never struck',
      amount: countOf(faults.length, 'kind of fault', 'kinds of faults'),
      things: faults,
    },
    {
      title: 'Never happened to the cluster',
      label: 'never happened',
      amount: countOf(protocol.length, 'event'),
      things: protocol,
    },
    {
      title: 'Never met by a checker',
      label: 'never checked',
      amount: countOf(checks.length, 'condition'),
      things: checks,
    },
  ].filter(({ things }) => things.length > 0);
}
