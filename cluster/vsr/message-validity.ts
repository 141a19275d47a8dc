import {
  block,
  commands,
  commit,
  common,
  getHeaders,
  getPrepare,
  getReply,
  headerSize,
  joinView,
  pingClient,
  prepare,
  prepareOk,
  reply,
  request,
  view,
} from '../wire/header.ts';
import type { Message } from '../wire/message.ts';
import type { Core, ReplicaOptions } from './core.ts';

/** By command: the u64 fields that count something, which must be small enough to count with. */
const counters: Readonly<Record<number, readonly number[]>> = {
  [commands.request]: [request.session],
  [commands.ping_client]: [pingClient.session],
  [commands.prepare]: [prepare.op, prepare.commit],
  [commands.prepare_ok]: [prepareOk.op, prepareOk.commit_min],
  [commands.commit]: [commit.commit, commit.checkpoint_op, commit.timestamp_monotonic],
  [commands.join_view]: [joinView.op, joinView.commit_min, joinView.checkpoint_op],
  [commands.view]: [view.op, view.commit_max, view.checkpoint_op],
  [commands.get_headers]: [getHeaders.op_min, getHeaders.op_max],
  [commands.get_prepare]: [getPrepare.prepare_op],
  [commands.get_reply]: [getReply.reply_op],
  [commands.reply]: [reply.op],
  [commands.block]: [block.address],
};

const fromClients: ReadonlySet<number> = new Set([commands.ping_client, commands.request]);

/** What a standby has to say: it asks, and answers pings. */
const fromStandbys: ReadonlySet<number> = new Set([
  commands.ping,
  commands.pong,
  commands.get_view,
  commands.get_headers,
  commands.get_prepare,
  commands.get_reply,
  commands.get_blocks,
]);

function senderValid(
  message: Message,
  { replicaCount, standbyCount = 0 }: Pick<ReplicaOptions, 'replicaCount' | 'standbyCount'>,
): boolean {
  if (message.replica < replicaCount) return true;
  return message.replica < replicaCount + standbyCount && fromStandbys.has(message.command);
}

/**
 * Whether a message is whole and for this cluster, so that its fields can be read. Everything else
 * is dropped without a word: the network is allowed to mangle.
 */
export function messageValid(message: Message, core: Core): boolean {
  if (!message.headerValid()) return false;
  const { size } = message;
  if (size < headerSize || size !== message.bytes.length) return false;
  if (!message.sameU128(common.cluster, core.template, common.cluster)) return false;
  if (message.u16(common.protocol) !== 0 || message.u32(common.epoch) !== 0) return false;
  for (const offset of counters[message.command] ?? []) {
    if (!message.u64Fits(offset)) return false;
  }
  if (!fromClients.has(message.command)) {
    if (!senderValid(message, core.options)) return false;
    if (size > core.options.configuration.messageSizeMax) return false;
  }
  return message.bodyValid();
}
