import { expect, test } from 'vitest';
import { IdTable } from '../../harness/checkers/id-table.ts';
import { Random } from '../../harness/random.ts';

/** Ids that lie close together, far apart, and in the upper words alone. */
function drawn(count: number): bigint[] {
  const random = Random.fromSeed('id table');
  return Array.from({ length: count }, (_, at) => {
    const number = BigInt(at % 3000);
    if (at % 3 === 0) return number;
    return at % 3 === 1 ? number << 96n : (BigInt(random.below(2 ** 31)) << 64n) | number;
  });
}

test('ids keep the numbers in whose order they came, as a map of bigints has them', () => {
  const table = new IdTable();
  const known = new Map<bigint, number>();
  const record = new DataView(new ArrayBuffer(24));
  for (const id of drawn(20_000)) {
    record.setBigUint64(8, id & 0xffff_ffff_ffff_ffffn, true);
    record.setBigUint64(16, id >> 64n, true);
    expect(table.find(record, 8)).toBe(known.get(id) ?? -1);
    if (!known.has(id)) known.set(id, known.size);
    expect(table.add(record, 8)).toBe(known.get(id));
  }
  expect(table.count).toBe(known.size);
  for (const [id, number] of known) {
    expect(table.findId(id)).toBe(number);
    expect(table.id(number)).toBe(id);
  }
  expect(table.findId(1n << 127n)).toBe(-1);
});
