import { assert } from '../../harness/assert.ts';
import type { Table, TableSnapshot } from '../../harness/environment.ts';
import { common, headerSize, prepare, reply, request } from '../wire/header.ts';
import { Message } from '../wire/message.ts';
import { readU64, writeU64 } from './block.ts';
import { Part } from './core.ts';
import { opOf, vsrOperations } from './prepare-header.ts';
import type { SessionEntry } from './session-entry.ts';

/** Of a session in a checkpoint: its reply's header, the session, and 8 bytes of nothing. */
const recordSize = headerSize + 16;

/** What a request is, by the session table. */
export type RequestJudgement =
  | 'new'
  | 'duplicate'
  /** Older, or out of its place in the session's chain: not worth an answer. */
  | 'ignore'
  | 'session-too-low'
  | 'session-unknown';

/** The table of clients: who takes part, and what each was answered last. Replicated state. */
export class Sessions extends Part {
  get(client: bigint): SessionEntry | undefined {
    return this.state.sessions.get(client);
  }

  judge(message: Message): RequestJudgement {
    const isRegister = message.u8(request.operation) === vsrOperations.register;
    const entry = this.get(message.u128(request.client));
    if (entry === undefined) return isRegister ? 'new' : 'session-unknown';
    if (!isRegister) {
      const session = message.u64(request.session);
      if (session < entry.session) return 'session-too-low';
      if (session > entry.session) return 'ignore';
    }
    const number = message.u32(request.request);
    if (this.answered(message, entry)) return 'duplicate';
    if (number <= entry.request) return 'ignore';
    if (number > entry.request + 1) return 'ignore';
    assert(!isRegister, 'a register is request 0');
    // Who knows the last answer has proved that he is the one who was given it.
    return message.sameU128(request.parent, this.reply(entry), reply.context) ? 'new' : 'ignore';
  }

  /** Whether it is, bit by bit, the request that was answered last. */
  answered(message: Message, entry: SessionEntry): boolean {
    assert(entry.client !== 0n, 'the cluster itself has no session');
    if (message.u32(request.request) !== entry.request) return false;
    return this.reply(entry).sameU128(reply.request_checksum, message, common.checksum);
  }

  /**
   * After a prepare was executed: what its client will be answered from now on.
   * @param header the prepare's, by itself: it is kept
   */
  onCommit(header: Message, body: Uint8Array): SessionEntry {
    const client = header.u128(prepare.client);
    assert(header.bytes.length === headerSize, 'a session keeps no bodies of requests');
    assert(client !== 0n, 'the cluster itself has no session');
    const existing = this.get(client);
    if (header.u8(prepare.operation) === vsrOperations.register) {
      if (existing === undefined) this.#makeRoom();
      const slot = existing?.slot ?? this.#freeSlot();
      const entry = entryOf(client, opOf(header), slot, header, body);
      this.state.sessions.set(client, entry);
      return entry;
    }
    // Evicted while its request was on its way: it still gets this answer, and no other.
    if (existing === undefined) return entryOf(client, 0, -1, header, body);
    existing.commit = opOf(header);
    existing.request = header.u32(prepare.request);
    existing.source = { prepare: header, body };
    existing.reply = null;
    return existing;
  }

  #makeRoom(): void {
    const { sessions } = this.state;
    if (sessions.size < this.configuration.clientsMax) return;
    this.reached('session.evicted');
    let victim: SessionEntry | null = null;
    for (const entry of sessions.values()) {
      if (victim === null || entry.commit < victim.commit) victim = entry;
    }
    assert(victim !== null, 'where there is no room, there are sessions');
    sessions.delete(victim.client);
    assert(sessions.size < this.configuration.clientsMax, 'one session makes room for another');
  }

  #freeSlot(): number {
    const taken = new Set<number>();
    for (const { slot } of this.state.sessions.values()) taken.add(slot);
    for (let slot = 0; ; slot++) {
      assert(slot < this.configuration.clientsMax, 'there is a slot for every session');
      if (!taken.has(slot)) return slot;
    }
  }

  /** The reply as it was first made: the same bytes at every replica, and after every restart. */
  reply(entry: SessionEntry): Message {
    if (entry.reply !== null) return entry.reply;
    assert(entry.source !== null, 'a reply is there, or what it is made of');
    const { prepare: header, body } = entry.source;
    const message = this.parts.messenger.create('reply', body.length);
    message.bytes.set(body, headerSize);
    message.setU32(common.view, header.view);
    message.setU32(common.release, header.u32(common.release));
    message.setU8(common.replica, header.replica);
    message.copyU128(reply.request_checksum, header, prepare.request_checksum);
    message.copyU128(reply.client, header, prepare.client);
    message.setU64(reply.op, opOf(header));
    message.setU64(reply.commit, opOf(header));
    message.setU64Big(reply.timestamp, header.u64Big(prepare.timestamp));
    message.setU32(reply.request, header.u32(prepare.request));
    message.setU8(reply.operation, header.u8(prepare.operation));
    message.seal();
    // The next request names this; a reply that is sent in a later view keeps it.
    message.copyU128(reply.context, message, common.checksum);
    entry.reply = message.sealHeader();
    return entry.reply;
  }

  /** Whether the reply is here with its body. */
  isWhole(entry: SessionEntry): boolean {
    return entry.reply === null || entry.reply.bytes.length === entry.reply.size;
  }

  /** The table for a checkpoint: by slot, each session and the header of its reply. */
  snapshot(): TableSnapshot {
    const bySlot = new Map<number, SessionEntry>();
    for (const entry of this.state.sessions.values()) bySlot.set(entry.slot, entry);
    const count = this.configuration.clientsMax;
    const copy: Table['copy'] = (first, wanted, target, at) => {
      for (let slot = first; slot < first + wanted; slot++) {
        const to = at + (slot - first) * recordSize;
        const entry = bySlot.get(slot);
        target.fill(0, to, to + recordSize);
        if (entry === undefined) continue;
        target.set(this.reply(entry).header, to);
        writeU64(entry.session, target, to + headerSize);
      }
    };
    return { recordSize, count, changed: [[0, count]], copy };
  }

  /** Begins anew with the sessions of a checkpoint, whose replies lack their bodies. */
  restore(table: Table): void {
    const { sessions } = this.state;
    assert(table.recordSize === recordSize, 'a checkpoint has the sessions of this protocol');
    sessions.clear();
    for (let slot = 0; slot < table.count; slot++) {
      const record = new Uint8Array(recordSize);
      table.copy(slot, 1, record, 0);
      const session = readU64(record, headerSize);
      if (session === 0) continue;
      const header = new Message(record.slice(0, headerSize), this.core.template.checksum);
      const commit = header.u64(reply.op);
      const client = header.u128(reply.client);
      const request = header.u32(reply.request);
      const answer = { commit, request, source: null, reply: header, stored: commit };
      sessions.set(client, { client, session, slot, ...answer });
    }
  }

  /** Answers with what is stored, in the current view. */
  sendReply(entry: SessionEntry): void {
    const stored = this.reply(entry);
    const { view } = this.state;
    // Its body is being read, or fetched from a peer: the client will ask again.
    if (!this.isWhole(entry)) return;
    assert(stored.view <= view, 'nothing is executed before its view');
    if (stored.view === view) return this.parts.messenger.sendToClient(entry.client, stored);
    const message = new Message(stored.bytes.slice(), stored.checksum);
    message.setU32(common.view, view);
    this.parts.messenger.sendToClient(entry.client, message.sealHeader());
  }
}

/** All entries are made here: who works on them meets objects of one shape. */
function entryOf(
  client: bigint,
  session: number,
  slot: number,
  header: Message,
  body: Uint8Array,
): SessionEntry {
  const request = header.u32(prepare.request);
  const source = { prepare: header, body };
  return { client, session, slot, commit: opOf(header), request, source, reply: null, stored: 0 };
}
