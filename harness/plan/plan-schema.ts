import { z } from 'zod';
import { expectations, type Json, type Plan } from '../plan.ts';
import { faultSchema } from './fault-schema.ts';
import { duration, list, literal, object, oneOf, ratio, text, whole } from './schema-parts.ts';

const range = z
  .tuple([whole(0, 0xffff_ffff), whole(1, 0xffff_ffff)], { error: 'must be [from, until]' })
  .refine(([from, until]) => from < until, { error: 'must end after it begins' });

const ranges = list(range).superRefine((value, context) => {
  let before = 0;
  for (const [position, [from, until]] of value.entries()) {
    if (from < before) {
      const message = 'must not begin before the end of the range above it';
      context.addIssue({ code: 'custom', path: [position], message });
    }
    before = until;
  }
});

const stage = object({
  name: text,
  role: oneOf(['setup', 'load', 'settle']),
  requests: ranges,
  every: duration(0),
});

const cluster = object({
  kind: oneOf(['simulated']),
  replicas: whole(1, 6),
  standbys: whole(0, 6).exactOptional(),
  configuration: object({
    messageSizeMax: whole(8192, 1_048_576).refine((size) => size % 4096 === 0, {
      error: 'must be a multiple of 4,096 bytes',
    }),
    journalSlotCount: whole(16, 1_048_576).refine((slots) => slots % 16 === 0, {
      error: 'must be a multiple of 16: so many headers fill a sector',
    }),
    pipelinePrepareQueueMax: whole(1, 1024),
    pipelineRequestQueueMax: whole(0, 1024),
    clientsMax: whole(1, 1024),
    clockSynchronizationWindowMin: duration(1).exactOptional(),
    lsmCompactionOps: whole(1, 1024).exactOptional(),
    blockSize: whole(4096, 1_048_576)
      .refine((size) => size % 4096 === 0, { error: 'must be a multiple of 4,096 bytes' })
      .exactOptional(),
  }),
  checksum: oneOf(['aegis-128l']).exactOptional(),
  epoch: text.refine((digits) => /^[1-9]\d{0,18}$/.test(digits), {
    error: 'must be nanoseconds since 1970 as decimal digits, in quotes',
  }),
  network: object({
    latencyMin: duration(0),
    latencyMean: duration(0),
    loss: ratio,
    duplication: ratio,
  }),
  storage: object({
    readMin: duration(0),
    readMean: duration(0),
    writeMin: duration(0),
    writeMean: duration(0),
  }),
});

const json: z.ZodType<Json> = z.lazy(() =>
  z.union([
    z.null(),
    z.boolean(),
    z.number(),
    z.string(),
    z.array(json),
    z.record(z.string(), json),
  ]),
);

/** The shape of a plan. Whether its parts fit each other is for `checkPlan`. */
export const planSchema: z.ZodType<Plan> = object({
  vivarium: literal('plan'),
  version: literal(1),
  seed: text.refine((seed) => seed !== '', { error: 'must not be empty' }),
  cluster,
  workload: object({
    name: text,
    module: object({
      path: text,
      sha256: text.regex(/^[0-9a-f]{64}$/, { error: 'must be 64 hexadecimal digits' }),
    }).exactOptional(),
    parameters: z.record(z.string(), json, { error: 'must hold the parameters by name' }),
    clients: whole(1, 1024),
    stages: list(stage),
  }),
  faults: list(faultSchema),
  expect: oneOf(expectations).exactOptional(),
  healAt: duration(0),
  livenessBound: duration(1),
});
