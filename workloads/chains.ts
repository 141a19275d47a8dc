import type { Random } from '../harness/random.ts';

/** Where an event stands in its request. */
export interface Place {
  /** The position of its chain's first event; its own where it is in no chain. */
  readonly chainStart: number;
  /** Whether it is in a chain with another event, or in one that is left open. */
  readonly chained: boolean;
  /** Whether it carries the flag that links it to the next. */
  readonly linked: boolean;
}

/** How a request's events are divided into batches, and the batches into chains. */
export class Layout {
  /** The number of events of each batch. */
  readonly batches: readonly number[];
  /** Whether its chains leave out what is likely to fail, so that some long ones are created. */
  readonly careful: boolean;
  readonly #chainLength: number;
  readonly #alternating: boolean;
  readonly #open: boolean;

  constructor(random: Random, events: number, batchesMax: number) {
    this.batches = drawBatches(random, events, batchesMax);
    this.#chainLength = drawChainLength(random, events);
    this.#alternating = random.chance([1, 2]);
    this.#open = random.chance([1, 20]);
    this.careful = random.chance([3, 4]);
  }

  at(position: number): Place {
    let start = 0;
    let end = 0;
    for (const count of this.batches) {
      start = end;
      end += count;
      if (position < end) break;
    }
    const length = this.#chainLength;
    const segment = Math.floor((position - start) / length);
    const inChain = length > 1 && !(this.#alternating && segment % 2 === 1);
    const chainStart = inChain ? start + segment * length : position;
    const last = inChain ? Math.min(chainStart + length, end) - 1 : position;
    const openEnd = this.#open && position === end - 1;
    return {
      chainStart,
      chained: last > chainStart || openEnd,
      linked: position < last || openEnd,
    };
  }
}

/** Mostly one batch; sometimes up to six, of which some may be empty. */
function drawBatches(random: Random, events: number, batchesMax: number): number[] {
  if (batchesMax < 2 || random.chance([4, 5])) return [events];
  const count = random.between(2, batchesMax);
  const cuts = Array.from({ length: count - 1 }, () => random.between(0, events));
  const ends = [...cuts, events].toSorted((a, b) => a - b);
  return ends.map((end, batch) => end - (ends[batch - 1] ?? 0));
}

/** 1 for no chains, else 2 to 40. */
function drawChainLength(random: Random, events: number): number {
  if (events < 2) return 1;
  const long = Math.min(40, events);
  const kind = random.below(20);
  if (events > 12) {
    if (kind < 8) return 1;
    return kind < 13 ? random.between(2, 6) : random.between(2, long);
  }
  return kind < 12 ? 1 : random.between(2, long);
}
