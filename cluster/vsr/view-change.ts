import { assert } from '../../harness/assert.ts';
import { commands, common, headerSize, joinView } from '../wire/header.ts';
import type { Message } from '../wire/message.ts';
import { Part } from './core.ts';
import { type JoinView, JoinViewQuorum, parseJoinView } from './join-view-quorum.ts';
import { blankHeader, isBlank, opOf, sameHeader } from './prepare-header.ts';

/** What stops with the view: the primary's own timeouts. */
const ofPrimaries = ['prepare', 'primaryAbdicate', 'commitMessage', 'pulse', 'upgrade'] as const;

/** From a view whose primary is silent to the vote for the next one. */
export class ViewChange extends Part {
  /** The data file is read: which part to take is decided by how the replica left. */
  onRecovered(headCertain: boolean): void {
    const { state } = this;
    assert(state.status === 'recovering', 'recovery ends once');
    this.parts.clock.open();
    this.parts.pings.onTimeout();
    if (this.solo) return this.parts.startView.recoverSolo();
    if (state.logView < state.view) {
      this.reached('recovery.vote-kept');
      return this.transition(state.view);
    }
    if (!headCertain) {
      this.reached('recovery.head-uncertain');
      state.status = 'recovering-head';
      return;
    }
    // A primary that crashed does not know what it promised in this view.
    if (this.primaryOfView) {
      this.reached('recovery.primary-leaves-view');
      return this.transition(state.view + 1);
    }
    this.parts.startView.enterNormal();
    this.parts.commits.advance();
  }

  /** Says that the view's primary is silent, and goes on saying it. */
  sendExitView(): void {
    const { state } = this;
    assert(state.status === 'normal' || state.status === 'view-change', 'it takes part');
    assert(!this.solo, 'nobody else could take over');
    if (this.standby) return;
    this.parts.messenger.sendToOthers(this.parts.messenger.create('exit_view').seal());
    this.start('exitViewMessage');
    this.#countExitView(this.replica);
  }

  onExitView(message: Message): void {
    const { status, view, timeouts } = this.state;
    if (status !== 'normal' && status !== 'view-change') return;
    if (message.view !== view) return;
    if (!timeouts.exitViewWindow.running) this.start('exitViewWindow');
    this.#countExitView(message.replica);
  }

  #countExitView(replica: number): void {
    const { state } = this;
    state.exitViewFrom |= 1 << replica;
    let count = 0;
    for (let bits = state.exitViewFrom; bits !== 0; bits &= bits - 1) count++;
    if (count >= this.parts.quorums.viewChange) this.transition(state.view + 1);
  }

  onExitViewMessageTimeout(): void {
    this.start('exitViewMessage');
    if ((this.state.exitViewFrom & (1 << this.replica)) !== 0) this.sendExitView();
  }

  /** Complaints that never became a quorum are not counted for ever. */
  onExitViewWindowTimeout(): void {
    const { state } = this;
    if (state.status !== 'normal' && state.status !== 'view-change') return;
    if (state.exitViewFrom !== 0) this.reached('view-change.complaints-expired');
    state.exitViewFrom = 0;
  }

  onViewChangeStatusTimeout(): void {
    this.reached('view-change.timed-out');
    this.start('viewChangeStatus');
    this.sendExitView();
  }

  /** Leaves the log of `logView` as it is, and votes for `view`. */
  transition(view: number): void {
    const { state } = this;
    assert(!this.solo, 'a view of one never changes');
    assert(view > state.view || state.status === 'recovering', 'a view never goes back');
    assert(view > state.logView, 'a vote is for a later view');
    // The vote is made of the log as it was at the end of its view, and stays so.
    if (state.logView === state.view) this.#updateViewHeaders();
    assert(state.viewHeadersKind === 'join-view', 'a vote has its headers');
    state.status = 'view-change';
    const newer = view > state.view;
    state.view = view;
    this.#keepPipeline();
    state.upgrade.wanted = null;
    for (const name of ofPrimaries) {
      this.stop(name);
    }
    this.stop('journalRepair');
    this.start('exitViewMessage');
    this.start('viewChangeStatus');
    this.start('joinViewMessage');
    if (this.primaryOfView) this.stop('getViewMessage');
    else this.start('getViewMessage');
    state.primaryAbdicating = false;
    state.joinViewQuorum = false;
    state.joinViews.fill(null);
    state.exitViewFrom = 0;
    state.heartbeatTimestamp = -1;
    this.parts.repair.reset();
    if (newer) this.parts.superblock.update();
    this.sendJoinView();
  }

  /** What was being prepared may survive into the next view; its acknowledgements do not. */
  #keepPipeline(): void {
    const { state } = this;
    const { pipeline } = state;
    state.pipeline = [];
    state.requestQueue = [];
    for (const { message } of pipeline) this.parts.commits.keep(message);
    assert(state.pipeline.length === 0, 'acknowledgements are of one view');
  }

  /** All that may be uncommitted, and one op that is committed. */
  #updateViewHeaders(): void {
    const { state } = this;
    const headers: Message[] = [];
    for (let op = state.op; op >= 0; op--) {
      headers.push(this.parts.journal.header(op) ?? blankHeader(op));
      if (op <= state.commitMax) break;
    }
    assert(!isBlank(headers[0] as Message), 'the head has a header');
    assert(headers.length <= this.configuration.pipelinePrepareQueueMax + 1, 'as a pipeline holds');
    state.viewHeaders = headers;
    state.viewHeadersKind = 'join-view';
  }

  sendJoinView(): void {
    const { state } = this;
    const { messenger, superblock } = this.parts;
    assert(state.status === 'view-change', 'votes are cast in a view change');
    if (this.standby || state.logView === state.view || !superblock.logDurable()) return;
    const message = messenger.create('join_view', state.viewHeaders.length * headerSize);
    let nacks = 0n;
    let present = 0n;
    for (const [index, header] of state.viewHeaders.entries()) {
      message.bytes.set(header.header, headerSize * (index + 1));
      if (this.nacks(header)) nacks |= 1n << BigInt(index);
      if (this.present(header)) present |= 1n << BigInt(index);
    }
    if (nacks !== 0n) this.reached('view-change.nacked');
    message.setU128(joinView.nack_bitset, nacks);
    message.setU128(joinView.present_bitset, present);
    message.setU64(joinView.op, opOf(state.viewHeaders[0] as Message));
    message.setU64(joinView.commit_min, state.commitMin);
    message.setU64(joinView.checkpoint_op, state.checkpoint.op);
    message.setU32(joinView.log_view, state.logView);
    messenger.sendToOthers(message.seal());
    if (this.primaryOfView) this.onJoinView(message);
  }

  /** Whether it certainly never acknowledged this op as the header says. */
  protected nacks(header: Message): boolean {
    const { journal } = this.state;
    const slot = this.parts.journal.slotOf(opOf(header));
    const own = this.parts.journal.header(opOf(header));
    const faulty = journal.faulty[slot] === 1;
    // What is known to have been there before was there to the end.
    if (own === null) return !this.parts.journal.isUnknown(opOf(header));
    if (isBlank(header)) return false;
    if (!sameHeader(own, header)) return true;
    return journal.dirty[slot] === 1 && !faulty;
  }

  protected present(header: Message): boolean {
    if (isBlank(header)) return false;
    const { journal, commits } = this.parts;
    if (journal.isStored(header) || journal.isWriting(header)) return true;
    return sameHeader(commits.cached(opOf(header)), header);
  }

  onJoinViewMessageTimeout(): void {
    this.start('joinViewMessage');
    const { status, joinViewQuorum } = this.state;
    if (status === 'view-change' && !joinViewQuorum) this.sendJoinView();
  }

  onJoinView(message: Message): void {
    const { state } = this;
    if (state.status !== 'view-change' || message.view !== state.view) return;
    if (!this.primaryOfView || state.joinViewQuorum) return;
    if (parseJoinView(message, this.core.template) === null) return;
    state.joinViews[message.replica] = message;
    const own = state.joinViews[this.replica] ?? null;
    // Its own vote is one of them; it is sent as soon as it may be.
    if (own === null) return;
    const votes = state.joinViews
      .filter((vote) => vote !== null)
      .map((vote) => parseJoinView(vote, this.core.template) as JoinView);
    const result = this.quorumOf(votes).decide();
    if (result.kind !== 'complete') return this.reached('view-change.votes-undecided');
    if (this.parts.stateSync.beyond(result.op)) return this.#forfeit();
    state.joinViewQuorum = true;
    this.stop('joinViewMessage');
    this.parts.startView.begin(result, votes);
  }

  /** The log has no place in the journal here: someone with a later checkpoint must begin it. */
  #forfeit(): void {
    this.reached('view-change.forfeited');
    this.transition(this.state.view + 1);
  }

  protected quorumOf(votes: readonly JoinView[]): JoinViewQuorum {
    const { quorums } = this.parts;
    assert(votes.length > 0, 'a quorum has votes');
    return new JoinViewQuorum(votes, quorums, this.configuration.pipelinePrepareQueueMax);
  }

  /** View and log_view are durable: what waited for that goes on. */
  onDurable(): void {
    const { state } = this;
    const { superblock, startView } = this.parts;
    if (!superblock.current()) superblock.update();
    if (state.status === 'view-change' && state.timeouts.viewChangeStatus.running) {
      // A slow disk is no reason to leave a view that has not begun.
      this.start('viewChangeStatus');
    }
    if (!superblock.logDurable()) return;
    this.parts.stateSync.onDurable();
    switch (state.status) {
      case 'normal':
        return startView.onDurable();
      case 'view-change':
        if (state.logView < state.view) {
          if (!state.joinViewQuorum) this.sendJoinView();
        } else {
          startView.onDurable();
        }
        return;
      case 'recovering':
        return startView.onDurable();
      case 'recovering-head':
        return;
    }
  }

  /** Something was executed, by a backup or a candidate. */
  onCommitted(): void {
    if (this.candidate || this.solo) this.parts.startView.progress();
  }

  /**
   * Someone is in a later view. Votes and complaints say that it is changing; heartbeats and
   * prepares say that it has begun, so that its log can be asked for.
   */
  jump(message: Message): void {
    const { state } = this;
    if (state.status === 'recovering' || message.view < state.view) return;
    if (message.replica >= this.replicaCount) return;
    const started = message.command === commands.prepare || message.command === commands.commit;
    // A standby follows a view that has begun; one that may never begin must not stop it.
    if (started || state.status === 'recovering-head' || this.standby) {
      if (state.status === 'normal' && message.view === state.view) return;
      return this.parts.startView.requestView(message.view);
    }
    if (message.view === state.view) return;
    assert(message.u32(common.view) > state.view, 'a view never goes back');
    this.reached('view-change.joined');
    this.transition(message.view);
  }
}
