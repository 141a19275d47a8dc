import { describe, expect, it } from 'vitest';
import { superblockCopies, superblockCopySize } from '../../cluster/vsr/superblock-image.ts';
import { superblockCopies as copiesOfFaults } from '../../harness/fault.ts';
import { second } from '../../harness/time.ts';
import { Bench } from './bench.ts';

describe('the superblock', () => {
  it('has as many copies as faults believe', () => {
    expect(superblockCopies).toBe(copiesOfFaults);
  });

  it('is mended one copy after the other, so that a crash meanwhile tears but one', () => {
    const bench = new Bench({ seed: 'copies', replicas: 3 });
    const size = superblockCopySize(bench.configuration);
    const { disk, writes } = bench.node(0);
    const copy = (index: number): Uint8Array => disk.read('superblock', index * size, size);
    const old = copy(0);
    bench.request(5);
    expect(bench.settle(), bench.describe()).toBe(true);
    bench.stop(0, [0, 1], [0, 1]);
    bench.run(20 * second);
    bench.start(0);
    expect(bench.settle(), bench.describe()).toBe(true);
    bench.stop(0, [0, 1], [0, 1]);
    expect(copy(0)).not.toEqual(old);
    // A crash in the middle of an update, and then one copy of what is left is flipped.
    for (const index of [2, 3]) disk.write('superblock', index * size, old);
    disk.flip('superblock', size + 300, 5);
    bench.start(0);
    let most = 0;
    const mended = (): boolean => {
      const zones = [...writes.values()].map(({ zone }) => zone);
      most = Math.max(most, zones.filter((zone) => zone === 'superblock').length);
      return [1, 2, 3].every((index) => Buffer.compare(copy(index), copy(0)) === 0);
    };
    expect(bench.run(second, mended), bench.describe()).toBe(true);
    expect(most).toBe(1);
    expect(bench.settle(), bench.describe()).toBe(true);
  });
});
