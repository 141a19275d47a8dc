import { expect, test } from 'vitest';
import { intersect, ListCursor, UnionCursor } from '../../harness/ledger/cursors.ts';
import { Postings } from '../../harness/ledger/postings.ts';
import { Random } from '../../harness/random.ts';

const random = Random.fromSeed('postings');

/** Lists that grow by turns, so that their chunks lie between one another. */
function grown(postings: Postings, sizes: readonly number[], gap: number): number[][] {
  const lists = sizes.map(() => postings.begin());
  const expected: number[][] = sizes.map(() => []);
  let entry = 0;
  while (expected.some((entries, i) => entries.length < (sizes[i] as number))) {
    for (const [i, list] of lists.entries()) {
      const entries = expected[i] as number[];
      if (entries.length === sizes[i]) continue;
      entry += random.between(1, gap);
      postings.append(list, entry);
      entries.push(entry);
    }
  }
  return expected;
}

function nearest(entries: readonly number[], target: number, reversed: boolean): number {
  const found = reversed
    ? entries.findLast((entry) => entry <= target)
    : entries.find((entry) => entry >= target);
  return found ?? -1;
}

test('a cursor finds the nearest entry, however far it leaps', () => {
  const postings = new Postings();
  const sizes = [0, 1, 2, 12, 13, 14, 26, 27, 39, 40, 50, 4070, 4080, 5000, 30_000];
  const expected = grown(postings, sizes, 3);
  for (const [list, entries] of expected.entries()) {
    const last = (entries.at(-1) ?? 0) + 2;
    for (let round = 0; round < 60; round++) {
      const reversed = round % 2 === 1;
      const cursor = new ListCursor(postings, list, reversed);
      const leapMax = [1, 10, 1000, last][round % 4] as number;
      let target = reversed ? last : 0;
      if (round % 3 === 0) target = random.between(0, last);
      for (let seek = 0; seek < 20 && target >= 0; seek++) {
        expect(cursor.seek(target)).toBe(nearest(entries, target, reversed));
        target += (reversed ? -1 : 1) * random.between(0, leapMax);
      }
    }
  }
});

test('intersections and unions are those of sets', () => {
  const postings = new Postings();
  const [a = [], b = [], c = []] = grown(postings, [9000, 3000, 400], 2);
  // Two lists of one entry in common with the first, far apart.
  const rare = postings.begin();
  for (const at of [5, 4500, 8999]) postings.append(rare, a[at] as number);
  const until = (a.at(-1) as number) + 1;
  for (const reversed of [false, true]) {
    const cursor = (list: number): ListCursor => new ListCursor(postings, list, reversed);
    const found = intersect([cursor(0), cursor(rare)], 0, until, reversed, 100);
    const ordered = [a[5], a[4500], a[8999]];
    expect(found).toEqual(reversed ? ordered.toReversed() : ordered);
    const union = intersect(
      [new UnionCursor(cursor(1), cursor(2), reversed)],
      0,
      until,
      reversed,
      9999,
    );
    const both = [...b, ...c].toSorted((x, y) => (reversed ? y - x : x - y));
    expect(union).toEqual(both);
  }
});

test('a range is appended as its entries would be one by one', () => {
  const postings = new Postings();
  const [byRange, oneByOne] = [postings.begin(), postings.begin()];
  let entry = 0;
  for (let round = 0; round < 400; round++) {
    const from = entry + random.below(3);
    entry = from + random.between(1, round % 40 === 0 ? 2000 : 30);
    postings.appendRange(byRange, from, entry);
    for (let each = from; each < entry; each++) postings.append(oneByOne, each);
  }
  for (const reversed of [false, true]) {
    const entries = (list: number): number[] =>
      intersect([new ListCursor(postings, list, reversed)], 0, entry, reversed, entry);
    expect(entries(byRange).length).toBeGreaterThan(10_000);
    expect(entries(byRange)).toEqual(entries(oneByOne));
  }
});
