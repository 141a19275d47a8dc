/** Something that happened, and what it happened after: positions in the list that it stands in. */
export interface Happening {
  readonly causes: readonly number[];
}

/** What happened before any of the `targets`, and they themselves: what they may depend on. */
export function causalPast(
  happenings: readonly Happening[],
  targets: Iterable<number>,
): ReadonlySet<number> {
  const past = new Set<number>();
  const open = [...targets];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (past.has(next)) continue;
    past.add(next);
    open.push(...(happenings[next]?.causes ?? []));
  }
  return past;
}
