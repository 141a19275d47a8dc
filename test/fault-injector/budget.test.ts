import { describe, expect, test } from 'vitest';
import { withinBudget as excess } from '../../fault-injector/budget.ts';
import type { Fault, ReplicaTarget } from '../../harness/fault.ts';
import { second } from '../../harness/time.ts';

/** The position and the sentence in one, to match against. */
const withinBudget = (faults: readonly Fault[], replicas: number): string | null => {
  const found = excess(faults, replicas);
  return found === null ? null : `fault ${found.position}: ${found.why}`;
};

const flip = (replica: ReplicaTarget, slot: number): Fault => ({
  kind: 'bit-flip',
  from: second,
  until: second,
  replica,
  zone: 'journal-prepares',
  slot,
  bit: 7,
});

const crash = (replica: ReplicaTarget, from: number, until: number, torn = 0): Fault => ({
  kind: 'crash',
  from: from * second,
  until: until * second,
  replica,
  lost: [1, 2],
  torn: [torn, 1],
});

const partition = (from: number, until: number): Fault => ({
  kind: 'partition',
  from: from * second,
  until: until * second,
  side: [0],
});

describe('bit flips', () => {
  test('one replica of three may lose a chunk, and another another', () => {
    expect(withinBudget([flip(0, 3), flip(0, 5), flip(1, 16), flip(2, 32)], 3)).toBeNull();
  });
  test('not two the same', () => {
    expect(withinBudget([flip(0, 3), flip(1, 5)], 3)).toMatch(
      /^fault 1: .* last good copy of slot 5/,
    );
  });
  test('nor two that may come to be the same in a shorter journal', () => {
    expect(withinBudget([flip(0, 3), flip(1, 48)], 3)).toMatch(/^fault 1/);
  });
  test('two of five may', () => {
    expect(withinBudget([flip(0, 3), flip(1, 3)], 5)).toBeNull();
    expect(withinBudget([flip(0, 3), flip(1, 3), flip(2, 3)], 5)).toMatch(/^fault 2/);
  });
  test('two symbolic targets may be two replicas', () => {
    expect(withinBudget([flip('backup', 3)], 3)).toBeNull();
    expect(withinBudget([flip('backup', 3), flip('backup', 4)], 3)).toMatch(/^fault 1/);
  });
  test('a single copy is not touched', () => {
    expect(withinBudget([flip(0, 3)], 1)).toMatch(/only copy/);
    expect(withinBudget([flip(0, 3)], 2)).toBeNull();
  });
});

const damage = (fault: object): Fault => ({ ...flip(0, 3), ...fault }) as Fault;
const misdirected = (replica: ReplicaTarget, slot: number): Fault => ({
  kind: 'misdirected-write',
  from: second,
  until: 2 * second,
  replica,
  zone: 'journal-prepares',
  slot,
});

describe('by zone', () => {
  test('misdirected prepares count with flipped ones', () => {
    expect(withinBudget([flip(0, 3), misdirected(0, 4)], 3)).toBeNull();
    expect(withinBudget([flip(0, 3), misdirected(1, 4)], 3)).toMatch(
      /^fault 1: it misdirects a write over what may be the last good copy of slot 4/,
    );
    expect(withinBudget([misdirected(0, 4)], 1)).toMatch(/only copy/);
  });
  test('headers may be lost everywhere: prepares hold them too', () => {
    const zone = 'journal-headers';
    const faults = [0, 1, 2].map((replica) => damage({ replica, zone }));
    expect(withinBudget([...faults, flip(0, 3), damage({ ...misdirected(1, 3), zone })], 3)).toBe(
      null,
    );
    expect(withinBudget([damage({ zone })], 1)).toMatch(/only copy/);
  });
  test('of the superblock of one replica one copy may rot', () => {
    const zone = 'superblock';
    const faults = [damage({ zone, slot: 2 }), damage({ zone, slot: 6, from: 2 * second })];
    expect(withinBudget(faults, 1)).toBeNull();
    expect(withinBudget([...faults, damage({ zone, replica: 1, slot: 3 })], 3)).toBeNull();
    expect(withinBudget([...faults, damage({ zone, slot: 3, from: 3 * second })], 1)).toMatch(
      /^fault 2: it flips a bit of copy 3 of the superblock, where copy 2 of replica 0 .* to 2$/,
    );
    const anyone = damage({ zone, replica: 'backup', slot: 3, from: 4 * second });
    expect(withinBudget([...faults, anyone], 3)).toMatch(/^fault 2/);
  });
});

const loses = (kind: string, replica: number, slot = 3, zone = 'journal-prepares'): Fault =>
  damage({ ...misdirected(replica, slot), kind, zone });

const lost = (replica: number): Fault => {
  return { kind: 'reformat', from: second, until: 2 * second, replica };
};

describe('what is rolled back, lost or hidden', () => {
  test.each([
    ['read-error', /^fault 1: it hides what may be the last good copy of slot 4/],
    ['lost-write', /^fault 1: it loses a write to what may be the last good copy of slot 4/],
    ['rollback', /^fault 1: it rolls back what may be the last good copy of many prepares/],
  ])('%s counts with the rest', (kind, why) => {
    expect(withinBudget([flip(0, 3), loses(kind, 1, 4)], 3)).toMatch(why);
    expect(withinBudget([flip(0, 3), loses(kind, 0, 4)], 3)).toBeNull();
    expect(withinBudget([flip(0, 3), loses(kind, 1, 4, 'journal-headers')], 3)).toBeNull();
    expect(withinBudget([loses(kind, 0, 1, 'journal-headers')], 1)).toMatch(/only copy/);
    expect(withinBudget([loses(kind, 0, 1, 'superblock')], 1)).toBeNull();
    const copies = [loses(kind, 0, 1, 'superblock'), loses(kind, 0, 2, 'superblock')];
    expect(withinBudget(copies, 3)).toMatch(/^fault 1: .* copy 2 of the superblock, where copy 1/);
  });
  test('a reformatted replica has lost everything, and needs two others', () => {
    expect(withinBudget([lost(0), lost(0)], 3)).toBeNull();
    expect(withinBudget([lost(0), lost(1)], 3)).toMatch(/^fault 1: it loses what may be the last/);
    expect(withinBudget([lost(0), flip(1, 3)], 3)).toMatch(/^fault 1: it flips a bit/);
    expect(withinBudget([lost(0), flip(1, 3)], 5)).toBeNull();
    expect(withinBudget([lost(0)], 2)).toMatch(/with 2 of them it cannot be recovered/);
  });
  test('a rollback loses prepares of every chunk', () => {
    expect(withinBudget([loses('rollback', 0), flip(1, 16)], 3)).toMatch(/^fault 1/);
    expect(withinBudget([flip(1, 16), loses('rollback', 0)], 3)).toMatch(/^fault 1/);
    expect(withinBudget([flip(1, 16), loses('rollback', 0)], 5)).toBeNull();
  });
});

describe('crashes', () => {
  test('one after the other', () => {
    expect(withinBudget([crash(0, 1, 2), crash(1, 2, 3)], 3)).toBeNull();
  });
  test('a majority at once, or all: only progress stops', () => {
    expect(withinBudget([crash(0, 1, 3), crash(1, 2, 4)], 3)).toBeNull();
    expect(
      withinBudget(
        [0, 1, 2].map((replica) => crash(replica, 1, 3)),
        3,
      ),
    ).toBeNull();
  });
  test('loops that tear count as one that tears', () => {
    const loop = { ...crash(0, 1, 9, 1), kind: 'crash-loop', down: second, up: second } as Fault;
    expect(withinBudget([loop], 3)).toBeNull();
    expect(withinBudget([loop, crash(1, 10, 11, 1)], 3)).toMatch(/^fault 1: .* torn writes/);
    expect(withinBudget([loop], 2)).toMatch(/with 2 replicas/);
  });
  test('torn writes want a calm stretch before another replica tears', () => {
    expect(withinBudget([crash(0, 1, 2, 1), crash(1, 7, 8, 1)], 3)).toBeNull();
    expect(withinBudget([crash(0, 1, 2, 1), crash(1, 6, 7, 1)], 3)).toMatch(
      /^fault 1: .* s without faults/,
    );
    expect(withinBudget([crash(0, 1, 2, 1), crash(1, 6, 7)], 3)).toBeNull();
    expect(withinBudget([crash(0, 1, 2, 1), crash(0, 6, 7, 1)], 3)).toBeNull();
  });
  test('a partition is not calm', () => {
    const faults = [crash(0, 1, 2, 1), partition(4, 8), crash(1, 12, 13, 1)];
    expect(withinBudget(faults, 3)).toMatch(/^fault 2/);
    expect(withinBudget([crash(0, 1, 2, 1), partition(7, 8), crash(1, 12, 13, 1)], 3)).toBeNull();
  });
  test('one replica may tear, two may not', () => {
    expect(withinBudget([crash(0, 1, 2, 1)], 1)).toBeNull();
    expect(withinBudget([crash(0, 1, 2)], 2)).toBeNull();
    expect(withinBudget([crash(0, 1, 2, 1)], 2)).toMatch(/with 2 replicas/);
  });
});

test('what only costs progress has no limit', () => {
  const faults: Fault[] = [
    partition(0, 60),
    { kind: 'loss', from: 0, until: 60 * second, ratio: [1, 1] },
    { kind: 'pause', from: 0, until: 60 * second, replica: 0 },
    { kind: 'pause', from: 0, until: 60 * second, replica: 1 },
  ];
  expect(withinBudget(faults, 3)).toBeNull();
});
