import { resultLayout } from '../../harness/ledger/bodies.ts';
import {
  type PartialRecord,
  parseRecording,
  type RecordedRequest,
  type RecordingScenario,
} from '../../harness/ledger/recording-lines.ts';
import { batchTimestamp, expiryPulses, isCreate } from '../../harness/ledger/recording-times.ts';
import { fullEvents } from './full-events.ts';
import { changeEventsMaxDevelopment, second } from './limits.ts';
import { Oracle } from './oracle.ts';

/** How long the server was left idle at an `expire` line. */
const idleNs = (36n * second) / 10n;

export interface ReplayCounts {
  scenarios: number;
  requests: number;
  /** One sentence each. */
  differences: string[];
}

/** Asks the oracle what a recording tells that the real server was asked, and compares. */
export function replayRecording(text: string): ReplayCounts {
  const counts: ReplayCounts = { scenarios: 0, requests: 0, differences: [] };
  for (const scenario of parseRecording(text)) {
    counts.scenarios++;
    replayScenario(scenario, counts);
  }
  return counts;
}

function replayScenario(scenario: RecordingScenario, counts: ReplayCounts): void {
  const oracle = new Oracle({ changeEventsMax: changeEventsMaxDevelopment });
  const pulses = expiryPulses(scenario);
  let now = 0n;
  let lastCreate = 0n;
  for (const line of scenario.lines) {
    if (line.kind === 'expire') {
      const end = lastCreate + idleNs;
      for (const told of pulses) {
        if (told <= now || told > end) continue;
        oracle.pulse(told);
        now = told;
      }
      now = end > now ? end : now + 1n;
      oracle.pulse(now);
      continue;
    }
    now = batchTimestamp(line, now);
    if (isCreate(line.name)) lastCreate = now;
    counts.requests++;
    const [results] = oracle.answer(line.name, [fullEvents(line.name, line.events)], now);
    const difference = compare(line, results as readonly object[]);
    if (difference !== null) {
      counts.differences.push(`Scenario ${scenario.seed}, line ${line.line}: ${difference}`);
    }
  }
}

function compare(request: RecordedRequest, results: readonly object[]): string | null {
  if (results.length !== request.results.length) {
    return `${request.results.length} results, the oracle has ${results.length}`;
  }
  for (const [index, recorded] of request.results.entries()) {
    for (const { name, width } of resultLayout(request.name).fields) {
      const expected = recorded[name] ?? (width < 8 ? 0 : 0n);
      const got = (results[index] as PartialRecord)[name];
      if (got !== expected) return `${name} of result ${index} is ${expected}, the oracle's ${got}`;
    }
  }
  return null;
}
