import { describe, expect, test } from 'vitest';
import { decodeHistory, encodeHistory, HistoryError } from '../../harness/history/codec.ts';
import type { HistoryEvent } from '../../harness/history.ts';
import { everyKind } from './every-kind.ts';

const bytes = new Uint8Array(16);

function linesOf(events: readonly HistoryEvent[]): string[] {
  return [...encodeHistory({ events, bytes })].join('').split('\n');
}

function errorOf(lines: readonly string[]): HistoryError {
  try {
    decodeHistory(lines, bytes);
  } catch (error) {
    if (error instanceof HistoryError) return error;
    throw error;
  }
  throw new Error('the damage was not noticed');
}

describe('a stored history', () => {
  test('comes back as it was', () => {
    expect(decodeHistory(linesOf(everyKind), bytes).events).toEqual(everyKind);
    expect(decodeHistory([], bytes).events).toEqual([]);
  });

  test('does not depend on the order in which an event was put together', () => {
    const backwards = everyKind.map(
      (event) => Object.fromEntries(Object.entries(event).toReversed()) as unknown as HistoryEvent,
    );
    expect(linesOf(backwards)).toEqual(linesOf(everyKind));
  });

  test('comes in chunks of whole lines', () => {
    const events = Array.from({ length: 2000 }, () => everyKind).flat();
    const chunks = [...encodeHistory({ events, bytes })];
    expect(chunks.length).toBeGreaterThan(10);
    for (const chunk of chunks) {
      expect(chunk.endsWith('}\n')).toBe(true);
      expect(chunk.length).toBeLessThan(70_000);
    }
  });

  test.each([
    ['cut off', (line: string) => line.slice(0, -3), /not JSON/],
    ['a list', () => '[1]', /not an object/],
    [
      'of an unknown kind',
      () => '{"kind":"constructor","time":0}',
      /no event of kind "constructor"/,
    ],
    ['without its kind', () => '{"time":0}', /no event of kind undefined/],
    [
      'without a field',
      (line: string) => line.replace('"op":7,', ''),
      /"op" must be .* is missing/,
    ],
    ['with a field too many', (line: string) => line.replace('{', '{"toString":1,'), /"toString"/],
    ['with a fraction', (line: string) => line.replace('"op":7', '"op":7.5'), /"op" .* is 7.5/],
    ['with a minus', (line: string) => line.replace('"op":7', '"op":-7'), /"op" .* is -7/],
    ['with a timestamp as a number', (line: string) => line.replace('"0"', '0'), /"timestamp"/],
    [
      'with a timestamp of 65 bits',
      (line: string) => line.replace('"0"', '"18446744073709551616"'),
      /"timestamp"/,
    ],
    ['beyond the bytes', (line: string) => line.replace(/16}$/, '17}'), /byte 17.*only 16/],
  ])('names a line that is %s', (_, damage, message) => {
    const lines = linesOf(everyKind);
    const at = everyKind.findIndex((event) => event.kind === 'reply');
    lines[at] = damage(lines[at] as string);
    const error = errorOf(lines);
    expect(error.line).toBe(at + 1);
    expect(error.message).toMatch(message);
  });

  test('names an empty line in the middle, and allows one at the end', () => {
    const lines = linesOf(everyKind);
    expect(lines.at(-1)).toBe('');
    expect(errorOf(lines.toSpliced(4, 0, '')).line).toBe(5);
  });
});
