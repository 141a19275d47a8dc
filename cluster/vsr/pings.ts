import { tickInterval } from '../../harness/environment.ts';
import { commands, common, ping, pong } from '../wire/header.ts';
import type { Message } from '../wire/message.ts';
import { Part } from './core.ts';

/** Replicas tell each other which view they are in, and compare their clocks. */
export class Pings extends Part {
  onTimeout(): void {
    this.start('ping');
    if (this.nodeCount === 1) return;
    // Without an agreement nothing can be prepared: a window has room for two pings.
    const { ping: timeout } = this.state.timeouts;
    const ticks = Math.ceil(this.parts.clock.windowMin / tickInterval / 2);
    if (this.parts.clock.synchronized() === null) timeout.left = Math.min(timeout.left, ticks);
    const { upgrades, messenger } = this.parts;
    const message = messenger.create('ping', upgrades.releasesSize);
    upgrades.advertise(message);
    message.setU64(ping.checkpoint_op, this.state.checkpoint.op);
    message.setU64(ping.ping_timestamp_monotonic, this.environment.clock.monotonic());
    this.#sendDurableView(message, null);
  }

  onPing(message: Message): void {
    if (message.command !== commands.ping) return;
    this.parts.upgrades.onPing(message);
    const answer = this.parts.messenger.create('pong');
    const sent = message.u64Big(ping.ping_timestamp_monotonic);
    answer.setU64Big(pong.ping_timestamp_monotonic, sent);
    answer.setU64Big(pong.pong_timestamp_wall, this.environment.clock.realtime());
    this.#sendDurableView(answer, message.replica);
  }

  onPong(message: Message): void {
    if (!message.u64Fits(pong.ping_timestamp_monotonic)) return;
    const sent = message.u64(pong.ping_timestamp_monotonic);
    const peer = message.u64Big(pong.pong_timestamp_wall);
    this.parts.clock.learn(message.replica, sent, peer);
  }

  /** Pings must not wait for a disk, so they tell of the view that is durable. */
  #sendDurableView(message: Message, replica: number | null): void {
    const { messenger } = this.parts;
    message.setU32(common.view, this.state.superblock.view);
    message.setU32(common.release, this.state.release);
    message.seal();
    if (replica === null) messenger.sendToAll(message);
    else messenger.send(replica, message);
  }
}
