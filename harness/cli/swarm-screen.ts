import { countOf, formatNumber } from '../../reports/wording/quantities.ts';
import { type FailureGroup, groupFailures } from '../swarm/outcome.ts';
import { exitOfSwarm, type SwarmResult } from '../swarm/swarm-result.ts';
import { second } from '../time.ts';
import { coverageLines } from './coverage-screen.ts';

const seedsShown = 8;

/** How far a swarm is, in a line. */
export function swarmProgress({ seeds, failures, wall }: SwarmResult): string {
  const rate = wall > 0 ? formatNumber((seeds * 60) / wall) : '0';
  return `${countOf(seeds, 'seed')} · ${rate} a minute · ${countOf(failures.length, 'failure')}`;
}

/** What a swarm came to: the verdict first, then each group of failures. */
export function swarmScreen(result: SwarmResult): string {
  const groups = groupFailures(result.failures);
  const coverage = result.seeds === 0 ? [] : coverageLines(result.coverage);
  const lines = [headline(result, groups), factsOf(result), ...coverage, ...groups.map(groupText)];
  return lines.join('\n');
}

function headline(result: SwarmResult, groups: readonly FailureGroup[]): string {
  const seeds = countOf(result.seeds, 'seed');
  if (groups.length > 0) {
    const failed = countOf(result.failures.length, 'failure');
    return ` FAIL  ${failed} in ${seeds}, of ${countOf(groups.length, 'kind')} (exit ${exitOfSwarm(result)}).`;
  }
  if (result.interrupted)
    return ` INTERRUPTED  ${seeds} came to their end, and all of them passed.`;
  if (result.seeds === 0) return ' UNKNOWN  No seed came to its end.';
  return ` PASS  ${result.seeds === 1 ? 'The one seed passes' : `All ${seeds} pass`}.`;
}

function factsOf({ workload, faults, ...result }: SwarmResult): string {
  const minutes = result.wall / 60;
  const rate = minutes > 0 ? formatNumber(result.seeds / minutes) : '0';
  return [
    `workload ${workload}, faults ${faults}; ${countOf(result.repeated, 'seed')} run twice and compared`,
    `${countOf(result.requests, 'request')}, ${countOf(result.events, 'event')}, ` +
      `${countOf(result.struck, 'fault')} struck, ` +
      `${formatNumber(result.duration / second / 3600)} h of virtual time in ` +
      `${formatNumber(result.wall)} s: ${rate} seeds a minute`,
  ].join('\n');
}

function groupText({ by, why, seeds, fastest }: FailureGroup): string {
  const shown = seeds.slice(0, seedsShown).join(', ');
  const more = seeds.length > seedsShown ? ` and ${seeds.length - seedsShown} more` : '';
  const names = `${seeds.length === 1 ? 'seed' : 'seeds'} ${shown}${more}`;
  return `\n${by}, ${names}:\n  ${why}\n  fastest: ${fastest.reproduce}`;
}
