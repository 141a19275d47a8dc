import { assert } from '../../harness/assert.ts';
import { common, headerSize, prepare, prepareOk, request } from '../wire/header.ts';
import type { Message } from '../wire/message.ts';
import { Part } from './core.ts';
import { headerOf, isParent, opOf, sameHeader, vsrOperations } from './prepare-header.ts';
import type { PipelinePrepare } from './state.ts';

/** Normal operation: a request becomes a prepare, is written by all and acknowledged. */
export class Normal extends Part {
  /** A request that is new and whose client waits for nothing else: queue it, or begin. */
  accept(message: Message): void {
    const { pipeline, requestQueue } = this.state;
    assert(this.primary, 'only the primary prepares');
    if (pipeline.length < this.configuration.pipelinePrepareQueueMax) {
      assert(requestQueue.length === 0, 'nobody waits for a place that is free');
      this.prepareRequest(message);
    } else if (requestQueue.length < this.configuration.pipelineRequestQueueMax) {
      this.reached('normal.request-queued');
      requestQueue.push(message);
    } else {
      this.reached('normal.request-dropped');
    }
  }

  /** After prepares were executed: there are places in the pipeline. */
  acceptQueued(): void {
    const { pipeline, requestQueue } = this.state;
    while (pipeline.length < this.configuration.pipelinePrepareQueueMax) {
      const message = requestQueue.shift();
      if (message === undefined) return;
      this.prepareRequest(message);
    }
    assert(pipeline.length > 0, 'a full pipeline is not empty');
  }

  protected prepareRequest(message: Message): void {
    const operation = message.u8(request.operation);
    const result = this.parts.messenger.create('prepare', message.size - headerSize);
    result.bytes.set(message.body, headerSize);
    result.setU32(common.release, message.u32(common.release));
    result.copyU128(common.checksum_body, message, common.checksum_body);
    result.copyU128(prepare.request_checksum, message, common.checksum);
    result.copyU128(prepare.client, message, request.client);
    result.setU32(prepare.request, message.u32(request.request));
    result.setU8(prepare.operation, operation);
    if (operation === vsrOperations.register) {
      // The register's body says how much a request may hold; the primary fills it in.
      result.setU32(headerSize, this.configuration.messageSizeMax - headerSize);
    }
    this.prepare(result);
  }

  /** Gives a prepare its place in the log and its time, and sends it to be written by everyone. */
  prepare(message: Message): void {
    const { state } = this;
    const { messenger, superblock } = this.parts;
    assert(this.primary && superblock.logDurable(), 'a prepare belongs to a view that stays');
    assert(state.commitMin + state.pipeline.length === state.op, 'the pipeline ends at the head');
    assert(state.op < state.schedule.prepareMax, 'the pipeline ends before the journal does');
    const parent = this.parts.journal.header(state.op);
    assert(parent !== null, 'the head has a header');
    message.setU32(common.view, state.view);
    message.setU8(common.replica, this.replica);
    message.copyU128(prepare.parent, parent, common.checksum);
    message.setU64(prepare.op, state.op + 1);
    message.setU64(prepare.commit, state.commitMax);
    message.setU64Big(prepare.timestamp, this.nextTimestamp(message));
    if (message.u8(prepare.operation) === vsrOperations.register) message.seal();
    else message.sealHeader();
    if (!state.timeouts.prepare.running) this.start('prepare');
    if (!state.timeouts.primaryAbdicate.running) this.start('primaryAbdicate');
    state.pipeline.push({ message, acks: 0, quorum: false });
    this.#append(message);
    messenger.sendToAll(message);
    this.parts.heartbeats.onSignal();
  }

  /** Later than every timestamp before it, whatever the clocks say; one for each event. */
  protected nextTimestamp(message: Message): bigint {
    const { state } = this;
    const operation = message.u8(prepare.operation);
    const events =
      operation >= vsrOperations.pulse
        ? this.core.options.stateMachine.timestamps(operation, message.body)
        : 0;
    assert(events >= 0, 'events are counted');
    const known =
      state.prepareTimestamp > state.commitTimestamp
        ? state.prepareTimestamp
        : state.commitTimestamp;
    // What waited may be prepared when the clocks agree no longer: time then stands still.
    const now = this.parts.clock.synchronized() ?? known;
    const base = now > known ? now : known + 1n;
    state.prepareTimestamp = base + BigInt(events);
    return state.prepareTimestamp;
  }

  onPrepare(message: Message): void {
    const { state } = this;
    if (message.replica !== this.primaryIndex(message.view)) return;
    const op = opOf(message);
    if (message.view < state.view || (state.status === 'normal' && op <= state.op)) {
      return this.parts.repair.onPrepare(message);
    }
    if (!this.backup || message.view > state.view) return;
    this.parts.heartbeats.onSignal();
    state.commitMax = Math.max(state.commitMax, message.u64(prepare.commit));
    // There is no place for it before the next checkpoint.
    if (this.parts.stateSync.beyond(op)) return;
    if (op > state.op + 1) this.#jump(op - 1);
    this.#append(message);
    this.parts.commits.advance();
    this.parts.repair.optimistic();
  }

  /** The prepares between are missing; they come late, or repair fetches them. */
  #jump(op: number): void {
    const { state } = this;
    assert(op > state.op, 'a jump leads forward');
    this.reached('normal.gap');
    state.op = op;
    state.chainMin = op + 1;
  }

  #append(message: Message): void {
    const { state } = this;
    const { journal, commits, superblock } = this.parts;
    const op = opOf(message);
    assert(op === state.op + 1, 'a log grows by one');
    const previous = journal.header(state.op);
    const connected = previous !== null && isParent(previous, message);
    const broken = previous !== null && previous.view === message.view && !connected;
    assert(!broken, 'two prepares of one view do not follow each other: the log has forked');
    state.op = op;
    if (!connected) state.chainMin = op;
    const header = headerOf(message);
    if (!journal.hasHeader(header)) journal.setHeader(header);
    commits.keep(message);
    if (!superblock.logDurable()) return;
    if (journal.isDirty(op)) journal.write(message);
    else this.parts.repair.onClean(header);
  }

  /** Whether this replica may tell the primary that it will never forget a prepare. */
  protected mayAck(header: Message): boolean {
    const { loaded, schedule } = this.state;
    // Acknowledgements beyond are proof that this replica has the next checkpoint, whole.
    return loaded && opOf(header) <= schedule.prepareOkMax && this.parts.journal.hasPrepare(header);
  }

  /** Acknowledges, to the primary of the view that this replica is in, never to an older one. */
  sendPrepareOk(header: Message): void {
    const { state } = this;
    const op = opOf(header);
    if (this.standby || state.status !== 'normal' || op > state.op) return;
    if (!this.mayAck(header) || !this.parts.superblock.logDurable()) return;
    assert(header.view <= state.view, 'nobody prepares ahead of the view');
    // Who executed it already may be the one that the primary of a later view has to hear of.
    if (op + this.configuration.pipelinePrepareQueueMax <= state.commitMax) return;
    if (this.primary) return this.#onAck(header, this.replica);
    const message = this.parts.messenger.create('prepare_ok');
    message.copyU128(prepareOk.parent, header, prepare.parent);
    message.copyU128(prepareOk.prepare_checksum, header, common.checksum);
    message.copyU128(prepareOk.checkpoint_id, header, prepare.checkpoint_id);
    message.copyU128(prepareOk.client, header, prepare.client);
    message.setU64(prepareOk.op, op);
    message.setU64(prepareOk.commit_min, state.commitMin);
    message.setU64Big(prepareOk.timestamp, header.u64Big(prepare.timestamp));
    message.setU32(prepareOk.request, header.u32(prepare.request));
    message.setU8(prepareOk.operation, header.u8(prepare.operation));
    this.parts.messenger.send(this.primaryIndex(state.view), message.seal());
  }

  /** After a view has started here: for all that it took over and that may be uncommitted. */
  sendPrepareOks(): void {
    const { state } = this;
    assert(state.status === 'normal', 'acknowledgements are for a view that has started');
    for (let op = Math.max(state.commitMax, state.commitMin) + 1; op <= state.op; op++) {
      const header = this.parts.journal.header(op);
      if (header !== null) this.sendPrepareOk(header);
    }
  }

  onPrepareOk(message: Message): void {
    const { state } = this;
    if (!this.primary || message.view !== state.view) return;
    const entry = this.#pipelined(message.u64(prepareOk.op));
    if (entry === null) return;
    if (!entry.message.sameU128(common.checksum, message, prepareOk.prepare_checksum)) return;
    this.#onAck(entry.message, message.replica);
  }

  #pipelined(op: number): PipelinePrepare | null {
    const { commitMin, pipeline } = this.state;
    const entry = pipeline[op - commitMin - 1] ?? null;
    assert(entry === null || opOf(entry.message) === op, 'the pipeline is in order');
    return entry;
  }

  #onAck(header: Message, replica: number): void {
    const { state } = this;
    const entry = this.#pipelined(opOf(header));
    if (entry === null || !sameHeader(entry.message, header)) return;
    if ((entry.acks & (1 << replica)) !== 0) return;
    entry.acks |= 1 << replica;
    // Someone hears this primary and is heard by it.
    state.primaryAbdicating = false;
    this.start('primaryAbdicate');
    if (entry.quorum || !this.replicated(entry)) return;
    entry.quorum = true;
    this.start('prepare');
    this.parts.commits.advance();
  }

  /** Whether enough replicas will never forget it. */
  protected replicated(entry: PipelinePrepare): boolean {
    let acks = 0;
    for (let bits = entry.acks; bits !== 0; bits &= bits - 1) acks++;
    return acks >= this.parts.quorums.replication;
  }

  /** Sends again what is not acknowledged, to those who have not acknowledged it. */
  onPrepareTimeout(): void {
    const { pipeline } = this.state;
    if (!this.primary || pipeline.length === 0) return;
    this.start('prepare');
    this.reached('normal.prepare-resent');
    for (const entry of pipeline) {
      if (entry.quorum) continue;
      for (let replica = 0; replica < this.replicaCount; replica++) {
        if (replica === this.replica || (entry.acks & (1 << replica)) !== 0) continue;
        this.parts.messenger.forward(replica, entry.message);
      }
    }
  }

  /** Nothing got a quorum for long, or a time: perhaps another one can be heard better. */
  onPrimaryAbdicateTimeout(): void {
    const { state } = this;
    if (!this.primary || this.solo) return;
    const stuck = state.pipeline.some((entry) => !entry.quorum);
    if (!stuck && this.parts.clock.synchronized() !== null) return;
    this.reached('normal.abdicate');
    state.primaryAbdicating = true;
  }
}
