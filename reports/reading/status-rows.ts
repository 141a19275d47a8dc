import type { Counts } from '../../harness/result.ts';

export interface StatusRow {
  readonly operation: string;
  readonly status: string;
  readonly count: number;
}

/** The counts of a result by operation, the most frequent status of each first. */
export function readStatuses(statuses: Counts['createStatuses']): readonly StatusRow[] {
  const rows = Object.entries(statuses).map(([key, count]) => {
    const dot = key.indexOf('.');
    if (dot < 0) return { operation: key, status: 'answered', count };
    return { operation: key.slice(0, dot), status: key.slice(dot + 1), count };
  });
  const totals = new Map<string, number>();
  for (const { operation, count } of rows) {
    totals.set(operation, (totals.get(operation) ?? 0) + count);
  }
  return rows.toSorted(
    (a, b) =>
      (totals.get(b.operation) as number) - (totals.get(a.operation) as number) ||
      compare(a.operation, b.operation) ||
      b.count - a.count ||
      compare(a.status, b.status),
  );
}

/** The most frequent `limit` rows, and the first of every operation; in the order of `rows`. */
export function pickStatuses(rows: readonly StatusRow[], limit: number): readonly StatusRow[] {
  const firsts = new Map<string, StatusRow>();
  for (const row of rows) if (!firsts.has(row.operation)) firsts.set(row.operation, row);
  const picked = new Set([...firsts.values()].slice(0, limit));
  for (const row of rows.toSorted((a, b) => b.count - a.count)) {
    if (picked.size >= limit) break;
    picked.add(row);
  }
  return rows.filter((row) => picked.has(row));
}

/** By code units: a locale would order differently elsewhere. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
