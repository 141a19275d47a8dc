import type { History } from '../harness/history.ts';
import type { Plan } from '../harness/plan.ts';
import type { Result } from '../harness/result.ts';
import { readEvidence } from './html/evidence.ts';
import { faultSection } from './html/fault-section.ts';
import { figuresList } from './html/figures-list.ts';
import { invariantsSection } from './html/invariants-section.ts';
import { laneSection } from './html/lane-section.ts';
import { latencySection, percentileSection } from './html/latency-section.ts';
import { neverSection } from './html/never-section.ts';
import { page } from './html/page.ts';
import { countSection, planSection } from './html/plan-section.ts';
import { statusSection } from './html/status-section.ts';
import { throughputSection } from './html/throughput-section.ts';
import { verdictSection } from './html/verdict-section.ts';
import { plainText } from './wording/plain-text.ts';

/**
 * `report.html`: one file that needs nothing else, neither a network nor a script. Equal input
 * gives equal text. At most 1.5 MB, however long the run.
 */
export function renderHtml(plan: Plan, history: History, result: Result): string {
  const evidence = readEvidence(plan, history, result);
  return page({
    title: `${result.verdict}: ${result.workload}, seed ${plainText(result.seed)} · Vivarium`,
    subject: `${result.workload} on a ${result.cluster.kind} cluster`,
    summary: `${verdictSection(plan, history, result)}\n${figuresList(evidence)}`,
    sections: [
      ['invariants', 'Invariants', invariantsSection(result)],
      ['never', 'Never exercised', neverSection(result)],
      ['throughput', 'Throughput', throughputSection(evidence)],
      ['latency', 'Latency', latencySection(evidence)],
      ['percentiles', 'Percentiles', percentileSection(evidence)],
      ['statuses', 'Statuses', statusSection(evidence)],
      ['replicas', 'Replicas', laneSection(evidence)],
      ['faults', 'Faults', faultSection(evidence)],
      ['plan', 'Plan', planSection(evidence)],
      ['counts', 'Counts', countSection(evidence)],
    ],
  });
}
