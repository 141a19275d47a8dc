import { countOf, formatNumber } from '../../reports/wording/quantities.ts';
import { type Row, rows } from './columns.ts';
import type { CanaryFinding } from './run-canaries.ts';

/** The table for people: one line a canary, the verdict below. */
export function canaryScreen(findings: readonly CanaryFinding[], columns?: number): string {
  const head: Row = ['canary', 'caught by', 'seeds', 'shrunk to', 'bug'];
  const body = findings.map(
    (finding): Row => [
      finding.name,
      finding.caught ? finding.by : 'NOBODY',
      orDash(finding.seeds),
      sizeText(finding),
      finding.bug,
    ],
  );
  return `${rows([head, ...body], columns)}\n${summaryOf(findings)}`;
}

/** The same table as Markdown. */
export function canaryMarkdown(findings: readonly CanaryFinding[]): string {
  const lines = findings.map(({ bug, by, caught, ...finding }) =>
    [
      `| ${bug}`,
      caught ? `\`${by}\`` : '**nobody**',
      orDash(finding.seeds),
      orDash(finding.requests),
      `${orDash(finding.faults)} |`,
    ].join(' | '),
  );
  const head = [
    '| bug | caught by | seeds | requests | faults |',
    '| --- | --- | --- | --- | --- |',
  ];
  return `${[...head, ...lines].join('\n')}\n\n${summaryOf(findings)}\n`;
}

function sizeText({ requests, faults }: CanaryFinding): string {
  if (requests === null || faults === null) return '–';
  return `${countOf(requests, 'request')}, ${countOf(faults, 'fault')}`;
}

function summaryOf(findings: readonly CanaryFinding[]): string {
  const caught = findings.filter((finding) => finding.caught);
  if (caught.length === 0)
    return `None of ${countOf(findings.length, 'canary', 'canaries')} was caught.`;
  const middle = (key: 'seeds' | 'requests' | 'faults'): number => {
    const values = caught.flatMap((finding) => finding[key] ?? []).toSorted((a, b) => a - b);
    return values[Math.floor(values.length / 2)] ?? 0;
  };
  return (
    `${caught.length} of ${countOf(findings.length, 'canary', 'canaries')} caught; in the median ` +
    `after ${countOf(middle('seeds'), 'seed')}, shrunk to ${countOf(middle('requests'), 'request')} ` +
    `and ${countOf(middle('faults'), 'fault')}.`
  );
}

function orDash(value: number | null): string {
  return value === null ? '–' : formatNumber(value);
}
