import { assert } from '../../harness/assert.ts';

/** What one source says: the truth lies within `error` of `offset`. */
export interface Estimate {
  readonly offset: number;
  readonly error: number;
}

/** Where most sources agree that the truth lies. */
export interface Agreement {
  readonly lower: number;
  readonly upper: number;
  /** How many sources agree. */
  readonly sources: number;
}

/**
 * Marzullo's algorithm: the smallest interval that lies within the intervals of as many sources as
 * possible. Intervals that touch in a point overlap there.
 */
export function smallestInterval(estimates: readonly Estimate[]): Agreement {
  assert(estimates.length > 0, 'an agreement needs sources');
  const edges = estimates.flatMap(({ offset, error }) => [
    { at: offset - error, step: 1 },
    { at: offset + error, step: -1 },
  ]);
  edges.sort((a, b) => a.at - b.at || b.step - a.step);
  let best: Agreement = { lower: 0, upper: 0, sources: 0 };
  let sources = 0;
  for (const [index, edge] of edges.entries()) {
    sources += edge.step;
    const next = edges[index + 1];
    // Only between a lower edge and the upper edge behind it do as many agree as nearby ever do.
    if (next === undefined || edge.step < 0 || next.step > 0) continue;
    const narrower = next.at - edge.at < best.upper - best.lower;
    if (sources > best.sources || (sources === best.sources && narrower)) {
      best = { lower: edge.at, upper: next.at, sources };
    }
  }
  assert(sources === 0 && best.sources > 0, 'what begins ends');
  return best;
}
