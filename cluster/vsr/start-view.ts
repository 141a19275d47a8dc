import { assert } from '../../harness/assert.ts';
import { common, getView, headerSize, prepare, view } from '../wire/header.ts';
import type { Message } from '../wire/message.ts';
import { checkpointStateSize } from './checkpoint-state.ts';
import { Part } from './core.ts';
import type { JoinView, JoinViewResult } from './join-view-quorum.ts';
import { headersOf, isBlank, opOf } from './prepare-header.ts';

/** How many ticks a `view` that was asked for is waited for. */
const getViewTicks = 5;

/** From the votes for a view to a log that everyone takes over. */
export class StartView extends Part {
  /** The candidate takes over the log that the votes add up to; it may lack parts of it. */
  begin(result: JoinViewResult & { kind: 'complete' }, votes: readonly JoinView[]): void {
    const { state } = this;
    assert(this.candidate && this.primaryOfView, 'the primary of a view begins it');
    for (const vote of votes) assert(vote.commitMin <= result.op, 'what was executed stays');
    assert(state.commitMax <= result.op, 'what is committed stays');
    if (result.timestamp > state.prepareTimestamp) state.prepareTimestamp = result.timestamp;
    this.#install(result.op, result.commitMax, result.headers);
    // Should this view not start, its log is still the one that others must build on.
    state.logView = state.view;
    this.start('journalRepair');
    this.parts.repair.run();
  }

  /** Makes `headers` (newest first) the end of the log. */
  #install(op: number, commitMax: number, headers: readonly Message[]): void {
    const { state } = this;
    const { journal, repair } = this.parts;
    assert(opOf(headers[0] as Message) === op, 'the headers begin at the head');
    assert(op >= state.commitMin, 'what was executed stays');
    if (op < state.op) this.reached('view-change.truncated');
    state.op = op;
    state.commitMax = Math.max(state.commitMax, commitMax);
    journal.removeFrom(op + 1);
    for (const header of headers) {
      if (journal.hasHeader(header)) continue;
      assert(opOf(header) > state.commitMin, 'what was executed is what the log has');
      journal.setHeader(header);
    }
    state.chainMin = op;
    repair.extendChain();
  }

  /** One step further to the start of the view; called whenever something has come in. */
  progress(): void {
    const { state } = this;
    if (this.solo) return this.#progressSolo();
    if (!this.candidate) return;
    const { superblock, repair, commits } = this.parts;
    repair.extendChain();
    // Headers first: what others take over must be without gaps.
    if (state.chainMin > state.commitMin) return;
    if (state.viewHeadersKind !== 'view') {
      this.#updateViewHeaders();
      superblock.update();
    }
    if (!superblock.logDurable() || !state.loaded) return;
    if (state.commitMin < state.commitMax) commits.advance();
    // Executing may have ended here again, and gone on.
    if (!this.candidate || state.commitMin < state.commitMax) return;
    if (this.#loadPipeline()) this.#startAsPrimary();
  }

  #updateViewHeaders(): void {
    const { state } = this;
    const { pipelinePrepareQueueMax } = this.configuration;
    const last = Math.max(state.checkpoint.op, state.op - pipelinePrepareQueueMax);
    const headers: Message[] = [];
    for (let op = state.op; op >= last; op--) {
      const header = this.parts.journal.header(op);
      assert(header !== null, 'the chain has no gaps');
      headers.push(header);
    }
    state.viewHeaders = headers;
    state.viewHeadersKind = 'view';
  }

  /** Whether all that is uncommitted is durably here and in memory. Reads what is not. */
  #loadPipeline(): boolean {
    const { state } = this;
    const { journal, commits } = this.parts;
    let loaded = true;
    for (let op = state.commitMax + 1; op <= state.op; op++) {
      const header = journal.header(op);
      assert(header !== null, 'the chain has no gaps');
      if (!journal.hasPrepare(header)) loaded = false;
      else if (!commits.load(header)) loaded = false;
    }
    return loaded;
  }

  #startAsPrimary(): void {
    const { state } = this;
    assert(state.commitMin === state.commitMax, 'a primary has executed all that is committed');
    assert(state.loaded, 'a primary has the state that it prepares for');
    state.pipeline = [];
    for (let op = state.commitMin + 1; op <= state.op; op++) {
      const message = this.parts.commits.cached(op);
      const header = this.parts.journal.header(op);
      assert(message !== null && header !== null, 'the pipeline is loaded');
      state.pipeline.push({ message, acks: 0, quorum: false });
    }
    this.enterNormal();
    this.sendView(null, 0n);
    this.parts.heartbeats.sendCommit();
    this.parts.normal.sendPrepareOks();
  }

  /** The view has started here. */
  enterNormal(): void {
    const { state } = this;
    assert(state.view === state.logView, 'a view starts with its log');
    state.status = 'normal';
    state.joinViewQuorum = false;
    state.joinViews.fill(null);
    state.exitViewFrom = 0;
    state.primaryAbdicating = false;
    this.stop('viewChangeStatus');
    this.stop('joinViewMessage');
    this.stop('getViewMessage');
    this.stop('exitViewWindow');
    this.start('exitViewMessage');
    this.start('journalRepair');
    this.parts.heartbeats.reset();
    if (!this.primaryOfView) return;
    this.start('commitMessage');
    this.start('pulse');
    this.start('upgrade');
    if (state.pipeline.length === 0) return;
    this.start('prepare');
    this.start('primaryAbdicate');
  }

  /** The log of the view, to one replica or (null) to all. */
  sendView(replica: number | null, nonce: bigint): void {
    const { state } = this;
    const { messenger } = this.parts;
    assert(this.primaryOfView && state.logView === state.view, 'a primary tells of its log');
    this.#updateViewHeaders();
    const bodySize = checkpointStateSize + state.viewHeaders.length * headerSize;
    const message = messenger.create('view', bodySize);
    message.bytes.set(state.checkpoint.bytes, headerSize);
    for (const [index, header] of state.viewHeaders.entries()) {
      message.bytes.set(header.header, headerSize + checkpointStateSize + index * headerSize);
    }
    message.setU128(view.nonce, nonce);
    message.setU64(view.op, state.op);
    message.setU64(view.commit_max, state.commitMax);
    message.setU64(view.checkpoint_op, state.checkpoint.op);
    message.seal();
    if (replica === null) messenger.sendToAll(message);
    else messenger.send(replica, message);
  }

  onGetView(message: Message): void {
    const { state } = this;
    if (!this.primary || message.view !== state.view) return;
    this.sendView(message.replica, message.u128(getView.nonce));
  }

  /** Asks the primary of a view for its log. */
  requestView(number: number): void {
    const { state } = this;
    const primary = this.primaryIndex(number);
    if (primary === this.replica || number < state.view) return;
    if (state.getViewSentAt >= 0 && state.ticks - state.getViewSentAt < getViewTicks) return;
    state.getViewSentAt = state.ticks;
    const message = this.parts.messenger.create('get_view');
    message.setU32(common.view, number);
    message.setU128(getView.nonce, state.nonce);
    this.parts.messenger.send(primary, message.seal());
  }

  onGetViewMessageTimeout(): void {
    const { status, view: number } = this.state;
    if (status !== 'view-change') return;
    this.start('getViewMessage');
    this.requestView(number);
  }

  onView(message: Message): void {
    const { state } = this;
    if (state.status === 'recovering' || message.view < state.view) return;
    if (message.replica !== this.primaryIndex(message.view)) return;
    const headers = this.#headers(message);
    if (headers === null) return;
    if (state.status === 'recovering-head' && !this.isFresh(message)) return;
    const op = message.u64(view.op);
    if (message.view === state.logView && op < state.op) return;
    const checkpoint = this.parts.stateSync.wants(message);
    if (checkpoint === null && this.parts.stateSync.beyond(op)) return;
    if (state.status === 'recovering-head') {
      state.view = message.view;
    } else if (message.view > state.view) {
      this.parts.viewChange.transition(message.view);
    }
    assert(state.view === message.view, 'a view is entered before its log is taken over');
    if (checkpoint !== null) this.parts.stateSync.begin(checkpoint);
    this.#takeOver(message, headers);
  }

  /** Whether it was certainly sent after this replica lost its head. */
  protected isFresh(message: Message): boolean {
    const { nonce, view: number } = this.state;
    return message.view > number || message.u128(view.nonce) === nonce;
  }

  #headers(message: Message): Message[] | null {
    if (message.body.length < checkpointStateSize + headerSize) return null;
    const headers = headersOf(message.body.subarray(checkpointStateSize), this.core.template);
    if (headers === null) return null;
    const op = message.u64(view.op);
    const consecutive = headers.every((header, i) => !isBlank(header) && opOf(header) === op - i);
    if (!consecutive || message.u64(view.commit_max) > op) return null;
    return headers;
  }

  #takeOver(message: Message, headers: readonly Message[]): void {
    const { state } = this;
    const { superblock, repair, commits, normal } = this.parts;
    this.#install(message.u64(view.op), message.u64(view.commit_max), headers);
    state.viewHeaders = headers;
    state.viewHeadersKind = 'view';
    const started = state.status !== 'normal';
    state.logView = state.view;
    if (started) this.enterNormal();
    if (superblock.current()) normal.sendPrepareOks();
    else superblock.update();
    commits.advance();
    repair.run();
  }

  /** What is told and written from here on, a crash does not undo. */
  onDurable(): void {
    const { status } = this.state;
    if (this.solo) return this.progress();
    if (status === 'normal' && !this.primaryOfView) {
      this.parts.normal.sendPrepareOks();
    } else if (this.primaryOfView) {
      this.sendView(null, 0n);
    }
    this.parts.repair.resume();
    this.parts.repair.run();
  }

  /** One replica alone: all that its journal holds is committed, and its view begins anew. */
  recoverSolo(): void {
    const { state } = this;
    assert(this.solo && state.status === 'recovering', 'a replica alone begins by itself');
    state.commitMax = state.op;
    state.view++;
    state.logView = state.view;
    this.parts.repair.extendChain();
    this.#updateViewHeadersSolo();
    this.parts.superblock.update();
  }

  #updateViewHeadersSolo(): void {
    assert(this.state.chainMin <= this.state.commitMin, 'a journal alone has no gaps');
    this.#updateViewHeaders();
  }

  #progressSolo(): void {
    const { state } = this;
    if (state.status !== 'recovering' || !this.parts.superblock.logDurable()) return;
    if (!state.loaded) return;
    this.parts.repair.resume();
    if (state.commitMin < state.commitMax) this.parts.commits.advance();
    if (state.status !== 'recovering' || state.commitMin < state.commitMax) return;
    const head = this.parts.journal.header(state.op);
    assert(head !== null && head.u64(prepare.op) === state.op, 'the head has a header');
    this.enterNormal();
    // A prepare that was torn here may be whole at a standby: the log of this view has none.
    this.sendView(null, 0n);
  }
}
