import type { Random } from '../harness/random.ts';
import { Blocks, quotas, type Slot } from './blocks.ts';
import { type ChainStyle, Layout } from './chains.ts';
import { longTail } from './distribution.ts';
import { Hashes } from './heads.ts';

/** The kinds of requests that a load can have. */
const families = [
  'create_transfers',
  /** With moments of their own, which are too late as a rule. */
  'create_transfers_imported',
  'create_accounts',
  /** An earlier request once more, from the first event to the last. */
  'create_again',
  'lookup_accounts',
  'lookup_transfers',
  'get_account_transfers',
  'get_account_balances',
  'query_accounts',
  'query_transfers',
  'get_change_events',
] as const;
export type Family = (typeof families)[number];

/** Shares of the kinds of requests; what is left out never comes. */
export type FamilyWeights = Readonly<Partial<Record<Family, number>>>;

/** Events of request i are numbered from i times this on: no request has as many. */
export const numbersPerRequest = 8192;

/** Batches that a request has at most. */
const batchesMax = 6;

/** How many events requests have. */
interface LoadSize {
  /** Of creates and look-ups: the mean of those that create transfers, and the highest. */
  readonly eventsMean: number;
  readonly eventsMax: number;
}

export interface LoadParts {
  readonly requests: FamilyWeights;
  readonly size: LoadSize;
  readonly chains: ChainStyle;
  /** One in so many requests that create may be sent again as a whole; 0 for none. */
  readonly repeatableOneIn: number;
  readonly random: Random;
}

/** Which requests the load consists of, and how events are numbered. */
export class Load {
  readonly blocks: Blocks<Family>;
  readonly #chains: ChainStyle;
  readonly #random: Random;
  readonly #hashes: Hashes;
  readonly #repeatableOneIn: number;
  /** Of requests asked for lately. Kept for speed only. */
  readonly #layouts = new Map<number, Layout>();

  constructor({ requests, size, chains, repeatableOneIn, random }: LoadParts) {
    this.blocks = new Blocks(slotsOf(requests, size), random.fork('blocks'));
    this.#chains = chains;
    this.#random = random.fork('layouts');
    this.#hashes = new Hashes(random.fork('repeatable'));
    this.#repeatableOneIn = repeatableOneIn;
  }

  slot(index: number): Slot<Family> {
    return this.blocks.at(index);
  }

  layout(index: number): Layout {
    let layout = this.#layouts.get(index);
    if (layout === undefined) {
      const { events } = this.slot(index);
      layout = new Layout(this.#random.at(index), events, batchesMax, this.#chains);
      if (this.#layouts.size >= 256) this.#layouts.clear();
      this.#layouts.set(index, layout);
    }
    return layout;
  }

  /** Whether later requests may send the request again as it is. */
  repeatable(index: number): boolean {
    return this.#repeatableOneIn > 0 && this.#hashes.of(index) % this.#repeatableOneIn === 0;
  }

  /** An earlier request that creates and may be sent again; −1 for none. */
  earlierRepeatable(random: Random, index: number): number {
    for (let attempt = 0; attempt < 24; attempt++) {
      // Mostly while the first is still under way.
      const other = index - 1 - random.exponential(12);
      if (other < 0 || !this.repeatable(other)) continue;
      const { family, events } = this.slot(other);
      if (events > 0 && (family === 'create_transfers' || family === 'create_accounts')) {
        return other;
      }
    }
    return -1;
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
    const index = indexOf(before);
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

/** The request of event `number`. */
export function indexOf(number: number): number {
  return Math.floor(number / numbersPerRequest);
}

/** What a block of requests consists of; it depends on no seed. */
function slotsOf(weights: FamilyWeights, size: LoadSize): readonly Slot<Family>[] {
  const counts = quotas(families.map((family) => weights[family] ?? 0));
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
    case 'create_again':
    case 'lookup_accounts':
    case 'lookup_transfers':
      return longTail(count, Math.ceil(eventsMean / 2), eventsMax);
    case 'get_change_events':
      return Array.from({ length: count }, () => 1);
    default:
      return longTail(count, 2, Math.min(batchesMax, eventsMax));
  }
}
