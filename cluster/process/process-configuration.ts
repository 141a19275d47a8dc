import type { ReplicaConfiguration } from '../../harness/plan.ts';
import { millisecond } from '../../harness/time.ts';

/** TigerBeetle's sizes in production (facts 4.1). */
export const productionConfiguration: ReplicaConfiguration = {
  messageSizeMax: 1_048_576,
  journalSlotCount: 1024,
  pipelinePrepareQueueMax: 8,
  pipelineRequestQueueMax: 57,
  clientsMax: 64,
  // TigerBeetle compares clocks for 2 s first; on one machine that is nothing but waiting.
  clockSynchronizationWindowMin: 200 * millisecond,
  lsmCompactionOps: 32,
  blockSize: 524_288,
};
