import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../harness/checkers/checker.ts';
import { liveness } from '../../harness/checkers/liveness.ts';
import { eventAt } from '../../harness/checkers/requests.ts';
import type { HistoryEvent } from '../../harness/history.ts';
import { positionsOf, withEvent, withEvents, without } from './damage.ts';
import { smallRun } from './small-cluster.ts';

const right = smallRun({ seed: 'liveness' });
const { events } = right.history;
const replies = positionsOf(right, 'reply');
const last = eventAt(events, replies.at(-1)!, 'reply');
const digests = positionsOf(right, 'digest');
const lastInvoke = positionsOf(
  right,
  'invoke',
  ({ session, request }) => session === last.session && request === last.request,
)[0]!;

/** With the run's last phase another one. */
function ending(evidence: Evidence, phase: 'interrupted' | 'timeout'): Evidence {
  const changed = evidence.history.events.map(
    (event): HistoryEvent =>
      event.kind === 'phase' && event.phase === 'end' ? { ...event, phase } : event,
  );
  return withEvents(evidence, changed);
}

function withPlan(change: Partial<Evidence['plan']>): Evidence {
  return { ...right, plan: { ...right.plan, ...change } };
}

const unanswered = without(right, (event) => event === last);
const ends = without(right, ({ kind }) => kind === 'digest');

const damages: readonly (readonly [string, Evidence, RegExp])[] = [
  ['a request is never answered', unanswered, /of stage "look" .* was never answered\./],
  [
    'the run gave up on one',
    ending(unanswered, 'timeout'),
    /of stage "look" .* was never answered\./,
  ],
  [
    'an answer comes too late',
    withPlan({ livenessBound: 1 }),
    /was answered [\d.]+ s after it was due; the plan allows 0 s/,
  ],
  [
    'an answer comes too late after healing',
    withPlan({ livenessBound: 1, healAt: events.at(-1)!.time / 2 }),
    /after healing; the plan allows/,
  ],
  [
    'a request was never sent',
    without(
      right,
      (event) =>
        event === events[lastInvoke] ||
        (event.kind === 'reply' &&
          event.session === last.session &&
          event.request === last.request),
    ),
    /Request \d+ of stage "look" was never sent\./,
  ],
  [
    'a replica is left behind',
    withEvent(right, digests[1]!, 'digest', ({ op }) => ({ op: op - 1 })),
    /Replica 1 had got to op \d+ at the end, but others to op \d+/,
  ],
  ['a replica stays down', ends, /Replica 0 was not up at the end of the run/],
  ['the cluster does not come to rest', ending(right, 'timeout'), /did not come to rest in time/],
];

describe('liveness', () => {
  test('passes what is right', () => {
    expect(liveness.check(right)).toMatchObject({ verdict: 'pass', checked: 126 });
  });

  test.each(damages)('fails where %s', (_, evidence, why) => {
    const { verdict, why: said } = liveness.check(evidence);
    expect(said).toMatch(why);
    expect(verdict).toBe('fail');
  });

  test('asks no answer of a session that was ended', () => {
    const evicted = { kind: 'evicted', time: last.time, session: last.session, reason: 1 } as const;
    const ended = withEvents(
      right,
      events.map((event) => (event === last ? evicted : event)),
    );
    expect(liveness.check(ended)).toMatchObject({ verdict: 'pass', checked: 126 });
  });

  test('does not know what an interrupted run would have come to', () => {
    const interrupted = liveness.check(ending(unanswered, 'interrupted'));
    expect(interrupted).toMatchObject({ verdict: 'unknown', checked: 125 });
    expect(interrupted.why).toBe('The run was interrupted after 125 of 126 requests.');
    const cutOff = without(right, (event) => event.kind === 'phase' && event.phase === 'end');
    expect(liveness.check(cutOff).verdict).toBe('unknown');
  });
});
