import { catalogue, findWorkload } from '../../workloads/catalogue.ts';
import type { WorkloadKind } from '../workload.ts';
import { unknownName } from './usage.ts';

/** @throws OperatingError with a suggestion, where the catalogue has none of that name. */
export function workloadKind(name: string): WorkloadKind {
  const kind = findWorkload(name);
  if (kind !== undefined) return kind;
  const names = catalogue.map((each) => each.name);
  throw unknownName('There is no workload', name, names);
}
