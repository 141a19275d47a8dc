import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { OperatingError } from '../../harness/operating-error.ts';
import { checkFaults, checkPlan } from '../../harness/plan/plan-check.ts';
import { parseFaults, parsePlan } from '../../harness/plan/plan-file.ts';
import { formatPlan } from '../../harness/plan/plan-format.ts';
import type { Plan } from '../../harness/plan.ts';
import { knowledge, sample } from './sample-plan.ts';

function parse(text: string): Plan {
  return parsePlan(text, 'plan.json', (plan) => checkPlan(plan, knowledge));
}

function sentenceOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof OperatingError && error.exit === 64) return error.message;
    throw error;
  }
  throw new Error('it was accepted');
}

/** The sample as JSON, with something replaced, and where that stands. */
function damaged(find: string, replace: string): { text: string; line: number } {
  const text = formatPlan(sample);
  const at = text.indexOf(find);
  expect(at, `${find} is in the sample`).toBeGreaterThanOrEqual(0);
  const line = text.slice(0, at).split('\n').length;
  return { text: text.replace(find, replace), line };
}

describe('a plan', () => {
  test('comes back as it was, from JSON and from YAML', () => {
    expect(parse(formatPlan(sample))).toEqual(sample);
    expect(parse(stringify(sample, { aliasDuplicateObjects: false }))).toEqual(sample);
    expect(formatPlan(parse(formatPlan(sample)))).toBe(formatPlan(sample));
  });

  test('takes durations and ratios as people write them', () => {
    const { text } = damaged('"healAt": 6000000000', '"healAt": "6s"');
    const other = text.replace(/"ratio": \[[^\]]*\]/, '"ratio": "1/3"');
    expect(parse(other)).toEqual(sample);
  });

  test.each([
    [
      '"healAt"',
      '"healat"',
      /has no field "healat"; did you mean healAt\?.* And 1 more besides\.$/,
    ],
    ['"replicas": 3', '"replicas": 7', /cluster\.replicas must be a whole number from 1 to 6\./],
    ['"replicas": 3', '"replicas": "3"', /cluster\.replicas must be a whole number/],
    ['"replicas": 3', '"replicas": 3.5', /cluster\.replicas must be a whole number/],
    ['"seed": "007"', '"seed": 7', /seed must be text: write "7" in quotes/],
    ['"kind": "simulated"', '"kind": "simulate"', /must be simulated; did you mean simulated\?/],
    ['"kind": "loss"', '"kind": "los"', /faults\[0\]\.kind must be one of .*; did you mean loss\?/],
    ['"replica": 1', '"replica": "prim"', /faults\[3\]\.replica must be a replica: 0 to 5/],
    [
      '"replica": 1',
      '"replicas": 1',
      /faults\[3\] has no field "replicas"; did you mean replica\?/,
    ],
    ['"slot": 7', '"slot": 7, "slot": 8', /The same field stands here a second time/],
    ['"slot": 7', '"slot": 7, "sloth": 8', /has no field "sloth"; did you mean slot\?/],
    ['"healAt": 6000000000', '"healAt": "6 parsecs"', /healAt must be a duration from 0/],
    ['"healAt": 6000000000', '"healAt": -1', /healAt must be a duration from 0/],
    ['"name": "idle"', '"name": "ilde"', /There is no workload "ilde"; did you mean idle\?/],
    ['"name": "load"', '"name": "lod"', /has no stage "lod"; did you mean load\?/],
    ['"weight": 1', '"weight": "much"', /weight must be a number/],
    ['"weight": 1', '"wait": 1', /has no parameter "wait"/],
    ['"receiver": "primary"', '"receiver": "client 1"', /two different ends/],
    ['"sender": "client 1"', '"sender": "client 4"', /There is no client 4: there are 4, from 0/],
    ['"replica": 2', '"replica": 3', /There is no replica 3: there is 0 to 2/],
    ['"until": 9', '"until": 4', /A fault must end after it begins/],
    ['"until": 9', '"until": 6000000001', /by the time of healing/],
    ['"journalSlotCount": 1024', '"journalSlotCount": 16', /needs at least 105 slots/],
    ['"clientsMax"', '"lsmCompactionOps": 2, "clientsMax"', /ops before its trigger/],
    ['"clientsMax"', '"blockSize": 1048576, "clientsMax"', /must fit into a message/],
    ['"every": 400000000', '"every": "10h"', /fall due after more than a day/],
    ['"role": "load"', '"role": "settle"', null],
    ['"epoch": "1767225600000000000"', '"epoch": 1767225600', /write "1767225600" in quotes/],
  ])('with %s → %s is refused with the place', (find, replace, expected) => {
    const { text, line } = damaged(find, replace);
    if (expected === null) {
      expect(() => parse(text)).not.toThrow();
      return;
    }
    const sentence = sentenceOf(() => parse(text));
    expect(sentence).toMatch(expected);
    if (!/two different/.test(sentence)) {
      expect(sentence).toMatch(new RegExp(`^plan\\.json:${line}:\\d+: `));
    }
  });

  test('names line and column of a wrong value', () => {
    const { text, line } = damaged('"replicas": 3', '"replicas": 7');
    expect(sentenceOf(() => parse(text))).toMatch(`plan.json:${line}:17: `);
  });

  test.each([
    ['', /The plan must be an object/],
    ['[]', /The plan must be an object/],
    ['3', /The plan must be an object/],
    ['{"vivarium": "plan"', /^plan\.json:1:\d+: It is neither YAML nor JSON/],
    [
      '{"vivarium":"plan","version":2}',
      /is a plan of version 2, and this vivarium reads version 1/,
    ],
    [formatPlan(sample).replace('"healAt": 6000000000,', ''), /^plan\.json:1:1: healAt is missing/],
    ['{"vivarium":"result"}', /plan\.json:1:13: vivarium must be "plan"/],
    ['a: *b', /^plan\.json:1:\d+: /],
    ['--- 1\n--- 2', /A second document begins here/],
    ['\u0000\u0001', /plan\.json:1:1: /],
  ])('of the text %j is refused', (text, expected) => {
    expect(sentenceOf(() => parse(text))).toMatch(expected);
  });

  test('beyond the budget is refused with the sentence of the budget', () => {
    const crash = sample.faults[4]!;
    const faults = [crash, { ...crash, replica: 1 }, { ...crash, replica: 0 }] as Plan['faults'];
    expect(sentenceOf(() => parse(formatPlan({ ...sample, faults })))).toMatch(
      /^plan\.json:\d+:\d+: The cluster could not survive this fault: it crashes the last replica; or expect /,
    );
  });
});

describe('a file of faults', () => {
  const setting = { replicas: 3, clients: 2, healAt: 10_000_000_000 };
  const faultsOf = (text: string) =>
    parseFaults(text, 'storm.yaml', (faults) => checkFaults(faults, setting, knowledge));

  test('is a list, or has one', () => {
    const storm =
      '- kind: crash\n  from: 1s\n  until: 2s\n  replica: 1\n  lost: 1/2\n  torn: 0/1\n';
    const faults = [
      { kind: 'crash', from: 1e9, until: 2e9, replica: 1, lost: [1, 2], torn: [0, 1] },
    ];
    expect(faultsOf(storm)).toEqual(faults);
    expect(faultsOf(`about: a storm\nfaults:\n${storm}`)).toEqual(faults);
    expect(faultsOf('[]')).toEqual([]);
  });

  test.each([
    [
      '- kind: crash\n  form: 1s\n',
      /^storm\.yaml:2:3: \[0\] has no field "form"; did you mean from\?/,
    ],
    [
      'faults:\n- kind: pause\n  from: 1s\n  until: 2s\n  replica: 4\n',
      /^storm\.yaml:5:12: There is/,
    ],
    [
      '- kind: partition\n  from: 1s\n  until: 2s\n  side: [0, 1, 2]\n',
      /^storm\.yaml:4:9: A parti/,
    ],
    ['- kind: partition\n  from: 1s\n  until: 2s\n  side: [1, 1]\n', /named twice/],
    ['kind: pause', /The file must be a list/],
  ])('such as %j is refused with the place', (text, expected) => {
    expect(sentenceOf(() => faultsOf(text))).toMatch(expected);
  });
});
