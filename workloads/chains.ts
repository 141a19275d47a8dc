import type { Random } from '../harness/random.ts';

/** Where an event stands in its request. */
export interface Place {
  /** The position of its chain's first event; its own where it is in no chain. */
  readonly chainStart: number;
  /** Whether it is in a chain with another event, or in one that is left open. */
  readonly chained: boolean;
  /** Whether it carries the flag that links it to the next. */
  readonly linked: boolean;
  /** Whether its chain is to fail here, for certain. */
  readonly broken: boolean;
}

/** Which chains a load has. */
export interface ChainStyle {
  /** Whether nearly all events are in chains, and not those of some requests only. */
  readonly always: boolean;
  /** Events of the longest chain. */
  readonly lengthMax: number;
  /** Of a hundred chains, how many have an event that fails: the first, a middle or the last. */
  readonly brokenPercent: number;
  /** Of a hundred requests, how many end their batches with a chain that is left open. */
  readonly openPercent: number;
}

/** Chains now and then, that fail where their transfers do. */
export const someChains: ChainStyle = {
  always: false,
  lengthMax: 40,
  brokenPercent: 0,
  openPercent: 5,
};

/** How a request's events are divided into batches, and the batches into chains. */
export class Layout {
  /** The number of events of each batch. */
  readonly batches: readonly number[];
  /** Whether its chains leave out what is likely to fail, so that some long ones are created. */
  readonly careful: boolean;
  readonly #places: readonly Place[];

  constructor(random: Random, events: number, batchesMax: number, style: ChainStyle) {
    this.batches = drawBatches(random, events, batchesMax);
    const length = drawChainLength(random, events, style);
    const shape = {
      length,
      alternating: random.chance(style.always ? [1, 8] : [1, 2]),
      open: random.chance([style.openPercent, 100]),
    };
    this.#places = placesOf(this.batches, shape, (last) =>
      random.chance([style.brokenPercent, 100]) ? drawBroken(random, last) : -1,
    );
    this.careful = style.brokenPercent > 0 || random.chance([3, 4]);
  }

  at(position: number): Place {
    return this.#places[position] as Place;
  }
}

interface Shape {
  /** 1 for no chains. */
  readonly length: number;
  /** Whether between two chains as many events are in none. */
  readonly alternating: boolean;
  /** Whether the last event of each batch is linked to nothing. */
  readonly open: boolean;
}

/** @param breaks draws which event of a chain is to fail, given its last one; −1 for none */
function placesOf(
  batches: readonly number[],
  { length, alternating, open }: Shape,
  breaks: (last: number) => number,
): Place[] {
  const places: Place[] = [];
  let broken = -1;
  for (const count of batches) {
    const start = places.length;
    const end = start + count;
    for (let position = start; position < end; position++) {
      const segment = Math.floor((position - start) / length);
      const inChain = length > 1 && !(alternating && segment % 2 === 1);
      const chainStart = inChain ? start + segment * length : position;
      const last = inChain ? Math.min(chainStart + length, end) - 1 : position;
      const openEnd = open && position === end - 1;
      const chained = last > chainStart || openEnd;
      // With −1 it lies before the chain, so that no event of it is meant.
      if (position === chainStart) broken = chainStart + (chained ? breaks(last - chainStart) : -1);
      places.push({
        chainStart,
        chained,
        linked: position < last || openEnd,
        broken: position === broken,
      });
    }
  }
  return places;
}

/** The first event, the last, or one between. */
function drawBroken(random: Random, last: number): number {
  return random.pick([0, last, random.between(0, last)]);
}

/** Mostly one batch; sometimes up to six, of which some may be empty. */
function drawBatches(random: Random, events: number, batchesMax: number): number[] {
  if (batchesMax < 2 || random.chance([4, 5])) return [events];
  const count = random.between(2, batchesMax);
  const cuts = Array.from({ length: count - 1 }, () => random.between(0, events));
  const ends = [...cuts, events].toSorted((a, b) => a - b);
  return ends.map((end, batch) => end - (ends[batch - 1] ?? 0));
}

/** 1 for no chains, else from 2 on. */
function drawChainLength(random: Random, events: number, style: ChainStyle): number {
  if (events < 2) return 1;
  const long = Math.min(style.lengthMax, events);
  if (style.always) return random.between(2, random.chance([1, 2]) ? Math.min(6, long) : long);
  const kind = random.below(20);
  if (events > 12) {
    if (kind < 8) return 1;
    if (kind < 12) return random.between(2, 6);
    // The longest are rare enough in the end: few requests have room for them.
    return random.between(kind < 16 ? 2 : Math.ceil(long / 2), long);
  }
  return kind < 12 ? 1 : random.between(2, long);
}
