import { sectorSize } from './environment.ts';
import type { ReplicaConfiguration } from './plan.ts';

/**
 * When checkpoints are due, as TigerBeetle has it (facts 4.1). A checkpoint at op X holds the state
 * after X; its blocks are written while the ops up to its trigger are executed, and no op behind
 * the trigger is executed before the checkpoint is durable. The journal has room for all that may
 * come in the meantime: a slot is used again only for an op whose predecessor in the slot is
 * covered by a durable checkpoint.
 */

const barOps = 32;

/** How many ops a checkpoint's trigger lies behind its op. */
export function lsmCompactionOpsOf(configuration: ReplicaConfiguration): number {
  return configuration.lsmCompactionOps ?? barOps;
}

/** The size of a block of the grid, header and body, in bytes. */
export function blockSizeOf(configuration: ReplicaConfiguration): number {
  return configuration.blockSize ?? sectorSize;
}

/** Ops from one checkpoint to the next. */
export function checkpointInterval(configuration: ReplicaConfiguration): number {
  const bar = lsmCompactionOpsOf(configuration);
  const { journalSlotCount, pipelinePrepareQueueMax } = configuration;
  return journalSlotCount - bar - bar * Math.ceil((2 * pipelinePrepareQueueMax) / bar);
}

/** The least interval in which one checkpoint is durable everywhere before the next one begins. */
export function checkpointIntervalMin(configuration: ReplicaConfiguration): number {
  return lsmCompactionOpsOf(configuration) + configuration.pipelinePrepareQueueMax + 1;
}

/** The op of the checkpoint that follows the one at `op`. */
export function checkpointAfter(op: number, configuration: ReplicaConfiguration): number {
  const interval = checkpointInterval(configuration);
  return op === 0 ? interval - 1 : op + interval;
}

/** The op behind which nothing is executed before the checkpoint at `op` is durable. */
export function checkpointTrigger(op: number, configuration: ReplicaConfiguration): number {
  return op + lsmCompactionOpsOf(configuration);
}

/** The last op that has a place in the journal of a replica whose checkpoint is at `op`. */
export function prepareMax(op: number, configuration: ReplicaConfiguration): number {
  const trigger = checkpointTrigger(checkpointAfter(op, configuration), configuration);
  return trigger + 2 * configuration.pipelinePrepareQueueMax;
}

/**
 * The last op that such a replica acknowledges. So whatever is committed behind the trigger's
 * pipeline is proof that a replication quorum has the next checkpoint.
 */
export function prepareOkMax(op: number, configuration: ReplicaConfiguration): number {
  return prepareMax(op, configuration) - configuration.pipelinePrepareQueueMax;
}

/** Whether it is certain that a replication quorum has the checkpoint at `op`. */
export function checkpointDurable(
  op: number,
  commitMax: number,
  configuration: ReplicaConfiguration,
): boolean {
  const { pipelinePrepareQueueMax } = configuration;
  return op === 0 || commitMax > checkpointTrigger(op, configuration) + pipelinePrepareQueueMax;
}
