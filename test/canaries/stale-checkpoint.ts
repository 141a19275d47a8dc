import { CheckpointLoad } from '../../cluster/vsr/checkpoint-load.ts';
import { type Canary, replicaWith } from './canary.ts';

class SkipsAnOp extends CheckpointLoad {
  override begin(): void {
    super.begin();
    const { state } = this;
    // As if the op behind the checkpoint were in it.
    if (state.checkpoint.op > 0 && state.commitMin === state.checkpoint.op) state.commitMin++;
  }
}

export const staleCheckpoint: Canary = {
  name: 'stale-checkpoint',
  bug: 'a replica that starts from a checkpoint takes one op more for executed',
  caughtBy: 'convergence',
  orBy: ['panic', 'model', 'liveness'],
  createReplica: replicaWith((core) => ({ checkpointLoad: new SkipsAnOp(core) })),
};
