import { checkpointAfter, checkpointTrigger } from '../../../harness/checkpoint-schedule.ts';
import type { ReplicaConfiguration } from '../../../harness/plan.ts';
import { millisecond } from '../../../harness/time.ts';

/** A journal of 32 slots and bars of 4 ops, as TigerBeetle's own scenarios have them. */
export const configuration: ReplicaConfiguration = {
  messageSizeMax: 8192,
  journalSlotCount: 32,
  lsmCompactionOps: 4,
  pipelinePrepareQueueMax: 4,
  pipelineRequestQueueMax: 8,
  clientsMax: 4,
  clockSynchronizationWindowMin: 200 * millisecond,
};

export const checkpoint1 = checkpointAfter(0, configuration);
export const checkpoint2 = checkpointAfter(checkpoint1, configuration);
export const trigger1 = checkpointTrigger(checkpoint1, configuration);
export const trigger2 = checkpointTrigger(checkpoint2, configuration);
