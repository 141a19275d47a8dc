import { openSimulated } from '../../cluster/simulated/open-simulated.ts';
import { format } from '../../cluster/vsr/format.ts';
import { Replica } from '../../cluster/vsr/replica.ts';
import { drawFaults } from '../../fault-injector/presets.ts';
import type { Evidence } from '../../harness/checkers/checker.ts';
import { faultWindow, makePlan, overMin, requestInterval } from '../../harness/cli/make-plan.ts';
import { headerSize } from '../../harness/environment.ts';
import { HistoryRecorder } from '../../harness/history/recorder.ts';
import { Ledger } from '../../harness/ledger/ledger.ts';
import type { Plan } from '../../harness/plan.ts';
import { Random } from '../../harness/random.ts';
import { type RunOptions, runPlan } from '../../harness/run.ts';
import { catalogue } from '../../workloads/catalogue.ts';
import type { Canary } from './canary.ts';

const replicas = 3;
const clients = 4;

/**
 * A plan as `vivarium run` makes it: the mixed workload, under the faults that the bug needs, or
 * those that the preset draws from the seed.
 */
export function planOf(seed: string, requests: number, canary: Canary | null): Plan {
  const over = Math.max(requests * requestInterval, overMin);
  const workload = catalogue.find(({ name }) => name === 'mixed')!;
  const faults =
    canary?.faults?.(Random.fromSeed(seed)) ??
    drawFaults({ seed, preset: 'default', replicas, clients, ...faultWindow(over) });
  return makePlan({ seed, workload, replicas, clients, requests, over }, faults);
}

/** To the end, without a pause. */
const unhurried = { breathe: async () => {}, signal: new AbortController().signal };

/** Runs a plan on the simulated cluster, with the planted bug in its place. */
export async function runLine(
  plan: Plan,
  canary: Canary | null,
  attendance: Pick<RunOptions, 'breathe' | 'signal'> = unhurried,
): Promise<Evidence> {
  const workload = catalogue
    .find(({ name }) => name === plan.workload.name)!
    .open(plan.seed, plan.workload.parameters);
  const recorder = new HistoryRecorder();
  const messageBodySizeMax = plan.cluster.configuration.messageSizeMax - headerSize;
  const createReplica = canary?.createReplica ?? ((options) => new Replica(options));
  await runPlan({
    plan,
    workload,
    recorder,
    open: (parts) =>
      openSimulated({
        ...parts,
        stateMachine: () => new Ledger({ messageBodySizeMax }),
        createReplica: (options) => {
          const own = canary?.stateMachine?.(options.replica, messageBodySizeMax);
          return createReplica(own === undefined ? options : { ...options, stateMachine: own });
        },
        format,
      }),
    ...attendance,
  });
  return { plan, workload, history: recorder.history() };
}
