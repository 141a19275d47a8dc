import { catalogue, findWorkload } from '../../workloads/catalogue.ts';
import { suggestion } from '../nearest.ts';
import type { WorkloadKind } from '../workload.ts';
import { usageError } from './usage.ts';

/** @throws OperatingError with a suggestion, where the catalogue has none of that name. */
export function workloadKind(name: string): WorkloadKind {
  const kind = findWorkload(name);
  if (kind !== undefined) return kind;
  const names = catalogue.map((each) => each.name);
  const guess = suggestion(name, names) || `: there are ${names.join(', ')}.`;
  throw usageError(`There is no workload "${name}"${guess}`);
}
