import { describe, expect, test } from 'vitest';
import { formatCount } from '../../harness/count-text.ts';
import {
  countOf,
  formatDuration,
  formatNumber,
  formatRate,
  listOf,
} from '../../reports/wording/quantities.ts';

describe('quantities', () => {
  test.each([
    [0, '0'],
    [0.01234, '0.0123'],
    [0.99951, '1'],
    [4.5678, '4.57'],
    [12.345, '12.3'],
    [99.96, '100'],
    [999.4, '999'],
    [12345.6, '12,346'],
    [-22.14, '−22.1'],
  ])('the number %d', (value, text) => expect(formatNumber(value)).toBe(text));

  test.each([
    [0, '0 s'],
    [812, '812 ns'],
    [999_499, '999 µs'],
    [999_500, '1 ms'],
    [12_345_678, '12.3 ms'],
    [-80_000_000, '−80 ms'],
    [62_149_000_000, '62.1 s'],
    [119_600_000_000, '2 min'],
    [200_000_000_000, '3 min 20 s'],
  ])('the span of %d ns', (span, text) => expect(formatDuration(span)).toBe(text));

  test('counts and rates', () => {
    expect(formatCount(1234567)).toBe('1,234,567');
    expect(countOf(1, 'request')).toBe('1 request');
    expect(countOf(2031, 'reply', 'replies')).toBe('2,031 replies');
    expect(formatRate(100, 2_000_000_000)).toBe('50');
    expect(formatRate(100, 0)).toBe('0');
  });

  test('lists', () => {
    expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(listOf)).toEqual([
      '',
      'a',
      'a and b',
      'a, b and c',
    ]);
  });
});
