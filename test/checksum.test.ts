import { describe, expect, test } from 'vitest';
import { checksum, checksumHex } from '../harness/checksum.ts';

describe('checksum: AEGIS-128L as TigerBeetle uses it', () => {
  // Both vectors are what TigerBeetle itself gives (facts 4.2).
  test('of nothing', () => {
    expect(checksumHex(new Uint8Array(0))).toBe('83cc600dc4e3e7e62d4055826174f149');
  });

  test('of sixteen zero bytes', () => {
    expect(checksumHex(new Uint8Array(16))).toBe('f72ad48dd05dd1656133101cd4be3a26');
  });

  test('depends on every byte and on the length, at every alignment', () => {
    const seen = new Set<string>();
    for (let size = 0; size < 100; size++) {
      const data = new Uint8Array(size);
      seen.add(checksumHex(data));
      for (let at = 0; at < size; at++) {
        data[at] = 1;
        seen.add(checksumHex(data));
        data[at] = 0;
      }
    }
    expect(seen.size).toBe(100 + (99 * 100) / 2);
  });

  test('of a range is that of the bytes in it', () => {
    const data = Uint8Array.from({ length: 300 }, (_, i) => i);
    const tag = new Uint8Array(16);
    checksum(data, 7, 291, tag, 0);
    expect(Buffer.from(tag).toString('hex')).toBe(checksumHex(data.slice(7, 291)));
  });
});
