import { assert } from '../../harness/assert.ts';
import type { Random } from '../../harness/random.ts';
import { common, getHeaders, getPrepare, headerSize, prepare } from '../wire/header.ts';
import type { Message } from '../wire/message.ts';
import { Part } from './core.ts';
import { headerOf, headersOf, isBlank, isParent, opOf, sameHeader } from './prepare-header.ts';
import { choosePeer, expire, inFlightMax, onRepaired } from './repair-budget.ts';

const getHeadersMax = 64;
const readsForPeersMax = 16;

/** Fetches from peers what the log has and this disk has not. */
export class Repair extends Part {
  reset(): void {
    this.state.repair.budget.requested.clear();
  }

  /** Whether the log here is one to be completed. */
  protected allowed(): boolean {
    return (this.state.status === 'normal' && !this.solo) || this.candidate;
  }

  onTimeout(): void {
    this.start('journalRepair');
    this.run();
    this.state.repair.op = this.state.op;
  }

  /** New things came in, so that more may be asked for; but not what may still come by itself. */
  optimistic(): void {
    const { repair, journal } = this.state;
    if (journal.dirtyCount > 0 && repair.budget.requested.size > 0) this.run();
  }

  run(): void {
    const { state } = this;
    if (!this.allowed()) return;
    if (this.backup && state.op < state.commitMax) {
      this.parts.startView.requestView(state.view);
      // A head from an older view need not be in the log of this one.
      const head = this.parts.journal.header(state.op);
      if (head === null || head.view < state.view) return;
    }
    this.extendChain();
    if (state.chainMin > state.commitMin) this.#requestHeaders();
    if (state.journal.dirtyCount > 0) this.#repairPrepares();
    this.parts.commits.advanceUnlessPrimary();
    this.parts.startView.progress();
  }

  /** Follows the log down from its head as far as each header is the parent of the next. */
  extendChain(): void {
    const { state } = this;
    const { journal } = this.parts;
    if (state.chainMin <= state.commitMin) return;
    let child = journal.header(state.chainMin);
    while (child !== null && state.chainMin > state.commitMin && state.chainMin > 0) {
      const parent = journal.header(state.chainMin - 1);
      if (parent === null || !isParent(parent, child)) return;
      state.chainMin--;
      child = parent;
    }
  }

  #requestHeaders(): void {
    const { state } = this;
    const max = state.chainMin - 1;
    assert(max >= 0, 'the root has no parent');
    // What was prepared just now may be on its way.
    if (this.backup && max > state.repair.op) return;
    const message = this.parts.messenger.create('get_headers');
    message.setU64(getHeaders.op_min, Math.max(0, max - this.#headersMax + 1));
    message.setU64(getHeaders.op_max, max);
    this.parts.messenger.send(this.peer(), message.seal());
  }

  /** How many fit into a message. */
  get #headersMax(): number {
    const fit = this.configuration.messageSizeMax / headerSize - 1;
    assert(fit > 0, 'a message has room for a header');
    return Math.min(getHeadersMax, fit);
  }

  /** Somebody else, anyone: whoever is asked may not have it, and is not asked for ever. */
  peer(): number {
    if (this.standby) return this.environment.random.below(this.replicaCount);
    const distance = this.environment.random.between(1, this.replicaCount - 1);
    return (this.replica + distance) % this.replicaCount;
  }

  onGetHeaders(message: Message): void {
    if (this.state.status === 'recovering') return;
    const min = message.u64(getHeaders.op_min);
    const max = Math.min(message.u64(getHeaders.op_max), this.state.op);
    const headers: Message[] = [];
    for (let op = max; op >= min && headers.length < this.#headersMax; op--) {
      const header = this.parts.journal.header(op);
      if (header !== null) headers.push(header);
    }
    if (headers.length === 0) return;
    const answer = this.parts.messenger.create('headers', headers.length * headerSize);
    for (const [index, header] of headers.entries()) {
      answer.bytes.set(header.header, headerSize * (index + 1));
    }
    this.parts.messenger.send(message.replica, answer.seal());
  }

  onHeaders(message: Message): void {
    if (!this.allowed()) return;
    const headers = headersOf(message.body, this.core.template);
    if (headers === null || headers.some(isBlank)) return;
    for (const header of headers) this.repairHeader(header);
    this.run();
  }

  /**
   * Takes a header into the log where it belongs there for certain: it is the parent of the oldest
   * one that is connected to the head, or of the same view as the head, which has only one log.
   * Never moves or replaces the head.
   * @returns whether the log has it now
   */
  repairHeader(header: Message): boolean {
    const { state } = this;
    const { journal } = this.parts;
    const op = opOf(header);
    if (header.view > state.view || op > state.op) return false;
    if (journal.hasHeader(header)) return true;
    if (op >= state.chainMin || op <= state.commitMin) return false;
    const child = journal.header(op + 1);
    const connects = op === state.chainMin - 1 && child !== null && isParent(header, child);
    const head = journal.header(state.op);
    assert(head !== null, 'the head has a header');
    if (!connects && header.view !== head.view) return false;
    journal.setHeader(header);
    if (connects) state.chainMin = op;
    this.extendChain();
    return true;
  }

  /** First what has to be executed, then what peers may need. */
  #repairPrepares(): void {
    const { state } = this;
    const { repair, journal } = state;
    const now = this.environment.clock.monotonic();
    expire(repair.budget, now, (op) => op <= state.op && this.parts.journal.isDirty(op));
    const left = this.#repairRange(state.commitMin + 1, state.op, journal.dirtyCount);
    this.#repairRange(state.checkpoint.op + 1, state.commitMin, left);
  }

  /**
   * Repairs the first `left` dirty ops of a range. After an outage thousands are missing, and all
   * but a few have to wait until what was asked for has come: those must cost next to nothing.
   * @returns how many there were less
   */
  #repairRange(from: number, until: number, left: number): number {
    const { commitMin, cache, journal, repair } = this.state;
    const { dirty, stored, slotCount } = journal;
    let rest = left;
    let slot = this.parts.journal.slotOf(from);
    for (let op = from; op <= until && rest > 0; op++) {
      if (dirty[slot] === 1) {
        rest--;
        // Without a place for another request, something can be done with what is at hand only.
        const near = op > commitMin - cache.length && op <= commitMin + cache.length;
        const mayAsk = repair.budget.requested.size < this.#requestsMax;
        if (near || mayAsk || stored[slot] !== null) this.#repairPrepare(op);
      }
      slot++;
      if (slot === slotCount) slot = 0;
    }
    return rest;
  }

  get #requestsMax(): number {
    return inFlightMax * (this.standby ? this.replicaCount : this.replicaCount - 1);
  }

  protected choosePeer(random: Random): number {
    const peer = choosePeer(this.state.repair.budget, this.replica, random);
    assert(peer !== null, 'as long as requests may be made, someone can be asked');
    return peer;
  }

  #repairPrepare(op: number): void {
    const { state } = this;
    const { journal } = this.parts;
    const header = journal.header(op);
    if (header === null || this.#resumeOne(header)) return;
    const { budget } = state.repair;
    if (budget.requested.has(op) || budget.requested.size >= this.#requestsMax) return;
    // What was prepared just now may be on its way.
    if (this.backup && op > state.repair.op) return;
    // A candidate's log is written once its view is durable: until then it has no place for it.
    if (!this.parts.superblock.logDurable()) return;
    // A cluster that waits for its primary spares nothing.
    const { random, clock } = this.environment;
    const peer = this.candidate ? null : this.choosePeer(random);
    budget.requested.set(op, { at: clock.monotonic(), peer });
    const message = this.parts.messenger.create('get_prepare');
    message.copyU128(getPrepare.prepare_checksum, header, common.checksum);
    message.setU64(getPrepare.prepare_op, op);
    message.seal();
    if (peer === null) this.parts.messenger.sendToOthers(message);
    else this.parts.messenger.send(peer, message);
  }

  /** Goes on with a dirty slot from what is at hand. False where its prepare must be fetched. */
  #resumeOne(header: Message): boolean {
    const { journal, commits, superblock } = this.parts;
    const op = opOf(header);
    if (journal.isWriting(header)) return true;
    const slot = journal.slotOf(op);
    const cached = commits.cached(op);
    const stored = journal.isStored(header);
    if (!stored && !sameHeader(cached, header)) return false;
    if (!superblock.logDurable()) return true;
    if (stored) journal.writeHeader(slot);
    else if (cached !== null) journal.write(cached);
    return true;
  }

  /** The log has changed, or may be written now: what is at hand is written. */
  resume(): void {
    const { state } = this;
    if (!this.allowed() && !this.solo) return;
    let left = state.journal.dirtyCount;
    for (let op = state.op; op > state.checkpoint.op && left > 0; op--) {
      if (!this.parts.journal.isDirty(op)) continue;
      left--;
      const header = this.parts.journal.header(op);
      if (header !== null) this.#resumeOne(header);
    }
  }

  /** A prepare that is not the next one: late, sent again, or asked for. */
  onPrepare(message: Message): void {
    const { state } = this;
    const { journal, normal, commits, superblock } = this.parts;
    if (!this.allowed() || message.view > state.view) return;
    const op = opOf(message);
    if (op > state.op) return;
    onRepaired(state.repair.budget, op, this.environment.clock.monotonic());
    const header = headerOf(message);
    if (journal.hasPrepare(header)) return normal.sendPrepareOk(header);
    if (!this.repairHeader(header)) return;
    this.reached('repair.prepare-fetched');
    commits.keep(message);
    if (superblock.logDurable() && !journal.isStored(header)) journal.write(message);
    else this.#resumeOne(header);
    this.run();
  }

  /** A prepare and its header are durable. */
  onClean(header: Message): void {
    this.parts.normal.sendPrepareOk(header);
    if (this.candidate) this.parts.startView.progress();
  }

  /** Hands out a prepare that is here for certain; otherwise says nothing, which denies nothing. */
  onGetPrepare(message: Message): void {
    const { state } = this;
    const { journal, commits, messenger } = this.parts;
    if (state.status === 'recovering') return;
    const op = message.u64(getPrepare.prepare_op);
    const wanted = (header: Message | null): header is Message =>
      header !== null &&
      opOf(header) === op &&
      header.sameU128(common.checksum, message, getPrepare.prepare_checksum);
    const pipelined = state.pipeline[op - state.commitMin - 1]?.message ?? null;
    if (wanted(pipelined)) return messenger.forward(message.replica, pipelined);
    const cached = commits.cached(op);
    if (wanted(cached)) return messenger.forward(message.replica, cached);
    const stored = state.journal.stored[journal.slotOf(op)] ?? null;
    if (!wanted(stored) || state.repair.reads >= readsForPeersMax) return;
    state.repair.reads++;
    journal.read(stored, message.replica);
  }

  /** A prepare was read, for a peer or for executing it. */
  onRead(slot: number, stored: Message, destination: number | null, data: Uint8Array): void {
    const { state } = this;
    const { journal, commits, messenger } = this.parts;
    const message = journal.onRead(slot, stored, data);
    if (message === null) this.reached('repair.prepare-unreadable');
    if (destination === null) {
      state.cacheReads.delete(slot);
    } else {
      state.repair.reads--;
      assert(state.repair.reads >= 0, 'reads are counted');
      if (message !== null) messenger.forward(destination, message);
      return;
    }
    assert(message !== null || !this.solo, 'a prepare is lost, and there is no other replica');
    if (message === null) return this.run();
    assert(message.u64(prepare.op) === opOf(stored), 'what was read is what was expected');
    commits.keep(message);
    commits.advanceUnlessPrimary();
    this.parts.startView.progress();
  }
}
