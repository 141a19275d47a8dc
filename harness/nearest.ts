/**
 * The candidate that someone most likely meant by `word`: the one with the fewest letters added,
 * left out, changed or swapped, where those are few for its length; else one that begins with it.
 */
export function nearest(word: string, candidates: readonly string[]): string | null {
  const lower = word.toLowerCase();
  let best: string | null = null;
  let bestDistance = Number.MAX_SAFE_INTEGER;
  for (const candidate of candidates) {
    const distance = editDistance(lower, candidate.toLowerCase());
    const allowed = Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3));
    if (distance <= allowed && distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  if (best !== null || lower.length < 2) return best;
  return candidates.find((candidate) => candidate.toLowerCase().startsWith(lower)) ?? null;
}

/** `; did you mean x?`, or nothing where no candidate is near. */
export function suggestion(
  word: string,
  candidates: readonly string[],
  show: (candidate: string) => string = (candidate) => candidate,
): string {
  const found = nearest(word, candidates);
  return found === null ? '' : `; did you mean ${show(found)}?`;
}

/** Of Damerau and Levenshtein, where a swap of two neighbours counts once. */
function editDistance(a: string, b: string): number {
  // Only three rows are ever looked at: this one, the one before, and the one before that.
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(
        (previous[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (previous[j - 1] as number) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (before[j - 2] as number) + 1);
      }
      row.push(cost);
    }
    before = previous;
    previous = row;
  }
  return previous[b.length] as number;
}
