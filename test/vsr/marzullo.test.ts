import { describe, expect, it } from 'vitest';
import { smallestInterval } from '../../cluster/vsr/marzullo.ts';

/** `[lower, upper]` of each source; then the interval, and how many agree on it. */
const cases: readonly (readonly [string, readonly (readonly [number, number])[], string])[] = [
  ['one source is right', [[8, 12]], '8..12 of 1'],
  [
    'all overlap',
    [
      [8, 12],
      [11, 13],
      [10, 12],
    ],
    '11..12 of 3',
  ],
  [
    'one is wrong',
    [
      [8, 12],
      [11, 13],
      [14, 16],
    ],
    '11..12 of 2',
  ],
  [
    'one lies within another',
    [
      [8, 9],
      [8, 12],
      [10, 12],
    ],
    '8..9 of 2',
  ],
  [
    'two touch in a point',
    [
      [8, 10],
      [10, 12],
    ],
    '10..10 of 2',
  ],
  [
    'all say the same',
    [
      [10, 10],
      [10, 10],
      [10, 10],
    ],
    '10..10 of 3',
  ],
  [
    'nobody agrees: the surest',
    [
      [0, 4],
      [10, 11],
      [20, 23],
    ],
    '10..11 of 1',
  ],
  [
    'two pairs: the narrower',
    [
      [0, 10],
      [6, 16],
      [30, 40],
      [37, 47],
    ],
    '37..40 of 2',
  ],
  [
    'below zero',
    [
      [-12, -8],
      [-11, -7],
    ],
    '-11..-8 of 2',
  ],
];

describe('the smallest interval', () => {
  it.each(cases)('%s', (_, intervals, expected) => {
    const estimates = intervals.map(([lower, upper]) => ({
      offset: (lower + upper) / 2,
      error: (upper - lower) / 2,
    }));
    for (const order of [estimates, estimates.toReversed()]) {
      const { lower, upper, sources } = smallestInterval(order);
      expect(`${lower}..${upper} of ${sources}`).toBe(expected);
    }
  });
});
