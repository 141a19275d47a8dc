import { StartView } from '../../cluster/vsr/start-view.ts';
import { type Canary, replicaWith } from './canary.ts';

class NonceIgnored extends StartView {
  protected override isFresh(): boolean {
    return true;
  }
}

export const nonceIgnored: Canary = {
  name: 'nonce-ignored',
  bug: 'a replica that lost its head believes a `view` that was sent before it crashed',
  caughtBy: 'durability',
  orBy: ['panic', 'model', 'convergence', 'real-time-order'],
  createReplica: replicaWith((core) => ({ startView: new NonceIgnored(core) })),
};
