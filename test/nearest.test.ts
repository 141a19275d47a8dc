import { expect, test } from 'vitest';
import { nearest } from '../harness/nearest.ts';

const flags = ['seed', 'replicas', 'requests', 'clients', 'faults', 'quiet', 'out'];

test.each([
  ['sede', 'seed'],
  ['Seed', 'seed'],
  ['replica', 'replicas'],
  ['reqests', 'requests'],
  ['qiuet', 'quiet'],
  ['rep', 'replicas'],
  ['o', null],
  ['banana', null],
  ['', null],
])('%j was meant to be %j', (word, meant) => {
  expect(nearest(word, flags)).toBe(meant);
});
