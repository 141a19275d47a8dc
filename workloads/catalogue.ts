import type { WorkloadKind } from '../harness/workload.ts';
import { mixed } from './mixed.ts';

/** Every workload there is, by name. */
export const catalogue: readonly WorkloadKind[] = [mixed];

/** The workload with this name; undefined where there is none. */
export function findWorkload(name: string): WorkloadKind | undefined {
  return catalogue.find((kind) => kind.name === name);
}
