import { assert } from '../../harness/assert.ts';
import { operationName } from '../../harness/ledger/operations.ts';
import {
  common,
  eviction,
  evictionReasons,
  headerSize,
  pingClient,
  pongClient,
  prepare,
  request,
} from '../wire/header.ts';
import type { Message } from '../wire/message.ts';
import { Part } from './core.ts';
import { vsrOperations } from './prepare-header.ts';

const registerBodySize = 256;

/** 0.16.4: the oldest client that speaks this protocol. */
const clientReleaseMin = 4100;

/** What clients send: judged by the primary, passed on or answered by a backup. */
export class Requests extends Part {
  onPingClient(message: Message): void {
    const client = message.u128(pingClient.client);
    if (this.state.status !== 'normal' || this.standby || client === 0n) return;
    const reason = this.#unwelcome(message, client);
    if (reason !== null) {
      if (this.primary) this.evict(client, reason);
      return;
    }
    const pong = this.parts.messenger.create('pong_client');
    const sent = message.u64Big(pingClient.ping_timestamp_monotonic);
    pong.setU64Big(pongClient.ping_timestamp_monotonic, sent);
    pong.setU32(common.release, this.state.release);
    this.parts.messenger.sendToClient(client, pong.seal());
  }

  /** Why one that pings is no client of this cluster; null where it is one or may become it. */
  #unwelcome(message: Message, client: bigint): number | null {
    const session = message.u64(pingClient.session);
    const forgotten =
      this.primary &&
      session !== 0 &&
      session <= this.state.commitMin &&
      this.parts.sessions.get(client) === undefined;
    return forgotten ? evictionReasons.no_session : this.#unfit(message);
  }

  #unfit(message: Message): number | null {
    const clientRelease = message.u32(common.release);
    if (clientRelease < clientReleaseMin) return evictionReasons.client_release_too_low;
    const { release } = this.state;
    return clientRelease > release ? evictionReasons.client_release_too_high : null;
  }

  onRequest(message: Message): void {
    const { status, view } = this.state;
    if (status !== 'normal' || this.standby) return;
    // From a view that this replica has yet to hear of: it may not know the session.
    if (message.view > view) return;
    const client = message.u128(request.client);
    if (client === 0n) return;
    if (!this.primary) return this.#onBackup(message);
    const reason = this.invalid(message);
    if (reason !== null) return this.evict(client, reason);
    // Beginning a session and going on with it look different, or it is no client of ours.
    const isRegister = message.u8(request.operation) === vsrOperations.register;
    if (isRegister !== (message.u32(request.request) === 0)) return;
    if (isRegister !== (message.u64(request.session) === 0)) return;
    if (!this.mayPrepare()) return;
    this.#onPrimary(message, client);
  }

  /** A prepare in a log that a crash could undo would end in two logs of the same view. */
  mayPrepare(): boolean {
    return this.primary && this.parts.superblock.logDurable();
  }

  #onPrimary(message: Message, client: bigint): void {
    const { sessions } = this.parts;
    switch (sessions.judge(message)) {
      case 'ignore':
        return this.reached('session.out-of-place');
      case 'duplicate': {
        const entry = sessions.get(client);
        assert(entry !== undefined, 'a duplicate has a session');
        this.reached('session.duplicate');
        return sessions.sendReply(entry);
      }
      case 'session-too-low':
        this.reached('session.too-low');
        return this.evict(client, evictionReasons.session_too_low);
      case 'session-unknown':
        // Its register may be on its way through the pipeline.
        if (this.#pending(message)) return;
        if (this.parts.upgrades.upgrading) return this.reached('upgrade.request-refused');
        this.reached('session.unknown');
        return this.evict(client, evictionReasons.no_session);
      case 'new': {
        const entry = sessions.get(client);
        const before = entry && sessions.reply(entry).u32(common.release);
        if (before !== undefined && before !== message.u32(common.release)) {
          return this.evict(client, evictionReasons.session_release_mismatch);
        }
        if (this.#pending(message)) return;
        if (this.parts.clock.synchronized() === null) return this.#refuseWithoutTime();
        this.parts.normal.accept(message);
      }
    }
  }

  /** Nobody else knows that requests are refused here: who gets no time for long, gives way. */
  #refuseWithoutTime(): void {
    assert(this.primary, 'only a primary gives times');
    this.reached('clock.request-refused');
    if (!this.state.timeouts.primaryAbdicate.running) this.start('primaryAbdicate');
  }

  /** Whether a client's request waits or is being prepared: it has one in flight at a time. */
  #pending(message: Message): boolean {
    const { pipeline, requestQueue } = this.state;
    for (const prepared of pipeline) {
      if (message.sameU128(request.client, prepared.message, prepare.client)) return true;
    }
    for (const waiting of requestQueue) {
      if (message.sameU128(request.client, waiting, request.client)) return true;
    }
    return false;
  }

  /** Answers what was answered before; passes on what may be new to the primary. */
  #onBackup(message: Message): void {
    const { sessions, messenger } = this.parts;
    const entry = sessions.get(message.u128(request.client));
    if (entry !== undefined) {
      if (sessions.answered(message, entry)) return sessions.sendReply(entry);
      if (message.u32(request.request) <= entry.request) return;
    }
    // Its table is as old as what it has executed; the primary knows better.
    messenger.forward(this.primaryIndex(this.state.view), message);
  }

  /** Why a request can never be executed; null where it can. */
  protected invalid(message: Message): number | null {
    const operation = message.u8(request.operation);
    const unfit = this.#unfit(message);
    if (unfit !== null) return unfit;
    if (message.size > this.configuration.messageSizeMax) {
      return evictionReasons.invalid_request_body_size;
    }
    if (operation === vsrOperations.register) {
      const expected = message.size === headerSize + registerBodySize;
      return expected ? null : evictionReasons.invalid_request_body_size;
    }
    if (operation === vsrOperations.noop) {
      return message.size === headerSize ? null : evictionReasons.invalid_request_body_size;
    }
    // A pulse is the primary's own.
    if (operation <= vsrOperations.pulse) return evictionReasons.invalid_request_operation;
    if (this.core.options.stateMachine.valid(operation, message.body)) return null;
    return operationName(operation).startsWith('operation ')
      ? evictionReasons.invalid_request_operation
      : evictionReasons.invalid_request_body;
  }

  /** Ends a session, at the client's end too. Only the primary knows who has one. */
  evict(client: bigint, reason: number): void {
    assert(this.primary, 'only the primary evicts');
    const message = this.parts.messenger.create('eviction');
    message.setU128(eviction.client, client);
    message.setU8(eviction.reason, reason);
    this.parts.messenger.sendToClient(client, message.seal());
  }
}
