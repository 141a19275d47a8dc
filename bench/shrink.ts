/** A failure of 20,000 requests and 100 faults made small, by a bug that is planted here. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openSimulated } from '../cluster/simulated/open-simulated.ts';
import { withinBudget } from '../fault-injector/budget.ts';
import { shrinkPlan } from '../fault-injector/shrink/shrink-plan.ts';
import { checkAll, checkers } from '../harness/checkers/catalogue.ts';
import { HistoryRecorder } from '../harness/history/recorder.ts';
import { Ledger } from '../harness/ledger/ledger.ts';
import { operations } from '../harness/ledger/operations.ts';
import { checkPlan } from '../harness/plan/plan-check.ts';
import { parsePlan } from '../harness/plan/plan-file.ts';
import { type Plan, requestCount } from '../harness/plan.ts';
import { runPlan } from '../harness/run.ts';
import { catalogue } from '../workloads/catalogue.ts';
import type { Bench, Figure } from './figure.ts';

const cli = join(fileURLToPath(new URL('../..', import.meta.url)), 'dist/harness/cli/main.js');
const requests = 20_000;
const faults = 100;
const secondsMax = 60;
const rounds = 2;

/** One in so many requests that create transfers meets the bug. */
const rarity = 1_024;

/**
 * On a replica that was restarted, a request that creates transfers and happens to have a rare
 * checksum is answered with nothing, and creates nothing.
 */
class ForgetfulLedger extends Ledger {
  override commit(operation: number, timestamp: bigint, body: Uint8Array): Uint8Array {
    const met = operation === operations.create_transfers && isRare(body);
    return met ? new Uint8Array(0) : super.commit(operation, timestamp, body);
  }
}

function isRare(body: Uint8Array): boolean {
  let sum = 0;
  for (const byte of body) sum = (Math.imul(sum, 31) + byte) | 0;
  return (sum >>> 0) % rarity === 0;
}

/** The plan of `vivarium plan`, and of its faults as many as are wanted, from all of the run. */
function planOf(seed: string): Plan {
  const words = ['plan', 'mixed', '--requests', String(requests), '--seed', seed];
  const { stdout, stderr, status } = spawnSync(process.execPath, [cli, ...words], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`vivarium plan ends with ${status}: ${stderr}`);
  const plan = parsePlan(stdout, 'its plan', () => []);
  const every = Math.floor(plan.faults.length / faults);
  const kept = plan.faults.filter((_, position) => position % every === 0).slice(0, faults);
  return { ...plan, faults: kept };
}

/** Whether the plan's run fails by the checker. */
async function fails(plan: Plan, by: string): Promise<boolean> {
  const workload = catalogue
    .find(({ name }) => name === plan.workload.name)
    ?.open(plan.seed, plan.workload.parameters);
  if (workload === undefined) throw new Error('the plan has a workload of the catalogue');
  const recorder = new HistoryRecorder();
  let starts = 0;
  await runPlan({
    plan,
    workload,
    recorder,
    open: (parts) =>
      openSimulated({
        ...parts,
        stateMachine: () => {
          const { messageSizeMax } = plan.cluster.configuration;
          const options = { messageBodySizeMax: messageSizeMax - 256 };
          starts += 1;
          const restarted = starts > plan.cluster.replicas;
          return restarted ? new ForgetfulLedger(options) : new Ledger(options);
        },
      }),
    breathe: async () => {},
    signal: new AbortController().signal,
  });
  const asked = checkers.filter(({ name }) => name === by);
  const [verdict] = checkAll({ plan, history: recorder.history(), workload }, asked);
  return verdict?.verdict === 'fail';
}

/** Seconds, with one decimal. */
function since(start: number): string {
  return ((performance.now() - start) / 1000).toFixed(1);
}

export const bench: Bench = {
  name: 'shrink',
  purpose: 'a failing plan made small; the bug is met by few requests, on restarted replicas only',
  measure: async (say) => {
    const figures: Figure[] = [];
    // Not every seed's faults and requests meet the bug.
    for (let seed = 1; figures.length < rounds; seed++) {
      const plan = planOf(String(seed));
      const by = 'convergence';
      const once = performance.now();
      const caught = await fails(plan, by);
      say(`seed ${seed}: ${caught ? 'fails' : 'passes'}, ${since(once)} s`);
      if (!caught) continue;
      const start = performance.now();
      const cpu = process.cpuUsage();
      let runs = 0;
      const small = await shrinkPlan(plan, {
        stillFails: (candidate) => fails(candidate, by),
        valid: (candidate) =>
          checkPlan(candidate, { workloads: catalogue, withinBudget }).length === 0,
        enough: () => false,
        onProgress: ({ attempts, pass, plan: best }) => {
          runs = attempts;
          const size = `${requestCount(best.workload.stages)} requests, ${best.faults.length} faults`;
          say(
            `${((performance.now() - start) / 1000).toFixed(1)} s: run ${runs}, ${pass}, ${size}`,
          );
        },
      });
      const seconds = (performance.now() - start) / 1000;
      const { user, system } = process.cpuUsage(cpu);
      const processor = ((user + system) / 1e6).toFixed(1);
      const left = requestCount(small.workload.stages);
      figures.push({
        what: `seed ${seed}: ${requestCount(plan.workload.stages)} requests, ${plan.faults.length} faults`,
        measured: `${seconds.toFixed(1)} s (${processor} s of processor), ${runs} runs, to ${left} requests and ${small.faults.length} faults`,
        reach: `≤ ${secondsMax} s`,
        reached: seconds <= secondsMax,
      });
    }
    return figures;
  },
};
