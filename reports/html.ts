import type { History } from '../harness/history.ts';
import type { Plan } from '../harness/plan.ts';
import type { Result } from '../harness/result.ts';
import { readEvidence } from './html/evidence.ts';
import { faultSection } from './html/fault-section.ts';
import { figuresSection } from './html/figures-section.ts';
import { invariantsSection } from './html/invariants-section.ts';
import { laneSection } from './html/lane-section.ts';
import { latencySection, percentileSection } from './html/latency-section.ts';
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
export async function renderHtml(plan: Plan, history: History, result: Result): Promise<string> {
  const evidence = readEvidence(plan, history, result);
  const sections = [
    verdictSection(plan, history, result),
    figuresSection(evidence),
    invariantsSection(result),
    await throughputSection(evidence),
    await latencySection(evidence),
    await percentileSection(evidence),
    await statusSection(evidence),
    laneSection(evidence),
    faultSection(evidence),
    planSection(evidence),
    countSection(evidence),
  ];
  const title = `${result.verdict}: ${result.workload}, seed ${plainText(result.seed)} · Vivarium`;
  return page(title, sections.join('\n\n'));
}
