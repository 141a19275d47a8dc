import { assert } from '../../harness/assert.ts';
import { common, prepare } from '../wire/header.ts';
import type { Message } from '../wire/message.ts';
import { Part } from './core.ts';
import { vsrOperations } from './prepare-header.ts';

/** What falls due without anyone asking for it: prepared by the primary itself. */
export class Pulses extends Part {
  /** By the time of the log: what a batch made due follows that batch (facts 4.11). */
  onCommitted(): void {
    this.pulse(this.state.prepareTimestamp);
  }

  /** By the cluster's time: where nobody sends requests, it passes all the same. */
  onTimeout(): void {
    this.start('pulse');
    const now = this.parts.clock.synchronized();
    const { prepareTimestamp } = this.state;
    if (now === null) return;
    this.pulse(now > prepareTimestamp ? now : prepareTimestamp);
  }

  protected pulse(timestamp: bigint): void {
    const { pipeline, requestQueue } = this.state;
    if (!this.parts.requests.mayPrepare() || this.parts.upgrades.upgrading) return;
    if (pipeline.length === this.configuration.pipelinePrepareQueueMax) return;
    assert(requestQueue.length === 0, 'nobody waits for a place that is free');
    if (pipeline.some((entry) => isPulse(entry.message))) return;
    if (!this.core.options.stateMachine.pulseNeeded(timestamp)) return;
    const message = this.parts.messenger.create('prepare');
    message.setU8(prepare.operation, vsrOperations.pulse);
    message.copyU128(common.checksum_body, this.core.root, common.checksum_body);
    this.parts.normal.prepare(message);
  }
}

function isPulse(message: Message): boolean {
  return message.u8(prepare.operation) === vsrOperations.pulse;
}
