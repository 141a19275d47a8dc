import { planDifferences, samePlan } from '../../../reports/reading/plan-differences.ts';
import { countOf, timeWord } from '../../../reports/wording/quantities.ts';
import { fingerprint } from '../../history/fingerprint.ts';
import { type Difference, firstDifference, interruptedAt } from '../../history/first-difference.ts';
import type { History } from '../../history.ts';
import type { Plan } from '../../plan.ts';
import { type ExitCode, exitCodes } from '../../result.ts';
import { readHistory } from '../../store.ts';
import { type Command, jsonOption, valueOption } from '../command.ts';
import { differenceLines, whatDiffers } from '../difference-text.ts';
import { Output } from '../output.ts';
import { readPlanAndWorkload } from '../read-plan.ts';
import { recordInMemory } from '../record-in-memory.ts';
import { findRun, isFolder } from '../run-folder.ts';
import { flagOption, type Given, positional, usageError, wholeOption } from '../usage.ts';

const contextDefault = 4;
const contextMax = 1000;
const plansShown = 8;

export const diffCommand: Command = {
  usage: 'diff <run> <other>',
  about:
    'Show the first event in which two runs differ. Exit 0: their histories are the same; ' +
    '6: one plan gave two histories; 2: the plans differ too, so nobody can tell whether it is ' +
    'the plan that makes the difference.',
  positionals: {
    run: 'The folder of a run; or a plan or a capsule, which is run for it',
    other: 'The one to compare with it',
  },
  options: {
    context: valueOption(`How many events before and after it (default: ${contextDefault})`),
    json: jsonOption,
  },
  examples: [
    ['diff runs/before runs/after', 'where the second run went another way than the first'],
    ['diff runs/here capsule.json', 'a recorded run, and a capsule that is run now'],
  ],
  run,
};

interface Side {
  readonly plan: Plan;
  readonly history: History;
}

async function run(given: Given): Promise<ExitCode> {
  const json = flagOption(given, 'json');
  const output = new Output({ json });
  const context = wholeOption(given, 'context', 0, contextMax) ?? contextDefault;
  const a = await readSide(named(given, 'run'));
  const b = await readSide(named(given, 'other'));
  const difference = firstDifference(a.history, b.history);
  for (const line of screen(a, b, difference, context)) output.say(line);
  if (json) output.data(JSON.stringify(dataOf(a, b, difference), null, 2));
  if (difference === null) return exitCodes.pass;
  return samePlan(a.plan, b.plan) ? exitCodes.nondeterminism : exitCodes.unknown;
}

function named(given: Given, name: string): string {
  const path = positional(given, name);
  if (path === undefined) throw usageError('Name two runs: folders, plans or capsules.');
  return findRun(path);
}

/** What was recorded, or what a plan comes to when it is run now. */
async function readSide(path: string): Promise<Side> {
  const { plan, chosen } = await readPlanAndWorkload(path);
  if (isFolder(path)) return { plan, history: readHistory(path) };
  const never = new AbortController().signal;
  return { plan, history: await recordInMemory(plan, chosen.open(plan), never) };
}

function screen(a: Side, b: Side, difference: Difference | null, context: number): string[] {
  const same = samePlan(a.plan, b.plan);
  if (difference === null) {
    const compared = interruptedAt(a.history) ?? interruptedAt(b.history);
    const events = countOf(compared ?? a.history.events.length, 'event');
    const far = compared === null ? '' : ', as far as the interrupted one came';
    const plans = same ? '' : ', though their plans differ';
    return [`The histories are the same${plans}: ${events}${far}.`];
  }
  const counts = [a, b].map(({ history }) => countOf(history.events.length, 'event'));
  const what = whatDiffers(a.history, b.history, difference);
  return [
    same
      ? 'The plans are the same, and the histories differ.'
      : 'The plans differ, and so do the histories.',
    ...(same ? [] : planLines(a.plan, b.plan)),
    `The first event that differs is number ${difference.at}; A has ${counts[0]}, B ${counts[1]}.`,
    '',
    ...differenceLines(a.history, b.history, difference, context),
    ...(what === '' ? [] : ['', `What differs: ${what}.`]),
  ];
}

function planLines(a: Plan, b: Plan): string[] {
  const differences = planDifferences(a, b, timeWord(a.cluster.kind));
  const shown = differences.slice(0, plansShown).map((difference) => {
    const { what } = difference;
    return `  ${what}: ${difference.a ?? 'nothing'} in A, ${difference.b ?? 'nothing'} in B`;
  });
  const more = differences.length - shown.length;
  return more > 0 ? [...shown, `  … and ${more} more`] : shown;
}

function dataOf(a: Side, b: Side, difference: Difference | null): object {
  const sides = [a, b].map(({ history }) => ({
    fingerprint: fingerprint(history),
    events: history.events.length,
    event: difference === null ? null : plain(history.events[difference.at]),
  }));
  return {
    vivarium: 'diff',
    version: 1,
    same: difference === null,
    samePlan: samePlan(a.plan, b.plan),
    at: difference?.at ?? null,
    fields: difference?.fields ?? [],
    a: sides[0],
    b: sides[1],
  };
}

/** Timestamps as decimal digits: they are larger than JSON's readers can take. */
function plain(value: unknown): unknown {
  const text = JSON.stringify(value ?? null, (_, each: unknown) =>
    typeof each === 'bigint' ? String(each) : each,
  );
  return JSON.parse(text) as unknown;
}
