import { expect, test } from 'vitest';
import { Random } from '../../harness/random.ts';
import { type ChainStyle, Layout, someChains } from '../../workloads/chains.ts';
import { Tally } from './status-tally.ts';

const always: ChainStyle = { always: true, lengthMax: 30, brokenPercent: 40, openPercent: 20 };

/** What the chains of many requests are like: their lengths, where they break, how they end. */
function tallyOf(style: ChainStyle): Tally {
  const tally = new Tally();
  const random = Random.fromSeed('chains');
  for (let request = 0; request < 4000; request++) {
    const events = random.between(1, 60);
    const layout = new Layout(random.at(request), events, 6, style);
    let start = 0;
    for (let position = 0; position < events; position++) {
      const { chainStart, chained, linked, broken } = layout.at(position);
      if (broken) tally.add(`breaks at ${position - chainStart}`);
      if (broken && !linked) tally.add('breaks at the last');
      if (!chained) tally.add('alone');
      const ends = position === events - 1 || layout.at(position + 1).chainStart > position;
      if (!ends) continue;
      if (chained) tally.add(`length ${position + 1 - start}`);
      if (linked) tally.add('open');
      start = position + 1;
    }
  }
  return tally;
}

test('chains of every length break at their first, a middle or their last event', () => {
  const tally = tallyOf(always);
  const lengths = Array.from({ length: 29 }, (_, i) => `length ${i + 2}`);
  const breaks = ['breaks at 0', 'breaks at 1', 'breaks at 2', 'breaks at the last'];
  expect(tally.lacks([...lengths, ...breaks, 'open'], 5)).toEqual([]);
  expect(tally.of('length 31')).toBe(0);
});

test('where nothing is to break, nothing does; where none is left open, none is', () => {
  const tally = tallyOf({ ...someChains, openPercent: 0 });
  expect([...tally.counts.keys()].filter((what) => /breaks|open/.test(what))).toEqual([]);
  expect(tally.of('alone')).toBeGreaterThan(1000);
  expect(tally.of('length 40')).toBeGreaterThan(0);
});
