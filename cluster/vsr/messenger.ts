import { assert } from '../../harness/assert.ts';
import { type CommandName, commands, common } from '../wire/header.ts';
import { Message } from '../wire/message.ts';
import { Part } from './core.ts';

/** What leaves the replica; and what must not leave it yet. */
export class Messenger extends Part {
  /** A message from this replica in its current view, to be filled in, sealed and sent. */
  create(command: CommandName, bodySize = 0): Message {
    assert(bodySize >= 0, 'a body has a size');
    const { options, template } = this.core;
    const message = Message.create(command, options.cluster, bodySize, template.checksum);
    message.setU32(common.view, this.state.view);
    message.setU8(common.replica, this.replica);
    return message;
  }

  /** A message of its own. Dropped where it would tell of a view that a crash could undo. */
  send(replica: number, message: Message): void {
    assert(replica !== this.replica, 'nobody sends to himself');
    if (!this.mayAdvertise(message)) return;
    this.environment.network.sendToReplica(replica, message.bytes);
  }

  /** To all replicas that have a voice. */
  sendToOthers(message: Message): void {
    for (let replica = 0; replica < this.replicaCount; replica++) {
      if (replica !== this.replica) this.send(replica, message);
    }
  }

  /** To the standbys too. */
  sendToAll(message: Message): void {
    for (let node = 0; node < this.nodeCount; node++) {
      if (node !== this.replica) this.send(node, message);
    }
  }

  /** What somebody else has made, as it is: prepares and requests. */
  forward(replica: number, message: Message): void {
    assert(replica !== this.replica, 'nobody sends to himself');
    this.environment.network.sendToReplica(replica, message.bytes);
  }

  sendToClient(client: bigint, message: Message): void {
    assert(client !== 0n, 'the cluster itself takes no answers');
    if (this.state.superblock.view < this.state.view) return;
    this.environment.network.sendToClient(client, message.bytes);
  }

  /**
   * A replica that crashes must not come back with an older view than it told of, or with an older
   * log_view than a vote, an acknowledgement or a `view` of it implied.
   */
  protected mayAdvertise(message: Message): boolean {
    const { superblock, logView } = this.state;
    const command = message.command;
    if (command === commands.get_view) return true;
    if (command === commands.ping || command === commands.pong) return true;
    if (message.view > superblock.view) return false;
    const impliesLog =
      command === commands.join_view ||
      command === commands.view ||
      command === commands.prepare_ok;
    return !impliesLog || logView <= superblock.logView;
  }
}
