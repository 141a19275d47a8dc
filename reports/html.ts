import type { History } from '../harness/history.ts';
import type { Plan } from '../harness/plan.ts';
import type { Result } from '../harness/result.ts';
import type { Cause } from './cause.ts';
import { type Evidence, readEvidence } from './html/evidence.ts';
import { faultSection } from './html/fault-section.ts';
import { section } from './html/figure.ts';
import { figuresList } from './html/figures-list.ts';
import { invariantsSection } from './html/invariants-section.ts';
import { laneSection } from './html/lane-section.ts';
import { latencySection, percentileSection } from './html/latency-section.ts';
import { livesSection } from './html/lives-section.ts';
import { neverSection } from './html/never-section.ts';
import { page } from './html/page.ts';
import { countSection, planSection } from './html/plan-section.ts';
import { spaceTimeSection } from './html/space-time-section.ts';
import { statusSection } from './html/status-section.ts';
import { storySection } from './html/story-section.ts';
import { throughputSection } from './html/throughput-section.ts';
import { factsList, verdictSection } from './html/verdict-section.ts';
import { readSpaceTime } from './reading/space-time.ts';
import { plainText } from './wording/plain-text.ts';

/**
 * `report.html`: one file that needs nothing else, neither a network nor a script. Equal input
 * gives equal text. At most 1.5 MB, however long the run. Of a run that failed, and whose cause is
 * known, the story comes first.
 */
export function renderHtml(
  plan: Plan,
  history: History,
  result: Result,
  cause: Cause | null = null,
): string {
  const evidence = readEvidence(plan, history, result);
  const figures = `${factsList(plan, result)}\n${figuresList(evidence)}`;
  return page({
    title: `${result.verdict}: ${result.workload}, seed ${plainText(result.seed)} · Vivarium`,
    subject: `${result.workload} on a ${result.cluster.kind} cluster`,
    summary: [verdictSection(plan, history, result, cause), cause === null ? figures : ''].join(
      '\n',
    ),
    sections: [
      ...(cause === null ? [] : causeSections(evidence, cause, figures)),
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

type Section = readonly [id: string, name: string, markup: string];

/** What is asked first of a run that failed; the figures of the run come after it. */
function causeSections(evidence: Evidence, { story, trace }: Cause, figures: string): Section[] {
  const drawn = readSpaceTime({ plan: evidence.plan, history: evidence.history, story, trace });
  return [
    ['story', 'What happened', storySection(story)],
    ['past', 'What led to it', spaceTimeSection(evidence, drawn)],
    ['lives', 'Accounts and transfers', livesSection(story)],
    ['run', 'The run', section('run', 'The run', '', figures)],
  ];
}
