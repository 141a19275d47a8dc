import { describe, expect, test } from 'vitest';
import { checkers } from '../../../harness/checkers/catalogue.ts';
import type { Evidence } from '../../../harness/checkers/checker.ts';
import { judge } from '../../../harness/judge.ts';
import type { Result } from '../../../harness/result.ts';
import { type Story, tellStory } from '../../../reports/story/story.ts';
import type { Canary } from '../../canaries/canary.ts';
import { divergingReplica } from '../../canaries/diverging-replica.ts';
import { existsAsCreated } from '../../canaries/exists-as-created.ts';
import { expiryNever } from '../../canaries/expiry-never.ts';
import { expirySecondEarly } from '../../canaries/expiry-second-early.ts';
import { expirySecondLate } from '../../canaries/expiry-second-late.ts';
import { forgetfulRollback } from '../../canaries/forgetful-rollback.ts';
import { idNotBurned } from '../../canaries/id-not-burned.ts';
import { limitWithoutPending } from '../../canaries/limit-without-pending.ts';
import { oneSidedTransfer } from '../../canaries/one-sided-transfer.ts';
import { pendingKept } from '../../canaries/pending-kept.ts';
import { unlimitedBalancing } from '../../canaries/unlimited-balancing.ts';
import { messageBodySizeMax, smallRun } from '../../checkers/small-cluster.ts';

const seedsMax = 30;
const canaries: readonly Canary[] = [
  oneSidedTransfer,
  forgetfulRollback,
  pendingKept,
  limitWithoutPending,
  unlimitedBalancing,
  idNotBurned,
  expiryNever,
  expirySecondEarly,
  expirySecondLate,
  existsAsCreated,
  divergingReplica,
];

interface Told {
  readonly evidence: Evidence;
  readonly result: Result;
  readonly story: Story;
}

/** The first small run that the bug does harm to, and the story of that. */
function storyOf({ stateMachine, name, caughtBy }: Canary): Told {
  for (let seed = 1; seed <= seedsMax; seed++) {
    const open = stateMachine!;
    const evidence = smallRun({
      seed: `story ${seed}`,
      stateMachine: (replica) => open(replica, messageBodySizeMax),
    });
    const result = judged(evidence);
    const caught = result.checkers.find((checker) => checker.name === caughtBy);
    const story = tellStory(evidence, result);
    if (caught?.verdict === 'fail' && story !== null) return { evidence, result, story };
  }
  throw new Error(`no seed of ${seedsMax} fails with ${name}`);
}

function judged(evidence: Evidence): Result {
  return judge({
    evidence,
    checkers,
    fingerprint: '',
    reproduce: '',
    versions: { vivarium: '', node: '' },
    wall: { run: 0, check: 0 },
  });
}

function textOf({ sentences }: Story): string {
  return sentences.map(({ text }) => text).join('\n');
}

test('a run that passes has no story', () => {
  const evidence = smallRun({ seed: 'story' });
  expect(tellStory(evidence, judged(evidence))).toBeNull();
});

describe.each(canaries)('the story of $name', (canary) => {
  const { evidence, result, story } = storyOf(canary);
  const text = textOf(story);

  test('goes from what was asked to what is violated', () => {
    const moments = story.sentences.filter(({ position }) => position !== null);
    const positions = moments.map(({ position }) => position as number);
    expect(positions.length).toBeGreaterThanOrEqual(2);
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    for (const { position, time } of moments) {
      expect(evidence.history.events[position as number]?.time).toBe(time);
    }
    expect(text).toContain(`So ${story.checker} is violated`);
    expect(text).not.toMatch(/undefined|null|NaN|\[object/);
    for (const { text } of story.sentences) expect(text).toMatch(/^[A-Z].*[.]$/s);
  });

  test('has a life for everyone who is named, and nobody is named twice', () => {
    const names = story.biographies.map(({ kind, name }) => `${kind} ${name}`);
    expect(new Set(names).size).toBe(names.length);
    const named = text.match(/\b(?:account [A-Z]{1,2}|transfer T\d+)\b/g) ?? [];
    for (const name of named) expect(names).toContain(name);
    for (const { chapters } of story.biographies) {
      const ops = chapters.map(({ op }) => op);
      expect(ops).toEqual(ops.toSorted((a, b) => a - b));
    }
    expect(story.biographies.some(({ chapters }) => chapters.length > 0)).toBe(true);
  });

  test('draws accounts whose lines add up to their sums', () => {
    for (const { lines, sums, missing } of story.accounts) {
      for (const { side, pending, byLines, read } of sums) {
        // What was refused stands there, marked, and was not entered.
        const own = lines.filter((line) => line.side === side && line.pending === pending);
        const entered = own.reduce((sum, { amount }) => sum + amount, 0n);
        const refused = /which was refused/.test(missing);
        if (!refused) expect(byLines).toBe(entered);
        if (missing === '' && read !== null) expect(read).toBe(byLines);
      }
    }
  });

  test('is the same for the same evidence', () => {
    expect(tellStory(evidence, result)).toEqual(story);
  });
});

describe('where the missing unit went', () => {
  test('a credit that never arrived is one side of a transfer', () => {
    const { story } = storyOf(oneSidedTransfer);
    expect(textOf(story)).toMatch(/too few: as if transfer T1 had never been entered\./);
    const [first] = story.accounts;
    const [wrong] = first!.sums.filter(({ read, byLines }) => read !== null && read !== byLines);
    const suspects = first!.lines.filter(({ suspect }) => suspect);
    expect(suspects.length).toBeGreaterThan(0);
    expect(wrong!.byLines - (wrong!.read as bigint)).toBe(suspects[0]!.amount);
  });

  test('what a broken chain left behind is what was refused', () => {
    const { story } = storyOf(forgetfulRollback);
    expect(textOf(story)).toMatch(/too many: as if transfer T1, which was refused, had been done/);
    expect(textOf(story)).toMatch(/was answered linked_event_failed/);
  });

  test('what expired too late was not given back', () => {
    const { story } = storyOf(expirySecondLate);
    expect(textOf(story)).toMatch(
      /too many: as if (?:transfer T\d+ had given nothing back|none of)/,
    );
    const lives = story.biographies.flatMap(({ chapters }) => chapters.map(({ text }) => text));
    expect(lives.some((text) => text.endsWith('expired'))).toBe(true);
  });
});
