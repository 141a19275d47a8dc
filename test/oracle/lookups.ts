/** What there is of what was asked for, in the order of asking. */
export function lookup<Row>(rows: ReadonlyMap<bigint, Row>, ids: readonly bigint[]): Row[] {
  return ids.flatMap((id) => rows.get(id) ?? []);
}
