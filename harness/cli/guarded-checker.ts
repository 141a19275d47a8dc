import type { Checker, Evidence, Verdict } from '../checkers/checker.ts';

/**
 * A checker that a user wrote. What it answers is held against what a verdict is, so that a
 * mistake in it is `unknown` (`checkAll` makes that of what a checker throws), and never a pass.
 */
export function guardedChecker(checker: Checker, file: string): Checker {
  const { name, about, property } = checker;
  return { name, about, property, check: (evidence) => checked(checker, evidence, file) };
}

function checked(checker: Checker, evidence: Evidence, file: string): Omit<Verdict, 'name'> {
  const found = Object(checker.check(evidence)) as Partial<Verdict>;
  const { verdict, checked: amount, unit, why, events = [], vacuous = [] } = found;
  const { length } = evidence.history.events;
  const isPosition = (value: unknown): boolean => isCount(value) && (value as number) < length;
  if (verdict !== 'pass' && verdict !== 'fail' && verdict !== 'unknown') {
    throw refused(file, 'verdict', 'pass, fail or unknown, and not be promised for later');
  }
  if (!isCount(amount)) throw refused(file, 'checked', 'a whole number from 0');
  if (typeof unit !== 'string') throw refused(file, 'unit', 'text, as "replies"');
  if (typeof why !== 'string' || why === '') throw refused(file, 'why', 'a sentence');
  if (!Array.isArray(events) || !events.every(isPosition)) {
    throw refused(file, 'events', "a list of positions in the history's events");
  }
  if (!Array.isArray(vacuous) || !vacuous.every((each) => typeof each === 'string')) {
    throw refused(file, 'vacuous', 'a list of what it never met, in words');
  }
  if (verdict === 'pass' && amount === 0) {
    return { verdict: 'unknown', checked: 0, unit, why: `Nothing was checked: ${why}`, events };
  }
  return { verdict, checked: amount, unit, why, events, ...(vacuous.length > 0 && { vacuous }) };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function refused(file: string, field: string, wanted: string): Error {
  return new Error(`${file}: what the check returns as ${field} must be ${wanted}.`);
}
