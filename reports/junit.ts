import type { Verdict } from '../harness/checkers/checker.ts';
import { formatCount } from '../harness/count-text.ts';
import type { History } from '../harness/history.ts';
import type { Plan } from '../harness/plan.ts';
import { type ExitCode, exitCodes, type Result } from '../harness/result.ts';
import { eventSentence } from './wording/event-sentence.ts';
import { headline } from './wording/headline.ts';
import { escapeMarkup } from './wording/plain-text.ts';
import { formatDuration, formatMoment, timeWord } from './wording/quantities.ts';

/** Ends that no checker speaks for: they get a test case of their own. */
const endsOfTheRun: ReadonlySet<ExitCode> = new Set([
  exitCodes.crashed,
  exitCodes.nondeterminism,
  exitCodes.internal,
  exitCodes.interrupted,
]);

/**
 * `junit.xml`: a test case a checker. A violated one is a failure; one that cannot tell is skipped,
 * which CI systems never count as passed.
 */
export function renderJunit(plan: Plan, history: History, result: Result): string {
  const cases = result.checkers.map((verdict) => checkerCase(history, result, verdict));
  const ended = endsOfTheRun.has(result.exit);
  if (ended) cases.push(endCase(plan, history, result));
  const having = (truth: Verdict['verdict']): number =>
    result.checkers.filter(({ verdict }) => verdict === truth).length;
  const totals =
    `tests="${cases.length}" failures="${having('fail')}" errors="${ended ? 1 : 0}" ` +
    `skipped="${having('unknown')}" time="${(result.wall.run + result.wall.check).toFixed(3)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="vivarium" ${totals}>`,
    `  <testsuite name="vivarium ${escapeMarkup(result.workload)}" ${totals}>`,
    ...properties(plan, result),
    ...cases.flat(),
    `    <system-out>${escapeMarkup(`Again: ${result.reproduce}`)}</system-out>`,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function properties(plan: Plan, result: Result): string[] {
  const time = timeWord(result.cluster.kind);
  const values: [string, string][] = [
    ['verdict', result.verdict],
    ['exit', String(result.exit)],
    ['seed', result.seed],
    ['fingerprint', result.fingerprint],
    ['cluster', result.cluster.kind],
    ['replicas', String(result.cluster.replicas)],
    ['clients', String(plan.workload.clients)],
    ['workload', result.workload],
    ['duration', `${formatDuration(result.duration)} (${time} time)`],
    ['requests', String(result.counts.requests)],
    ['replies', String(result.counts.replies)],
    ['reproduce', result.reproduce],
    ['vivarium', result.versions.vivarium],
    ['node', result.versions.node],
  ];
  const lines = values.map(
    ([name, value]) => `      <property name="${name}" value="${escapeMarkup(value)}"/>`,
  );
  return ['    <properties>', ...lines, '    </properties>'];
}

function checkerCase(history: History, result: Result, verdict: Verdict): string[] {
  const open = `    <testcase ${caseNames(result, verdict.name)}`;
  const why = escapeMarkup(verdict.why);
  const checked = `checked ${formatCount(verdict.checked)} ${verdict.unit}`;
  if (verdict.verdict === 'pass') {
    return [
      `${open}>`,
      `      <system-out>${escapeMarkup(`${checked}: ${verdict.why}`)}</system-out>`,
      '    </testcase>',
    ];
  }
  if (verdict.verdict === 'unknown') {
    return [`${open}>`, `      <skipped message="cannot tell: ${why}"/>`, '    </testcase>'];
  }
  const details = [verdict.why, checked, ...evidence(history, verdict), result.reproduce];
  return [
    `${open}>`,
    `      <failure type="violated" message="${why}">${escapeMarkup(details.join('\n'))}</failure>`,
    '    </testcase>',
  ];
}

function evidence(history: History, verdict: Verdict): string[] {
  return verdict.events.flatMap((position) => {
    const event = history.events[position];
    if (event === undefined) return [];
    return [`event ${position}, ${formatMoment(event.time)}: ${eventSentence(event)}`];
  });
}

function endCase(plan: Plan, history: History, result: Result): string[] {
  const { sentence } = headline(plan, history, result);
  return [
    `    <testcase ${caseNames(result, 'the run itself')}>`,
    `      <error type="exit ${result.exit}" message="${escapeMarkup(sentence)}"/>`,
    '    </testcase>',
  ];
}

function caseNames(result: Result, name: string): string {
  const suite = `vivarium.${result.workload}`;
  return `classname="${escapeMarkup(suite)}" name="${escapeMarkup(name)}"`;
}
