import type { WorkloadKind } from '../harness/workload.ts';
import { balancing } from './kinds/balancing.ts';
import { closing } from './kinds/closing.ts';
import { history } from './kinds/history.ts';
import { hotAccount } from './kinds/hot-account.ts';
import { imported } from './kinds/imported.ts';
import { invalid } from './kinds/invalid.ts';
import { linkedChains } from './kinds/linked-chains.ts';
import { mixed } from './kinds/mixed.ts';
import { queries } from './kinds/queries.ts';
import { retries } from './kinds/retries.ts';
import { transfers } from './kinds/transfers.ts';
import { twoPhase } from './kinds/two-phase.ts';

/** Every workload there is. */
export const catalogue: readonly WorkloadKind[] = [
  mixed,
  transfers,
  twoPhase,
  linkedChains,
  balancing,
  closing,
  imported,
  history,
  queries,
  invalid,
  retries,
  hotAccount,
];

/** The workload with this name; undefined where there is none. */
export function findWorkload(name: string): WorkloadKind | undefined {
  return catalogue.find((kind) => kind.name === name);
}
