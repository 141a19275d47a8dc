import { Requests } from '../../cluster/vsr/requests.ts';
import { common, prepare, request } from '../../cluster/wire/header.ts';
import { Message } from '../../cluster/wire/message.ts';
import { operations } from '../../harness/ledger/operations.ts';
import { type Canary, replicaWith } from './canary.ts';

const reads: ReadonlySet<number> = new Set([
  operations.lookup_accounts,
  operations.lookup_transfers,
  operations.query_accounts,
  operations.query_transfers,
]);

/** Saves the way through the log: what it has executed may be older than what was answered. */
class ReadsFromBackups extends Requests {
  #timestamp = 0n;

  override onRequest(message: Message): void {
    const { state } = this;
    const known = state.sessions.get(message.u128(request.client));
    const operation = message.u8(request.operation);
    if (!this.backup || known === undefined || !reads.has(operation) || state.commitMin === 0) {
      return super.onRequest(message);
    }
    this.#timestamp = later(this.#timestamp, state.commitTimestamp) + 1n;
    const body = this.core.options.stateMachine.commit(operation, this.#timestamp, message.body);
    const header = Message.create('prepare', this.core.options.cluster, 0);
    header.setU32(common.view, state.view);
    header.setU32(common.release, message.u32(common.release));
    header.setU8(common.replica, this.replica);
    header.copyU128(prepare.request_checksum, message, common.checksum);
    header.copyU128(prepare.client, message, request.client);
    header.setU64(prepare.op, state.commitMin);
    header.setU64Big(prepare.timestamp, state.commitTimestamp);
    header.setU32(prepare.request, message.u32(request.request));
    header.setU8(prepare.operation, operation);
    this.parts.sessions.sendReply({ ...known, source: { prepare: header, body }, reply: null });
  }
}

function later(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

export const staleRead: Canary = {
  name: 'stale-read',
  bug: 'a backup answers reads from what it happens to have executed',
  caughtBy: 'real-time-order',
  createReplica: replicaWith((core) => ({ requests: new ReadsFromBackups(core) })),
};
