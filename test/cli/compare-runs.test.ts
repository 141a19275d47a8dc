import { describe, expect, test } from 'vitest';
import { compareFingerprints, compareRuns } from '../../harness/cli/compare-runs.ts';
import { fingerprint } from '../../harness/history/fingerprint.ts';
import type { History } from '../../harness/history.ts';
import { everyKind } from '../history/every-kind.ts';

const whole: History = {
  events: everyKind.filter(({ kind }) => kind !== 'phase'),
  bytes: new Uint8Array(64).fill(3),
};
const interrupted = { kind: 'phase', phase: 'interrupted', stage: '', time: 99 } as const;
const stoppedAt = (at: number): History => ({
  events: [...whole.events.slice(0, at), interrupted],
  bytes: whole.bytes,
});

describe('two runs of one plan', () => {
  test('are the same where their fingerprints are', () => {
    expect(compareRuns(whole, { ...whole })).toMatchObject({ same: true });
    expect(compareFingerprints(fingerprint(whole), whole)).toMatchObject({ same: true });
    expect(compareFingerprints('0'.repeat(32), whole)).toMatchObject({ same: false });
  });

  test('differ from the first event on that does', () => {
    const other = { ...whole, events: whole.events.with(3, { ...whole.events[3]!, time: 12_345 }) };
    const { same, sentence } = compareRuns(whole, other);
    expect(same).toBe(false);
    expect(sentence).toMatch(/number 3: recorded ".*", now "0\.000 s .*" \(time .* and 12345\)\./);
  });

  test('differ where one is longer', () => {
    const shorter = { ...whole, events: whole.events.slice(0, -1) };
    expect(compareRuns(whole, shorter).sentence).toMatch(/now nothing any more\.$/);
  });

  test('differ where a reply has other bytes', () => {
    const other = { ...whole, bytes: new Uint8Array(64).fill(4) };
    const reply = whole.events.findIndex((event) => event.kind === 'reply' && event.size > 0);
    expect(compareRuns(whole, other).sentence).toContain(`number ${reply}:`);
  });

  test('are compared as far as the recorded one came, where it was interrupted', () => {
    expect(compareRuns(stoppedAt(5), whole)).toEqual({
      same: true,
      sentence: 'The recorded run was interrupted; its 5 events are the same again.',
    });
    const other = { ...whole, events: whole.events.with(2, { ...whole.events[2]!, time: 7 }) };
    expect(compareRuns(stoppedAt(5), other).same).toBe(false);
    expect(compareRuns(stoppedAt(2), other).same).toBe(true);
  });
});
