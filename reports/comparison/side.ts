import type { History } from '../../harness/history.ts';
import type { Plan } from '../../harness/plan.ts';
import type { Result } from '../../harness/result.ts';
import { type Evidence, readEvidence } from '../html/evidence.ts';
import type { Key } from '../html/figure.ts';

/** One of two runs, and what it is called: the folder that it was read from. */
export interface RunToCompare {
  readonly name: string;
  readonly plan: Plan;
  readonly history: History;
  readonly result: Result;
}

export interface Side {
  readonly letter: 'A' | 'B';
  readonly name: string;
  readonly evidence: Evidence;
}

export type Sides = readonly [a: Side, b: Side];

export function readSides(a: RunToCompare, b: RunToCompare): Sides {
  return [sideOf('A', a), sideOf('B', b)];
}

function sideOf(letter: Side['letter'], { name, plan, history, result }: RunToCompare): Side {
  return { letter, name, evidence: readEvidence(plan, history, result) };
}

/** How the line of each looks, in every chart of both. */
export const marks = { A: 'p99', B: 'p50' } as const;

export function keyOf({ letter, name }: Side): Key {
  return { shape: 'line', mark: marks[letter], label: `${letter}: ${name}` };
}

/** Whether their times may stand on one axis and be set against each other. */
export function sameTime([a, b]: Sides): boolean {
  return a.evidence.word === b.evidence.word;
}

/** `A`, or `A (virtual time)` where the other lives in another time. */
export function columnName(side: Side, sides: Sides): string {
  return sameTime(sides) ? side.letter : `${side.letter} (${side.evidence.word} time)`;
}
