import { expect, test } from 'vitest';
import { RecordTable } from '../../harness/ledger/record-table.ts';
import { hash } from '../../harness/ledger/u128.ts';
import { Random } from '../../harness/random.ts';

function words(id: number): Int32Array {
  const record = new Int32Array(32);
  // Ids that differ in a few bits only, in different words.
  record[id % 4] = id << 12;
  record[3] = (record[3] as number) ^ (id >>> 20);
  return record;
}

test('a table finds what it holds, through growth, truncation and burned ids', () => {
  const random = Random.fromSeed('record-table');
  const table = new RecordTable();
  const held: number[] = [];
  const burned = new Set<number>();
  let next = 1;
  for (let round = 0; round < 60; round++) {
    const count = random.between(1, 1500);
    for (let i = 0; i < count; i++) {
      const id = next++;
      if (random.below(10) === 0) {
        table.burn(words(id), 0);
        burned.add(id);
      } else {
        expect(table.append(hash(words(id), 0), words(id), 0, 1, id)).toBe(held.length);
        held.push(id);
      }
    }
    const kept = held.length - random.between(0, Math.min(held.length, 900));
    table.truncate(kept);
    const removed = held.splice(kept);
    for (const id of removed) expect(table.indexOf(words(id), 0)).toBe(-1);
  }
  expect(held.length).toBeGreaterThan(8192);
  for (const [index, id] of held.entries()) expect(table.indexOf(words(id), 0)).toBe(index);
  for (const id of burned) expect(table.indexOf(words(id), 0)).toBe(-2);
  expect(table.hasTimestamp(1, held[100] as number)).toBe(true);
  expect(table.hasTimestamp(1, next)).toBe(false);
  expect(table.countBefore(1, held[100] as number)).toBe(100);
  expect(table.countUntil(1, held[100] as number)).toBe(101);
});

test('records that were copied ahead are what was appended, whatever fails or is taken back', () => {
  const random = Random.fromSeed('copied-ahead');
  const table = new RecordTable();
  const held: number[] = [];
  let next = 1;
  for (let round = 0; round < 300; round++) {
    const count = random.between(1, 128);
    const at = random.below(3) * 32;
    const batch = new Int32Array(at + count * 32);
    for (let i = 0; i < count; i++) batch.set(words(next + i), at + i * 32);
    if (random.below(5) === 0) table.dropAhead();
    else table.copyAhead(batch, at, count);
    const failsOf = random.below(4) === 0 ? 3 : 1000;
    for (let i = 0; i < count; i++) {
      if (random.below(failsOf) === 0) continue;
      const id = at + i * 32;
      table.append(hash(batch, id), batch, id, 1, next + i);
      held.push(next + i);
      if (random.below(400) !== 0) continue;
      held.splice(-random.between(1, Math.min(held.length, i + 1)));
      table.truncate(held.length);
    }
    next += count;
  }
  expect(held.length).toBeGreaterThan(8192);
  expect(table.records.count).toBe(held.length);
  for (const [index, id] of held.entries()) {
    const at = table.records.at(index);
    const record = words(id);
    record.set([id, 1], 30);
    expect(table.records.page(index).subarray(at, at + 32)).toEqual(record);
  }
});
