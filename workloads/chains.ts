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
  readonly #places: readonly Place[];

  constructor(random: Random, events: number, batchesMax: number) {
    this.batches = drawBatches(random, events, batchesMax);
    const style = {
      length: drawChainLength(random, events),
      alternating: random.chance([1, 2]),
      open: random.chance([1, 20]),
    };
    this.#places = placesOf(this.batches, style);
    this.careful = random.chance([3, 4]);
  }

  at(position: number): Place {
    return this.#places[position] as Place;
  }
}

interface Style {
  /** 1 for no chains. */
  readonly length: number;
  /** Whether between two chains as many events are in none. */
  readonly alternating: boolean;
  /** Whether the last event of each batch is linked to nothing. */
  readonly open: boolean;
}

function placesOf(batches: readonly number[], style: Style): Place[] {
  const { length, alternating, open } = style;
  const places: Place[] = [];
  for (const count of batches) {
    const start = places.length;
    const end = start + count;
    for (let position = start; position < end; position++) {
      const segment = Math.floor((position - start) / length);
      const inChain = length > 1 && !(alternating && segment % 2 === 1);
      const chainStart = inChain ? start + segment * length : position;
      const last = inChain ? Math.min(chainStart + length, end) - 1 : position;
      const openEnd = open && position === end - 1;
      places.push({
        chainStart,
        chained: last > chainStart || openEnd,
        linked: position < last || openEnd,
      });
    }
  }
  return places;
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
