import type { ReplicaConfiguration } from '../../harness/plan.ts';

/** Sizes as TigerBeetle has them in production (facts 4.1). */
export const productionConfiguration: ReplicaConfiguration = {
  messageSizeMax: 1_048_576,
  journalSlotCount: 1024,
  pipelinePrepareQueueMax: 8,
  pipelineRequestQueueMax: 57,
  clientsMax: 64,
};
