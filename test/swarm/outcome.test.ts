import { describe, expect, test } from 'vitest';
import { groupFailures, type Outcome } from '../../harness/swarm/outcome.ts';
import { parseSeeds, parseShard, seedsOf } from '../../harness/swarm/seed-list.ts';

function outcome(seed: string, by: string | null, why = '', events = 10): Outcome {
  return {
    seed,
    exit: by === null ? 0 : 1,
    failure: by === null ? null : { by, why },
    fingerprint: null,
    requests: 1,
    events,
    faults: 0,
    duration: 0,
    wall: 1,
    reproduce: `vivarium run --seed ${seed}`,
  };
}

describe('failures of a swarm', () => {
  test('that differ by numbers only are one group, which keeps the fastest seed', () => {
    const groups = groupFailures([
      outcome('1', 'durability', 'Op 17 was acknowledged and is lost.', 900),
      outcome('2', null),
      outcome('3', 'durability', 'Op 1,804 was acknowledged and is lost.', 200),
      outcome('4', 'model', 'Op 3 was answered with exists.', 50),
      outcome('5', 'model', 'Op 9 was answered with created.', 50),
      outcome('6', 'durability', 'Op 2 was acknowledged and is lost.', 300),
    ]);
    expect(groups.map(({ by, seeds, fastest }) => [by, seeds, fastest.seed])).toEqual([
      ['durability', ['1', '3', '6'], '3'],
      ['model', ['4'], '4'],
      ['model', ['5'], '5'],
    ]);
    expect(groups[0]?.why).toBe('Op 1,804 was acknowledged and is lost.');
  });
});

describe('the seeds of a swarm', () => {
  test('the shards take every seed once', () => {
    const range = { from: 3, until: 20, shards: 4 };
    const parts = [0, 1, 2, 3].map((shard) => [...seedsOf({ ...range, shard })]);
    const all = parts.flat().map(Number);
    expect(all.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 17 }, (_, i) => i + 3));
    for (const part of parts) expect(part.length).toBeGreaterThanOrEqual(4);
  });

  test('ranges and shards as text', () => {
    expect(parseSeeds('0..800')).toEqual({ from: 0, until: 800 });
    for (const wrong of ['800', '5..5', '9..3', '-1..3', '0..', 'a..b', '0...3']) {
      expect(parseSeeds(wrong)).toBeNull();
    }
    expect(parseShard('2/5')).toEqual({ shard: 1, shards: 5 });
    for (const wrong of ['0/5', '6/5', '1', '1/0', '-1/2']) expect(parseShard(wrong)).toBeNull();
  });
});
