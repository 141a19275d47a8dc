import { expect, test } from 'vitest';
import { FreeSet } from '../../cluster/vsr/free-set.ts';

test('addresses are taken from the lowest, and none twice', () => {
  const set = new FreeSet();
  expect([set.acquire(), set.acquire(), set.acquire()]).toEqual([1, 2, 3]);
  expect(() => set.take(2)).toThrow('a block is nobody else');
  set.take(5);
  expect([set.acquire(), set.acquire()]).toEqual([4, 6]);
  expect(set.count).toBe(6);
});

test('what is released is free when the checkpoint that released it is durable', () => {
  const set = new FreeSet();
  for (let block = 0; block < 4; block++) set.acquire();
  set.release(2);
  set.release(1);
  expect(set.acquire()).toBe(5);
  expect(set.isTaken(2)).toBe(true);
  set.freeReleased();
  expect(set.isTaken(2)).toBe(false);
  expect([set.acquire(), set.acquire(), set.acquire()]).toEqual([1, 2, 6]);
});

test('a replica that restarts takes the same addresses as one that goes on', () => {
  const going = new FreeSet();
  for (let block = 0; block < 300; block++) going.acquire();
  for (let address = 3; address < 300; address += 7) going.release(address);
  going.freeReleased();
  const restarted = new FreeSet();
  for (let address = 300; address > 0; address--) {
    if (going.isTaken(address)) restarted.take(address);
  }
  for (let block = 0; block < 100; block++) expect(restarted.acquire()).toBe(going.acquire());
});
