import { Recovery } from '../../cluster/vsr/recovery.ts';
import { type Canary, replicaWith } from './canary.ts';

class AlwaysCertain extends Recovery {
  protected override headCertain(): boolean {
    return true;
  }
}

export const headAlwaysCertain: Canary = {
  name: 'head-always-certain',
  bug: 'a replica whose head was torn off votes as if it had never been there',
  caughtBy: 'durability',
  orBy: ['panic', 'model', 'convergence', 'real-time-order'],
  createReplica: replicaWith((core) => ({ recovery: new AlwaysCertain(core) })),
};
