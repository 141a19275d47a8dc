import { describe, expect, it } from 'vitest';
import { blankHeader } from '../../cluster/vsr/prepare-header.ts';
import { decideSlot, type Found } from '../../cluster/vsr/recover-slot.ts';
import { belongsToLog } from '../../cluster/vsr/view-range.ts';
import { common, prepare } from '../../cluster/wire/header.ts';
import { Message } from '../../cluster/wire/message.ts';

function header(op: number, view: number): Message {
  const message = Message.create('prepare', 7n, 0);
  message.setU64(prepare.op, op);
  message.setU32(common.view, view);
  message.setU8(prepare.operation, 146);
  return message.seal();
}

const own = header(5, 2);
const other = header(5, 1);
const alsoOwn = header(5, 3);

function belongs(found: Message): boolean {
  return found.view >= 2;
}

/** Header, prepare, and what is made of it. */
const table: readonly [Found, Found, 'clean' | 'known' | 'unknown' | 'nothing'][] = [
  [own, own, 'clean'],
  ['blank', own, 'clean'],
  ['invalid', own, 'clean'],
  [other, own, 'clean'],
  [own, 'invalid', 'known'],
  [own, 'blank', 'known'],
  [own, other, 'known'],
  [own, alsoOwn, 'unknown'],
  ['invalid', 'invalid', 'unknown'],
  ['blank', 'invalid', 'nothing'],
  [other, 'invalid', 'nothing'],
  ['invalid', 'blank', 'nothing'],
  ['invalid', other, 'nothing'],
  ['blank', other, 'nothing'],
  [other, other, 'nothing'],
  ['blank', 'blank', 'nothing'],
];

function name(found: Found): string {
  if (typeof found === 'string') return found;
  return found === other ? 'foreign' : `own of view ${found.view}`;
}

describe('a slot whose', () => {
  for (const [headerFound, prepareFound, expected] of table) {
    it(`header is ${name(headerFound)} and prepare ${name(prepareFound)}: ${expected}`, () => {
      const decision = decideSlot(headerFound, prepareFound, belongs);
      expect(decision.header !== null).toBe(expected === 'clean' || expected === 'known');
      expect(decision.dirty).toBe(expected === 'known' || expected === 'unknown');
      // Only what can be ruled out to have been acknowledged may be denied.
      expect(decision.faulty).toBe(decision.dirty);
    });
  }
});

describe('the log of a view', () => {
  const headers = [header(9, 10), blankHeader(8), blankHeader(7), header(6, 7), blankHeader(5)];
  const cases: readonly [op: number, view: number, belongs: boolean][] = [
    [11, 12, true],
    [11, 11, false],
    [9, 10, true],
    [9, 12, false],
    [8, 7, true],
    [8, 10, true],
    [8, 6, false],
    [8, 11, false],
    [6, 7, true],
    [6, 6, false],
    [5, 7, true],
    [5, 0, true],
    [5, 8, false],
  ];
  for (const [op, view, expected] of cases) {
    it(`${expected ? 'may have' : 'has not'} op ${op} of view ${view}`, () => {
      const found = headers.find((known) => known.u64(prepare.op) === op && known.view === view);
      expect(belongsToLog(found ?? header(op, view), headers, 12)).toBe(expected);
    });
  }
});
