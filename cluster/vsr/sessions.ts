import { assert } from '../../harness/assert.ts';
import { common, headerSize, prepare, reply, request } from '../wire/header.ts';
import { Message } from '../wire/message.ts';
import { Part } from './core.ts';
import { opOf, vsrOperations } from './prepare-header.ts';
import type { SessionEntry } from './session-entry.ts';

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
    return entry.prepare.sameU128(prepare.request_checksum, message, common.checksum);
  }

  /**
   * After a prepare was executed: what its client will be answered from now on.
   * @param header the prepare's, by itself: it is kept
   */
  onCommit(header: Message, body: Uint8Array): SessionEntry {
    const client = header.u128(prepare.client);
    assert(header.bytes.length === headerSize, 'a session keeps no bodies of requests');
    assert(client !== 0n, 'the cluster itself has no session');
    const op = opOf(header);
    const number = header.u32(prepare.request);
    const existing = this.get(client);
    if (header.u8(prepare.operation) === vsrOperations.register) {
      if (existing === undefined) this.#makeRoom();
      const entry = entryOf(client, op, header, body);
      this.state.sessions.set(client, entry);
      return entry;
    }
    // Evicted while its request was on its way: it still gets this answer, and no other.
    if (existing === undefined) return entryOf(client, 0, header, body);
    existing.commit = op;
    existing.request = number;
    existing.prepare = header;
    existing.body = body;
    existing.reply = null;
    return existing;
  }

  #makeRoom(): void {
    const { sessions } = this.state;
    if (sessions.size < this.configuration.clientsMax) return;
    let victim: SessionEntry | null = null;
    for (const entry of sessions.values()) {
      if (victim === null || entry.commit < victim.commit) victim = entry;
    }
    assert(victim !== null, 'where there is no room, there are sessions');
    this.reached('session.evicted');
    sessions.delete(victim.client);
    assert(sessions.size < this.configuration.clientsMax, 'one session makes room for another');
  }

  /** The reply as it was first made: the same bytes at every replica, and after every restart. */
  reply(entry: SessionEntry): Message {
    if (entry.reply !== null) return entry.reply;
    const header = entry.prepare;
    const message = this.parts.messenger.create('reply', entry.body.length);
    message.bytes.set(entry.body, headerSize);
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

  /** Answers with what is stored, in the current view. */
  sendReply(entry: SessionEntry): void {
    const stored = this.reply(entry);
    const { view } = this.state;
    assert(stored.view <= view, 'nothing is executed before its view');
    if (stored.view === view) return this.parts.messenger.sendToClient(entry.client, stored);
    const message = new Message(stored.bytes.slice(), stored.checksum);
    message.setU32(common.view, view);
    this.parts.messenger.sendToClient(entry.client, message.sealHeader());
  }
}

/** All entries are made here: who works on them meets objects of one shape. */
function entryOf(client: bigint, session: number, header: Message, body: Uint8Array): SessionEntry {
  const request = header.u32(prepare.request);
  return { client, session, commit: opOf(header), request, prepare: header, body, reply: null };
}
