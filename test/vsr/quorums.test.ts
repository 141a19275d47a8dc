import { describe, expect, it } from 'vitest';
import { quorumSizes } from '../../cluster/vsr/quorums.ts';

/** Facts 5, row by row. */
const table = `
  replicas  replication  view change  nack  upgrade
  1         1            1            1     1
  2         2            2            1     2
  3         2            2            2     3
  4         2            3            3     4
  5         3            3            3     5
  6         3            4            4     6
`;

const rows = table
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.trim().split(/ +/).map(Number) as [number, number, number, number, number]);

describe('quorums', () => {
  it.each(rows)('of %i replicas', (replicas, replication, viewChange, nack, upgrade) => {
    expect(quorumSizes(replicas)).toEqual({ replication, viewChange, nack, upgrade });
    // Whoever elects a view has heard of all that was committed.
    expect(replication + viewChange).toBeGreaterThan(replicas);
    // Two views are never elected at once.
    expect(2 * viewChange).toBeGreaterThan(replicas);
    // Whoever denies an op leaves too few who could have committed it.
    expect(nack + replication).toBeGreaterThan(replicas);
  });

  it('are for no other clusters', () => {
    expect(() => quorumSizes(0)).toThrow();
    expect(() => quorumSizes(7)).toThrow();
  });
});
