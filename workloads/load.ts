import type { Random } from '../harness/random.ts';
import { type Blocks, quotas, type Slot } from './blocks.ts';
import { Layout } from './chains.ts';
import { longTail } from './distribution.ts';

/** The kinds of requests in the load, and how many of a hundred each is by default. */
export const requestWeights = {
  create_transfers: 60,
  create_transfers_imported: 1,
  create_accounts: 4,
  lookup_accounts: 8,
  lookup_transfers: 8,
  get_account_transfers: 5,
  get_account_balances: 4,
  query_accounts: 3,
  query_transfers: 4,
  get_change_events: 3,
} as const;
export type Family = keyof typeof requestWeights;
const families = Object.keys(requestWeights) as Family[];

/** Events of request i are numbered from i times this on: no request has as many. */
export const numbersPerRequest = 8192;

/** Batches that a request has at most. */
const batchesMax = 6;

/** How many events requests may have. */
export interface LoadSize {
  /** Of creates and look-ups: the mean of those that create transfers, and the highest. */
  readonly eventsMean: number;
  readonly eventsMax: number;
}

/** What a block of requests consists of; it depends on no seed. */
export function slotsOf(
  weights: Readonly<Record<Family, number>>,
  size: LoadSize,
): readonly Slot<Family>[] {
  const counts = quotas(families.map((family) => weights[family]));
  return families.flatMap((family, at) =>
    sizesOf(family, counts[at] as number, size).map((events) => ({ family, events })),
  );
}

function sizesOf(family: Family, count: number, size: LoadSize): readonly number[] {
  const { eventsMean, eventsMax } = size;
  switch (family) {
    case 'create_transfers':
      return longTail(count, eventsMean, eventsMax);
    case 'create_transfers_imported':
    case 'create_accounts':
    case 'lookup_accounts':
    case 'lookup_transfers':
      return longTail(count, Math.ceil(eventsMean / 2), eventsMax);
    case 'get_change_events':
      return Array.from({ length: count }, () => 1);
    default:
      return longTail(count, 2, Math.min(batchesMax, eventsMax));
  }
}

/** Which requests the load consists of, and how events are numbered. */
export class MixedLoad {
  readonly blocks: Blocks<Family>;
  readonly #random: Random;
  /** Of requests asked for lately. Kept for speed only. */
  readonly #layouts = new Map<number, Layout>();

  constructor(blocks: Blocks<Family>, random: Random) {
    this.blocks = blocks;
    this.#random = random;
  }

  slot(index: number): Slot<Family> {
    return this.blocks.at(index);
  }

  layout(index: number): Layout {
    let layout = this.#layouts.get(index);
    if (layout === undefined) {
      layout = new Layout(this.#random.at(index), this.slot(index).events, batchesMax);
      if (this.#layouts.size >= 256) this.#layouts.clear();
      this.#layouts.set(index, layout);
    }
    return layout;
  }

  /**
   * The number of an event of an earlier request of this family (or of an earlier event of the
   * same request) that `wanted` accepts; most likely within `distance` requests. −1 for none.
   */
  earlier(
    random: Random,
    before: number,
    search: { readonly family: Family; readonly distance: number },
    wanted: (number: number) => boolean,
  ): number {
    const index = Math.floor(before / numbersPerRequest);
    for (let attempt = 0; attempt < 24; attempt++) {
      const other = index - random.exponential(search.distance);
      if (other < 0) continue;
      const { family, events } = this.slot(other);
      const end = other === index ? Math.min(events, before % numbersPerRequest) : events;
      if (family !== search.family || end === 0) continue;
      const number = other * numbersPerRequest + random.below(end);
      if (wanted(number)) return number;
    }
    return -1;
  }
}
