import { describe, expect, it } from 'vitest';
import {
  checkpointAfter,
  checkpointDurable,
  checkpointInterval,
  checkpointIntervalMin,
  checkpointTrigger,
  prepareMax,
  prepareOkMax,
} from '../harness/checkpoint-schedule.ts';
import type { ReplicaConfiguration } from '../harness/plan.ts';

const common = { pipelineRequestQueueMax: 57, clientsMax: 64 };

const production: ReplicaConfiguration = {
  ...common,
  messageSizeMax: 1_048_576,
  journalSlotCount: 1024,
  pipelinePrepareQueueMax: 8,
};

const tiny: ReplicaConfiguration = {
  ...common,
  messageSizeMax: 4096,
  journalSlotCount: 32,
  pipelinePrepareQueueMax: 4,
  lsmCompactionOps: 4,
};

describe('the schedule of checkpoints is that of TigerBeetle', () => {
  it.each([
    ['in production', production, [960, 959, 991, 999, 1007, 1919]],
    ['in its simulator', tiny, [20, 19, 23, 27, 31, 39]],
  ] as const)('%s', (_, configuration, [interval, first, trigger, okMax, max, second]) => {
    expect(checkpointInterval(configuration)).toBe(interval);
    expect(checkpointAfter(0, configuration)).toBe(first);
    expect(checkpointTrigger(first, configuration)).toBe(trigger);
    expect(prepareOkMax(0, configuration)).toBe(okMax);
    expect(prepareMax(0, configuration)).toBe(max);
    expect(checkpointAfter(first, configuration)).toBe(second);
  });

  it.each([production, tiny])('lets no slot be used again before its op is covered', (shape) => {
    for (let op = 0, turns = 0; turns < 5; op = checkpointAfter(op, shape), turns++) {
      expect(prepareMax(op, shape) - shape.journalSlotCount).toBeLessThanOrEqual(op);
    }
  });

  it.each([production, tiny])('has one checkpoint durable before the next begins', (shape) => {
    const first = checkpointAfter(0, shape);
    const trigger = checkpointTrigger(first, shape);
    const { pipelinePrepareQueueMax } = shape;
    expect(checkpointDurable(first, trigger + pipelinePrepareQueueMax, shape)).toBe(false);
    expect(checkpointDurable(first, trigger + pipelinePrepareQueueMax + 1, shape)).toBe(true);
    expect(checkpointDurable(first, checkpointAfter(first, shape), shape)).toBe(true);
    expect(checkpointInterval(shape)).toBeGreaterThan(checkpointIntervalMin(shape) - 1);
  });
});
