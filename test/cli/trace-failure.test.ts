import { expect, test } from 'vitest';
import { CrossingTracer } from '../../harness/cli/trace/crossing-tracer.ts';
import { traceFailure } from '../../harness/cli/trace/trace-failure.ts';
import { fingerprint } from '../../harness/history/fingerprint.ts';
import { HistoryRecorder } from '../../harness/history/recorder.ts';
import { runPlan } from '../../harness/run.ts';
import { catalogue } from '../../workloads/catalogue.ts';
import { openPlanted } from '../canaries/open-planted.ts';
import { singleNack } from '../canaries/single-nack.ts';
import { realRuns } from '../reports/real-runs.ts';

const run = await realRuns['lost op']!();
const { plan, history, cause } = run;
const story = cause!.story;
const workload = catalogue
  .find(({ name }) => name === plan.workload.name)!
  .open(plan.seed, plan.workload.parameters);
const { signal } = new AbortController();

test('a trace holds whole messages of the ops in question and of view changes', () => {
  const { crossings, leftOut } = cause!.trace!;
  const ops = new Set(story.involved.ops);
  expect(leftOut).toBe(0);
  expect(crossings.length).toBeGreaterThan(10);
  for (const { command, op, sent, arrived, fate } of crossings) {
    if (['prepare_ok', 'reply'].includes(command)) expect(ops).toContain(op);
    expect(arrived === null).toBe(fate !== 'arrived');
    if (arrived === null) continue;
    expect(arrived.order).toBeGreaterThan(sent.order);
    expect(arrived.events).toBeGreaterThanOrEqual(sent.events);
  }
  const last = Math.max(...story.involved.positions);
  for (const { sent } of crossings) expect(sent.events).toBeLessThanOrEqual(last + 1);
});

test('a run with the tracer is the same run', async () => {
  const recorder = new HistoryRecorder();
  const wanted = { replicas: 3, ops: new Set(story.involved.ops), requests: new Set<string>() };
  await runPlan({
    plan,
    workload,
    recorder,
    open: openPlanted(singleNack),
    breathe: async () => {},
    signal,
    tracer: new CrossingTracer(wanted),
  });
  expect(fingerprint(recorder.history())).toBe(fingerprint(history));
});

test('the messages of another run are not taken for those of this one', async () => {
  const evidence = { plan, workload, history };
  expect(await traceFailure(evidence, story, signal, openPlanted(singleNack))).toEqual(
    cause!.trace,
  );
  // Without the planted bug it goes otherwise.
  expect(await traceFailure(evidence, story, signal, openPlanted(null))).toBeNull();
});
