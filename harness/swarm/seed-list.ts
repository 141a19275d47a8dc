/** Which seeds a swarm takes: numbers from `from` up to but not including `until`. */
export interface SeedList {
  readonly from: number;
  /** `Number.MAX_SAFE_INTEGER` where only time ends the swarm. */
  readonly until: number;
  /** Of `shards` equal parts this is number `shard`, from 0. */
  readonly shard: number;
  readonly shards: number;
}

/** `0..800`: 0 to 799. Null for everything else. */
export function parseSeeds(text: string): { from: number; until: number } | null {
  const parts = /^(\d{1,15})\.\.(\d{1,15})$/.exec(text);
  const [from, until] = [Number(parts?.[1]), Number(parts?.[2])];
  return parts !== null && from < until ? { from, until } : null;
}

/** `2/5`: the second of five parts, as `{shard: 1, shards: 5}`. Null for everything else. */
export function parseShard(text: string): { shard: number; shards: number } | null {
  const parts = /^(\d{1,6})\/(\d{1,6})$/.exec(text);
  const [number, shards] = [Number(parts?.[1]), Number(parts?.[2])];
  return parts !== null && number >= 1 && number <= shards ? { shard: number - 1, shards } : null;
}

/** The seeds of a part, in order: every `shards`th, so that parts take equally long. */
export function* seedsOf({ from, until, shard, shards }: SeedList): Iterable<string> {
  for (let seed = from + shard; seed < until; seed += shards) yield String(seed);
}
