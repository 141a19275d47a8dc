import { drawFaults } from '../../fault-injector/presets.ts';
import { checkers } from '../../harness/checkers/catalogue.ts';
import type { Evidence } from '../../harness/checkers/checker.ts';
import { faultWindow, makePlan } from '../../harness/cli/make-plan.ts';
import { traceFailure } from '../../harness/cli/trace/trace-failure.ts';
import type { Fault } from '../../harness/fault.ts';
import { fingerprint } from '../../harness/history/fingerprint.ts';
import { judge } from '../../harness/judge.ts';
import type { Plan } from '../../harness/plan.ts';
import { Random } from '../../harness/random.ts';
import { millisecond, second } from '../../harness/time.ts';
import { tellStory } from '../../reports/story/story.ts';
import { catalogue } from '../../workloads/catalogue.ts';
import type { Canary } from '../canaries/canary.ts';
import { muteAfterViewChange } from '../canaries/mute-after-view-change.ts';
import { oneSidedTransfer } from '../canaries/one-sided-transfer.ts';
import { openPlanted } from '../canaries/open-planted.ts';
import { singleNack } from '../canaries/single-nack.ts';
import { runLine } from '../canaries/whole-line.ts';
import type { MadeUpRun } from './made-up-run.ts';

interface Asked {
  readonly requests: number;
  readonly replicas?: number;
  readonly clients?: number;
  readonly canary?: Canary;
  /** Those of the preset `default` where none are given. */
  readonly faults?: (random: Random) => readonly Fault[];
  /** Interrupted at the so-manyth breath. */
  readonly breaths?: number;
}

/** Runs that were run: what a person would open, in the ways in which a run can end. */
export const realRuns: Readonly<Record<string, () => Promise<MadeUpRun>>> = {
  pass: () => realRun({ requests: 400 }),
  crowded: () => realRun({ requests: 400, replicas: 6, clients: 8 }),
  'single request': () => realRun({ requests: 1 }),
  canary: () => failingRun({ requests: 200, canary: oneSidedTransfer }),
  'canary, not traced': () => failingRun({ requests: 200, canary: oneSidedTransfer }, false),
  'lost op': () => failingRun({ requests: 120, canary: singleNack, faults: primaryLost }),
  'dead cluster': () => failingRun({ requests: 120, canary: muteAfterViewChange }),
  interrupted: () => realRun({ requests: 400, breaths: 3 }),
};

/** The first seed that the bug does harm to, with the story and the messages of its failure. */
async function failingRun(asked: Asked, traced = true): Promise<MadeUpRun> {
  const canary = asked.canary ?? null;
  for (let number = 0; number < 30; number++) {
    const run = await realRun(asked, `report ${number}`);
    const caught = run.result.checkers.find(({ name }) => name === canary?.caughtBy);
    if (caught?.verdict !== 'fail') continue;
    const story = tellStory(run.evidence, run.result);
    if (story === null) continue;
    const { signal } = new AbortController();
    const trace = traced
      ? await traceFailure(run.evidence, story, signal, openPlanted(canary))
      : null;
    return { ...run, cause: { story, trace } };
  }
  throw new Error(`no seed of 30 fails with ${canary?.name}`);
}

/** One backup misses what the primary and the other one commit, and then the primary is gone. */
function primaryLost(random: Random): readonly Fault[] {
  const from = random.between(600 * millisecond, 1200 * millisecond);
  const until = from + random.between(50 * millisecond, 200 * millisecond);
  const [primary, backup] = [1, 2];
  return [
    { kind: 'cut', sender: primary, receiver: backup, from, until: until + millisecond },
    {
      kind: 'crash',
      replica: primary,
      from: until,
      until: until + second,
      lost: [0, 1],
      torn: [0, 1],
    },
  ];
}

async function realRun(asked: Asked, seed = 'report'): Promise<MadeUpRun & { evidence: Evidence }> {
  const plan = planOf(asked, seed);
  const evidence = await runLine(plan, asked.canary ?? null, interruption(asked.breaths));
  const result = judge({
    evidence,
    checkers,
    fingerprint: fingerprint(evidence.history),
    reproduce: `npx vivarium run mixed --seed ${plan.seed} --requests ${asked.requests}`,
    versions: { vivarium: '0.1.0', node: process.versions.node },
    wall: { run: 1.2, check: 0.3 },
  });
  return { plan, history: evidence.history, result, evidence };
}

function planOf(asked: Asked, seed: string): Plan {
  const { requests, replicas = 3, clients = 4 } = asked;
  const over = Math.max(requests * 32 * millisecond, 2 * second);
  const workload = catalogue.find(({ name }) => name === 'mixed')!;
  const faults =
    asked.faults?.(Random.fromSeed(seed)) ??
    drawFaults({ seed, preset: 'default', replicas, clients, ...faultWindow(over) });
  return makePlan({ seed, workload, replicas, clients, requests, over }, faults);
}

function interruption(breaths: number | undefined) {
  const controller = new AbortController();
  let taken = 0;
  const breathe = async (): Promise<void> => {
    if (++taken === breaths) controller.abort();
  };
  return { signal: controller.signal, breathe };
}
