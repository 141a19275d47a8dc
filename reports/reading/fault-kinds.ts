import type { FaultFamily, FaultSpan } from './fault-spans.ts';

/** All faults of one kind. */
export interface FaultKindRow {
  readonly kind: string;
  readonly family: FaultFamily;
  readonly planned: number;
  readonly struck: number;
}

/** By kind, the most frequent first. */
export function countFaultKinds(faults: readonly FaultSpan[]): readonly FaultKindRow[] {
  const rows = new Map<string, FaultKindRow>();
  for (const { fault, family, struck } of faults) {
    const row = rows.get(fault.kind) ?? { kind: fault.kind, family, planned: 0, struck: 0 };
    const hit = struck === null ? 0 : 1;
    rows.set(fault.kind, { ...row, planned: row.planned + 1, struck: row.struck + hit });
  }
  return [...rows.values()].toSorted((a, b) => b.planned - a.planned || (a.kind < b.kind ? -1 : 1));
}
