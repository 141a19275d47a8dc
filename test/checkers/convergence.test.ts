import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../harness/checkers/checker.ts';
import { convergence } from '../../harness/checkers/convergence.ts';
import { eventAt } from '../../harness/checkers/requests.ts';
import { moved, positionsOf, withEvent, without } from './damage.ts';
import { smallRun } from './small-cluster.ts';

const right = smallRun({ seed: 'convergence' });
const digests = positionsOf(right, 'digest');
const backup = positionsOf(right, 'commit', ({ replica }) => replica === 0);
const asked = positionsOf(right, 'commit', ({ replica, request }) => {
  return replica === 0 && request > 0;
})[20]!;

const damages: readonly (readonly [string, Evidence, RegExp])[] = [
  [
    'two replicas end in different states',
    withEvent(right, digests[1]!, 'digest', () => ({ digest: 'f'.repeat(32) })),
    /Replicas 0 and 1 both ended at op \d+, but in different states/,
  ],
  [
    'two replicas reply differently',
    withEvent(right, backup[20]!, 'commit', () => ({ reply: 'f'.repeat(32) })),
    /both executed op \d+, but with replies of different checksums/,
  ],
  [
    'two replicas execute something else',
    withEvent(right, asked, 'commit', ({ request }) => ({ request: request + 1 })),
    /both executed op \d+, but as request \d+ of session \d+ and as/,
  ],
  [
    'two replicas execute at other times',
    withEvent(right, backup[20]!, 'commit', ({ timestamp }) => ({ timestamp: timestamp + 1n })),
    /both executed op \d+, but at timestamp \d+ and at \d+/,
  ],
  [
    'a replica skips an op',
    without(right, (event) => event === right.history.events[backup[20]!]),
    /Replica 0 executed op 22 right after op 20, so it skipped a part of the log/,
  ],
  [
    'a replica executes in another order',
    moved(right, backup[20]!, backup[19]!),
    /Replica 0 executed op 21 right after op 19/,
  ],
];

describe('convergence', () => {
  test('passes what is right', () => {
    expect(convergence.check(right)).toMatchObject({ verdict: 'pass' });
  });

  test.each(damages)('fails where %s', (_, evidence, why) => {
    const { verdict, why: said, events } = convergence.check(evidence);
    expect(said).toMatch(why);
    expect(verdict).toBe('fail');
    expect(events.length).toBeGreaterThan(0);
  });

  test('does not know where a replica is missing or has not caught up', () => {
    const absent = without(right, (event) => event === right.history.events[digests[2]!]);
    expect(convergence.check(absent)).toMatchObject({ verdict: 'unknown' });
    const behind = withEvent(right, digests[2]!, 'digest', ({ op }) => ({ op: op - 1 }));
    const { verdict, why } = convergence.check(behind);
    expect(verdict).toBe('unknown');
    const { op } = eventAt(right.history.events, digests[2]!, 'digest');
    expect(why).toBe(
      `Replica 2 had got to op ${op - 1} at the end, and replica 0 to op ${op}: ` +
        'their states cannot be compared.',
    );
  });
});
