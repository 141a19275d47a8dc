import { describe, expect, test } from 'vitest';
import { withinBudget } from '../../fault-injector/budget.ts';
import { faultKinds, faultPurposes } from '../../harness/fault-kinds.ts';
import { OperatingError } from '../../harness/operating-error.ts';
import { checkFaults } from '../../harness/plan/plan-check.ts';
import { parseFaults } from '../../harness/plan/plan-file.ts';
import { faultSentence } from '../../reports/wording/fault-sentence.ts';

const setting = { replicas: 3, clients: 2, healAt: 10_000_000_000 };

function parse(text: string) {
  return parseFaults(text, 'faults.yaml', (faults) =>
    checkFaults(faults, setting, { withinBudget }),
  );
}

/** One of each kind as people write it, and how the report says it. */
const forms: readonly (readonly [string, string])[] = [
  ['kind: loss, ratio: 1/8', '12.5 % of messages are lost'],
  ['kind: duplication, ratio: "1/4"', '25 % of messages arrive twice'],
  ['kind: delay, mean: 20ms', 'messages take 20 ms longer on average'],
  [
    'kind: delay, mean: 20ms, distribution: long-tail',
    'messages take 20 ms longer on average, a few of them very much',
  ],
  ['kind: reordering, ratio: 1/2, hold: 1s', '50 % of messages are held back for 1 s'],
  ['kind: corruption, ratio: 1/100', 'a bit turns over in 1 % of messages'],
  ['kind: truncation, ratio: 1/100', '1 % of messages arrive without their end'],
  [
    'kind: bandwidth, sender: 0, receiver: all, bytesPerSecond: 64000',
    'links from replica 0 to all nodes carry 64,000 bytes a second',
  ],
  [
    'kind: clogging, sender: primary, receiver: all',
    'messages from the primary to all nodes are held back',
  ],
  [
    'kind: clogging, sender: client 1, receiver: 2',
    'messages from client 1 to replica 2 are held back',
  ],
  ['kind: cut, sender: 0, receiver: backup', 'nothing passes from replica 0 to a backup'],
  [
    'kind: flapping, sender: primary, receiver: all, down: 100ms, up: 900ms',
    'nothing passes from the primary to all nodes for 100 ms of each 1 s',
  ],
  ['kind: partition, side: [0], blocked: in', 'replica 0 hearing nothing from the other replicas'],
  ['kind: partition, side: [0], blocked: out', 'replica 0 not heard by the other replicas'],
  ['kind: partition, side: [0]', 'replica 0 cut off from the other replicas'],
  [
    'kind: partition, side: [1, client 0, client 1]',
    'replica 1, client 0 and client 1 cut off from the other replicas',
  ],
  ['kind: partition, side: [client 0]', 'client 0 cut off from the other replicas'],
  [
    'kind: client-cut, client: 1, replicas: [primary, 0]',
    'client 1 cut off from the primary and replica 0',
  ],
  ['kind: slow-disk, replica: 1, mean: 5ms', 'the disk of replica 1 takes 5 ms longer'],
  [
    'kind: slow-disk, replica: 1, mean: 5ms, only: writes',
    'each of the writes on the disk of replica 1 takes 5 ms longer',
  ],
  [
    'kind: bit-flip, replica: 1, zone: superblock, slot: 2, bit: 77',
    'a bit turns over in the superblock of replica 1',
  ],
  [
    'kind: misdirected-write, replica: 1, zone: journal-prepares, slot: 40',
    "a write to the journal-prepares of replica 1 lands in another slot's place",
  ],
  [
    'kind: read-error, replica: 1, zone: journal-prepares, slot: 40',
    'a part of the journal-prepares of replica 1 cannot be read',
  ],
  [
    'kind: lost-write, replica: 1, zone: superblock, slot: 2',
    'a write to the superblock of replica 1 is reported, but never done',
  ],
  [
    'kind: rollback, replica: 1, zone: journal-headers, slot: 0',
    'the journal-headers of replica 1 goes back to what it was',
  ],
  [
    'kind: crash-loop, replica: 2, down: 1s, up: 3s, lost: 0/1, torn: 1/1',
    'replica 2 is down for 1 s of each 4 s; of writes under way 0 % lost, 100 % of the rest torn',
  ],
  [
    'kind: crash, replica: 2, lost: 0/1, torn: 1/1',
    'replica 2 is down; of writes under way 0 % lost, 100 % of the rest torn',
  ],
  ['kind: reformat, replica: 1', 'replica 1 loses its data file, and recovers its place'],
  ['kind: full-disk, replica: 1', 'there is no room on the disk of replica 1'],
  ['kind: pause, replica: backup', 'a backup is stopped, its memory kept'],
  ['kind: clock-offset, replica: 0, offset: 2s', 'the wall clock of replica 0 is off by 2 s'],
  ['kind: clock-drift, replica: 0, gained: 1000', 'the clocks of replica 0 gain 1 µs a second'],
  [
    'kind: clock-step, replica: 0, step: 5ms, every: 1s',
    'the wall clock of replica 0 jumps by 5 ms each 1 s',
  ],
  [
    'kind: clock-strobe, replica: 0, offset: 5ms, every: 20ms',
    'the wall clock of replica 0 jumps by 5 ms and back each 40 ms',
  ],
];

describe('each kind of fault', () => {
  test('has a form here and a purpose', () => {
    const kinds = forms.map(([form]) => /kind: ([a-z-]+)/.exec(form)?.[1]);
    expect(new Set(kinds)).toEqual(new Set(faultKinds));
    for (const purpose of Object.values(faultPurposes)) expect(purpose).toMatch(/^[A-Z].*\.$/);
  });

  test.each(forms)('{ %s } can be written, and reads: %s', (form, sentence) => {
    const [fault] = parse(`- { ${form}, from: 1s, until: 2s }`);
    if (fault === undefined) throw new Error('the list has one');
    expect(fault).toMatchObject({ from: 1e9, until: 2e9 });
    expect(faultSentence(fault)).toBe(sentence);
  });
});

const misdirected = (replica: number): string =>
  `- { kind: misdirected-write, replica: ${replica}, zone: journal-prepares, slot: 3, ` +
  'from: 1s, until: 2s }\n';

describe('a fault is refused with the place', () => {
  test.each([
    ['kind: corruption, ratio: 2', /1:30: \[0\]\.ratio must be a ratio from 0 to 1/],
    ['kind: coruption, ratio: 1/2', /kind must be one of .*; did you mean corruption\?/],
    ['kind: clogging, sender: 1, receiver: 1', /A link needs two different ends\./],
    ['kind: clogging, sender: everyone, receiver: 1', /client \(like "client 0"\) or all/],
    ['kind: cut, sender: all, receiver: 1', /must be a replica \(0 to 5, primary or backup\) or/],
    ['kind: cut, sender: client 0, receiver: client 1', /Clients do not talk to each other: name/],
    ['kind: client-cut, client: 2, replicas: [0]', /There is no client 2: there are 2, from 0\./],
    ['kind: client-cut, client: client 0, replicas: [0]', /client must be a whole number from 0/],
    ['kind: client-cut, client: 0, replicas: []', /cut off from at least one replica: name some\./],
    ['kind: client-cut, client: 0, replicas: [1, 1]', /The replica 1 is named twice\./],
    ['kind: client-cut, client: 0, replicas: [3]', /There is no replica 3: there is 0 to 2\./],
    ['kind: partition, side: [client 0, client 0]', /The client 0 is named twice\./],
    [
      'kind: flapping, sender: 1, receiver: 2, down: 0, up: 1s',
      /down must be a duration from 1 ms/,
    ],
    ['kind: partition, side: [client 7]', /There is no client 7/],
    ['kind: partition, side: [0, 1, 2, client 0]', /1 to 2 of the 3 replicas .*, or only clients/],
    [
      'kind: misdirected-write, replica: 1, zone: superblock, slot: 1',
      /zone must be one of journal-headers, journal-prepares/,
    ],
    [
      'kind: bit-flip, replica: 1, zone: superblok, slot: 1, bit: 1',
      /must be one of .*; did you mean superblock\?/,
    ],
  ])('{ %s }', (form, expected) => {
    try {
      parse(`- { ${form}, from: 1s, until: 2s }`);
    } catch (error) {
      if (!(error instanceof OperatingError)) throw error;
      expect(error.exit).toBe(64);
      expect(error.message).toMatch(expected);
      expect(error.message).toMatch(/^faults\.yaml:1:\d+: .*[.?]$/);
      return;
    }
    throw new Error('it was accepted');
  });

  test('one that is one too many, at its line', () => {
    expect(() => parse(misdirected(0) + misdirected(1))).toThrow(
      /^faults\.yaml:2:3: The cluster could not survive this fault: it misdirects a write over .*; or expect of the cluster only that it does not lie /,
    );
  });

  test('but not where the cluster only must not lie', () => {
    const text = misdirected(0) + misdirected(1);
    const faults = parseFaults(text, 'faults.yaml', (parsed) =>
      checkFaults(parsed, { ...setting, expect: 'do-not-lie' }, { withinBudget }),
    );
    expect(faults).toHaveLength(2);
  });

  test('a misdirected write has to last', () => {
    const form = 'kind: misdirected-write, replica: 1, zone: journal-headers, slot: 1';
    expect(() => parse(`- { ${form}, from: 1s, until: 1s }`)).toThrow(/end after it begins/);
  });
});
