import { ViewChange } from '../../cluster/vsr/view-change.ts';
import { type Canary, replicaWith } from './canary.ts';

class PrimaryStays extends ViewChange {
  override onRecovered(headCertain: boolean): void {
    const { state } = this;
    const sure = headCertain && state.logView === state.view;
    if (!sure || !this.primaryOfView || this.replicaCount === 1) {
      return super.onRecovered(headCertain);
    }
    this.start('ping');
    this.parts.clock.open();
    this.parts.startView.enterNormal();
    this.parts.commits.advance();
  }
}

export const primaryStays: Canary = {
  name: 'primary-stays',
  bug: 'a primary that crashed goes on in its view, as if it knew what it had promised',
  caughtBy: 'durability',
  orBy: ['panic', 'model', 'convergence', 'real-time-order'],
  createReplica: replicaWith((core) => ({ viewChange: new PrimaryStays(core) })),
};
