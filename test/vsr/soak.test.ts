import { describe, expect, it } from 'vitest';
import { soak } from './bench-soak.ts';

describe('a cluster under everything at once', () => {
  for (let replicas = 1; replicas <= 6; replicas++) {
    it(`${replicas} replicas: one log, nothing lost, an end`, () => {
      for (let seed = 0; seed < 6; seed++) {
        const bench = soak({ seed: `test ${replicas} ${seed}`, replicas });
        expect(bench.converged(), bench.describe()).toBe(true);
      }
    });
  }

  it('does the same twice', () => {
    const [once, again] = [0, 1].map(() => soak({ seed: 'twice', replicas: 3 }));
    expect(again?.now).toBe(once?.now);
    expect([...(again?.log ?? [])]).toEqual([...(once?.log ?? [])]);
  });
});
