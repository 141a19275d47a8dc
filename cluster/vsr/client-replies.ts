import { assert } from '../../harness/assert.ts';
import { sectorCeil } from '../../harness/environment.ts';
import { common, getReply, headerSize, reply } from '../wire/header.ts';
import { Message } from '../wire/message.ts';
import { Part } from './core.ts';
import type { NextCheckpoint } from './grid-state.ts';
import type { SessionEntry } from './session-entry.ts';

/** Replies that are being written, or wait for it, and those that this disk does not have. */
export interface ClientRepliesState {
  readonly writes: Map<number, ReplyWrite>;
  readonly queue: ReplyWrite[];
  /** The clients whose reply peers are asked for. */
  readonly missing: Set<bigint>;
}

interface ReplyWrite {
  readonly slot: number;
  readonly message: Message;
  /** The checkpoint that waits for it; null where it mends an older one. */
  readonly checkpoint: NextCheckpoint | null;
}

/**
 * The zone of client replies: a slot for each session, with what its client was answered last. A
 * checkpoint says of each session what the reply's header is, so here lie the bodies. They are
 * written with the checkpoint: what came after it is executed, and answered, again.
 */
export class ClientReplies extends Part {
  /** Writes the replies that the last checkpoint did not have. */
  flush(checkpoint: NextCheckpoint): void {
    for (const entry of this.state.sessions.values()) {
      if (entry.stored === entry.commit || !this.#hasBody(entry)) continue;
      if (!this.parts.sessions.isWhole(entry)) continue;
      entry.stored = entry.commit;
      checkpoint.pending++;
      this.#write(entry.slot, this.parts.sessions.reply(entry), checkpoint);
    }
  }

  /** One of a header only is no more than what the checkpoint has of it. */
  #hasBody(entry: SessionEntry): boolean {
    return this.parts.sessions.reply(entry).size > headerSize;
  }

  #write(slot: number, message: Message, checkpoint: NextCheckpoint | null): void {
    assert(slot >= 0 && slot < this.configuration.clientsMax, 'a session has a slot');
    this.state.clientReplies.queue.push({ slot, message, checkpoint });
    this.#writeQueued();
  }

  /** One write at a time for a slot: of two, the disk could do the older one last. */
  #writeQueued(): void {
    const { queue, writes } = this.state.clientReplies;
    for (let at = 0; at < queue.length; ) {
      const write = queue[at] as ReplyWrite;
      if (writes.has(write.slot)) {
        at++;
        continue;
      }
      queue.splice(at, 1);
      writes.set(write.slot, write);
      const token = this.token({ kind: 'write-reply', slot: write.slot });
      const offset = write.slot * this.configuration.messageSizeMax;
      this.environment.storage.write('client-replies', offset, write.message.bytes, token);
    }
  }

  onWritten(slot: number): void {
    const { writes } = this.state.clientReplies;
    const write = writes.get(slot);
    assert(write !== undefined, 'a write was under way');
    writes.delete(slot);
    this.#writeQueued();
    if (write.checkpoint === null || write.checkpoint !== this.state.checkpointNext) return;
    this.parts.checkpoints.onPartWritten();
  }

  /** A checkpoint was loaded: its sessions lack the bodies of their replies. */
  open(): void {
    this.state.clientReplies.missing.clear();
    for (const entry of this.state.sessions.values()) {
      if (this.parts.sessions.isWhole(entry)) continue;
      const { client, slot } = entry;
      const { writes, queue } = this.state.clientReplies;
      // Whatever is being written there is of before the checkpoint that was taken over.
      if (writes.has(slot) || queue.some((write) => write.slot === slot)) {
        this.#want(client);
        continue;
      }
      const token = this.token({ kind: 'read-reply', client, slot });
      const offset = slot * this.configuration.messageSizeMax;
      const size = sectorCeil(this.parts.sessions.reply(entry).size);
      this.environment.storage.read('client-replies', offset, size, token);
    }
  }

  onRead(client: bigint, data: Uint8Array): void {
    const entry = this.#lacking(client);
    if (entry === null) return;
    if (!this.#complete(entry, data)) this.#want(client);
  }

  /** The session of a client whose reply has no body yet. */
  #lacking(client: bigint): SessionEntry | null {
    const entry = this.parts.sessions.get(client);
    return entry === undefined || this.parts.sessions.isWhole(entry) ? null : entry;
  }

  /** Takes the bytes as the session's reply where they are, in every bit, what is expected. */
  #complete(entry: SessionEntry, data: Uint8Array): boolean {
    const header = this.parts.sessions.reply(entry);
    if (data.length < header.size) return false;
    const message = new Message(data.subarray(0, header.size), header.checksum);
    if (!message.sameU128(common.checksum, header, common.checksum)) return false;
    if (!message.headerValid() || !message.bodyValid()) return false;
    entry.reply = message;
    return true;
  }

  #want(client: bigint): void {
    // Alone there is nobody to ask: the client is answered when it sends something new.
    if (this.solo) return;
    this.reached('reply.missing');
    this.state.clientReplies.missing.add(client);
    if (!this.state.timeouts.replyRepair.running) this.start('replyRepair');
  }

  /** Asks for each missing reply, as long as its session has no newer one. */
  onTimeout(): void {
    const { missing } = this.state.clientReplies;
    for (const client of missing) {
      const entry = this.#lacking(client);
      if (entry === null) missing.delete(client);
      else this.#ask(entry);
    }
    if (missing.size > 0) this.start('replyRepair');
  }

  #ask(entry: SessionEntry): void {
    const header = this.parts.sessions.reply(entry);
    const message = this.parts.messenger.create('get_reply');
    message.copyU128(getReply.reply_checksum, header, common.checksum);
    message.setU128(getReply.reply_client, entry.client);
    message.setU64(getReply.reply_op, entry.commit);
    this.parts.messenger.send(this.parts.repair.peer(), message.seal());
  }

  onGetReply(message: Message): void {
    const entry = this.parts.sessions.get(message.u128(getReply.reply_client));
    if (entry === undefined || !this.parts.sessions.isWhole(entry)) return;
    const stored = this.parts.sessions.reply(entry);
    if (!stored.sameU128(common.checksum, message, getReply.reply_checksum)) return;
    this.parts.messenger.forward(message.replica, stored);
  }

  /** A reply that is not for a client but for this replica. */
  onReply(message: Message): void {
    const entry = this.#lacking(message.u128(reply.client));
    if (entry === null || !this.#complete(entry, message.bytes)) return;
    this.state.clientReplies.missing.delete(entry.client);
    this.reached('reply.repaired');
    const { slot } = entry;
    this.core.options.observer.onStep({ kind: 'repair', zone: 'client-replies', place: slot });
    this.#write(slot, message, null);
  }
}
