import { drawFaults } from '../../fault-injector/presets.ts';
import { checkers } from '../../harness/checkers/catalogue.ts';
import { faultWindow, makePlan } from '../../harness/cli/make-plan.ts';
import { fingerprint } from '../../harness/history/fingerprint.ts';
import { judge } from '../../harness/judge.ts';
import type { Plan } from '../../harness/plan.ts';
import { millisecond, second } from '../../harness/time.ts';
import { catalogue } from '../../workloads/catalogue.ts';
import type { Canary } from '../canaries/canary.ts';
import { oneSidedTransfer } from '../canaries/one-sided-transfer.ts';
import { runLine } from '../canaries/whole-line.ts';
import type { MadeUpRun } from './made-up-run.ts';

interface Asked {
  readonly requests: number;
  readonly replicas?: number;
  readonly clients?: number;
  readonly canary?: Canary;
  /** Interrupted at the so-manyth breath. */
  readonly breaths?: number;
}

/** Runs that were run: what a person would open, in the ways in which a run can end. */
export const realRuns: Readonly<Record<string, () => Promise<MadeUpRun>>> = {
  pass: () => realRun({ requests: 400 }),
  crowded: () => realRun({ requests: 400, replicas: 6, clients: 8 }),
  'single request': () => realRun({ requests: 1 }),
  canary: () => realRun({ requests: 200, canary: oneSidedTransfer }),
  interrupted: () => realRun({ requests: 400, breaths: 3 }),
};

async function realRun(asked: Asked): Promise<MadeUpRun> {
  const plan = planOf(asked);
  const evidence = await runLine(plan, asked.canary ?? null, interruption(asked.breaths));
  const result = judge({
    evidence,
    checkers,
    fingerprint: fingerprint(evidence.history),
    reproduce: `npx vivarium run mixed --seed ${plan.seed} --requests ${asked.requests}`,
    versions: { vivarium: '0.1.0', node: process.versions.node },
    wall: { run: 1.2, check: 0.3 },
  });
  return { plan, history: evidence.history, result };
}

function planOf({ requests, replicas = 3, clients = 4 }: Asked): Plan {
  const seed = 'report';
  const over = Math.max(requests * 32 * millisecond, 2 * second);
  const workload = catalogue.find(({ name }) => name === 'mixed')!;
  const faults = drawFaults({ seed, preset: 'default', replicas, clients, ...faultWindow(over) });
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
