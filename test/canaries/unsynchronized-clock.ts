import { Clock } from '../../cluster/vsr/clock.ts';
import { type Canary, replicaWith } from './canary.ts';

class LonelyClock extends Clock {
  override synchronized(): bigint {
    return this.environment.clock.realtime();
  }
}

export const unsynchronizedClock: Canary = {
  name: 'unsynchronized-clock',
  bug: 'a primary goes by its own clock, whatever the others say',
  caughtBy: 'real-time-order',
  createReplica: replicaWith((core) => ({ clock: new LonelyClock(core) })),
};
