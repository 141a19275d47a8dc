import { describe, expect, test } from 'vitest';
import type { Crossing, Trace } from '../../harness/crossing.ts';
import { causalPast } from '../../reports/reading/causal-past.ts';
import { arrowsMax, readSpaceTime, type SpaceTime } from '../../reports/reading/space-time.ts';
import type { MadeUpRun } from './made-up-run.ts';
import { realRuns } from './real-runs.ts';

describe('the causal past', () => {
  // 0 → 1 → 4, 2 → 3 → 4, 3 → 5
  const happenings = [[], [0], [], [2], [1, 3], [3]].map((causes) => ({ causes }));

  test('is all that leads to what is asked for, and that itself', () => {
    expect(causalPast(happenings, [4])).toEqual(new Set([0, 1, 2, 3, 4]));
    expect(causalPast(happenings, [5])).toEqual(new Set([2, 3, 5]));
    expect(causalPast(happenings, [1, 2])).toEqual(new Set([0, 1, 2]));
    expect(causalPast(happenings, [])).toEqual(new Set());
  });
});

/** What must hold of every diagram. */
function expectInOrder({ nodes, rows, arrows }: SpaceTime): void {
  for (const [at, { time }] of rows.entries()) {
    expect(time).toBeGreaterThanOrEqual(rows[at - 1]?.time ?? 0);
  }
  for (const { crossing, from, to } of arrows) {
    expect(rows[from]?.node).toBe(crossing.sender);
    expect(nodes).toContain(crossing.receiver);
    expect(to === null).toBe(crossing.arrived === null);
    if (to === null) continue;
    expect(to).toBeGreaterThan(from);
    expect(rows[to]?.node).toBe(crossing.receiver);
  }
  expect(arrows.length).toBeLessThanOrEqual(arrowsMax);
}

function prepares({ arrows }: SpaceTime): number {
  return arrows.filter(({ crossing }) => crossing.command === 'prepare').length;
}

function drawn({ plan, history, cause }: MadeUpRun, trace: Trace | null): SpaceTime {
  return readSpaceTime({ plan, history, story: cause!.story, trace });
}

describe('the diagram of an op that was lost', async () => {
  const run = await realRuns['lost op']!();
  const { trace } = run.cause!;
  const diagram = drawn(run, trace);

  test('goes from the request to both of the ops that cannot be', () => {
    expectInOrder(diagram);
    expect(diagram.traced).toBe(true);
    expect(diagram.rows[0]?.events.map(({ kind }) => kind)).toEqual(['invoke']);
    const shown = diagram.rows.filter(({ shows }) => shows);
    const [one, other] = shown.flatMap(({ events }) => events);
    expect(one).toMatchObject({ kind: 'commit' });
    expect(other).toMatchObject({ kind: 'commit', op: one?.kind === 'commit' ? one.op : -1 });
    const commands = new Set(diagram.arrows.map(({ crossing }) => crossing.command));
    for (const command of ['request', 'prepare', 'prepare_ok', 'reply', 'join_view', 'view']) {
      expect(commands).toContain(command);
    }
  });

  test('shows the prepare that never arrived', () => {
    const lost = diagram.arrows.filter(({ to }) => to === null);
    expect(lost.map(({ crossing }) => crossing.command)).toContain('prepare');
  });

  test('holds nothing that the violation cannot depend on', () => {
    const { history, plan } = run;
    const last = history.events.at(-1)!;
    const { replicas } = plan.cluster;
    // From a client that has nothing to do with it to a replica, too late to matter.
    const after = { time: last.time, events: history.events.length, order: 1e9 };
    const late: Crossing = {
      command: 'exit_view',
      sender: 0,
      receiver: 2,
      view: 9,
      op: null,
      sent: after,
      arrived: { ...after, order: 1e9 + 1 },
      fate: 'arrived',
    };
    const aside: Crossing = {
      ...late,
      sender: replicas + 3,
      sent: { ...trace!.crossings[0]!.sent, order: 1e9 },
      arrived: null,
      fate: 'lost',
    };
    const more = { ...trace!, crossings: [...trace!.crossings, late, aside] };
    expect(drawn(run, more)).toEqual(diagram);
  });

  test('takes what came to a replica that was down for lost, or leaves it out', () => {
    const { history } = run;
    const crash = history.events.findIndex(({ kind }) => kind === 'crash');
    const { replica, time } = history.events[crash] as { replica: number; time: number };
    const [model] = diagram.arrows.filter(({ crossing }) => crossing.command === 'prepare_ok');
    const sent = { time, events: crash + 1, order: 1e9 };
    const late = { ...model!.crossing, sender: 0, receiver: replica, sent };
    const arrived = { ...sent, order: 1e9 + 1 };
    const [prepare, view] = [
      { ...late, arrived },
      { ...late, arrived, command: 'exit_view', op: null },
    ];
    const crossings = [...trace!.crossings, prepare, view];
    const { arrows } = drawn(run, { ...trace!, crossings });
    const added = arrows.filter(({ crossing }) => crossing.sent.order === 1e9);
    expect(added).toMatchObject([{ to: null, crossing: { command: 'prepare_ok', fate: 'lost' } }]);
  });

  test('keeps within its limit, and says what it leaves out', () => {
    const joins = diagram.arrows.filter(({ crossing }) => crossing.command === 'join_view');
    const crowd = Array.from({ length: 300 }, () => ({ ...joins[0]!.crossing }));
    const much = drawn(run, { ...trace!, crossings: [...trace!.crossings, ...crowd], leftOut: 7 });
    expectInOrder(much);
    expect(much.arrows.length).toBe(arrowsMax);
    expect(much.leftOut.messages).toBe(diagram.arrows.length + 300 - arrowsMax + 7);
    // The ones in question stay.
    expect(prepares(much)).toBeGreaterThanOrEqual(prepares(diagram) - 1);
  });

  test('can be drawn from the history alone', () => {
    const untraced = drawn(run, null);
    expectInOrder(untraced);
    expect(untraced.traced).toBe(false);
    const commands = new Set(untraced.arrows.map(({ crossing }) => crossing.command));
    expect(commands).toEqual(new Set(['request', 'reply']));
    expect(untraced.rows.filter(({ shows }) => shows).length).toBe(
      diagram.rows.filter(({ shows }) => shows).length,
    );
  });
});

test('a silence is drawn to its end', async () => {
  const run = await realRuns['dead cluster']!();
  const diagram = drawn(run, run.cause!.trace);
  expectInOrder(diagram);
  const requests = diagram.arrows.filter(({ crossing }) => crossing.command === 'request');
  expect(requests.length).toBeGreaterThan(3);
  expect(diagram.rows.at(-1)!.time).toBeGreaterThan(run.plan.healAt);
});
