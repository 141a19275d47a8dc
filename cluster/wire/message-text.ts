import { operationName } from '../../harness/ledger/operations.ts';
import {
  block,
  type CommandName,
  commands,
  commit,
  common,
  eviction,
  getHeaders,
  getPrepare,
  getReply,
  getView,
  headerSize,
  joinView,
  prepare,
  prepareOk,
  reply,
  request,
  view,
} from './header.ts';
import { Message } from './message.ts';

const names = new Map<number, CommandName>(
  Object.entries(commands).map(([name, number]) => [number, name as CommandName]),
);

/**
 * What a message says, for whoever traces a run: its command, its view, and the few fields that
 * matter, by TigerBeetle's names. It is not verified: of a damaged one it says what stands there.
 */
export function messageText(bytes: Uint8Array): string {
  if (bytes.length < headerSize) return `a torn message of ${bytes.length} bytes`;
  const message = new Message(bytes);
  const name = names.get(message.command);
  if (name === undefined) return `command ${message.command}, which nobody knows`;
  return [name, `view=${message.view}`, ...fields(name, message)].join(' ');
}

function fields(name: CommandName, message: Message): readonly string[] {
  const operation = (at: number): string => operationName(message.u8(at));
  switch (name) {
    case 'request':
      return [
        `request=${message.u32(request.request)}`,
        `session=${message.u64Big(request.session)}`,
        operation(request.operation),
      ];
    case 'prepare':
      return [
        `op=${message.u64Big(prepare.op)}`,
        `commit=${message.u64Big(prepare.commit)}`,
        operation(prepare.operation),
      ];
    case 'prepare_ok':
      return [
        `op=${message.u64Big(prepareOk.op)}`,
        `commit_min=${message.u64Big(prepareOk.commit_min)}`,
      ];
    case 'reply':
      return [
        `op=${message.u64Big(reply.op)}`,
        `request=${message.u32(reply.request)}`,
        operation(reply.operation),
      ];
    case 'commit':
      return [`commit=${message.u64Big(commit.commit)}`];
    case 'join_view':
      return [
        `op=${message.u64Big(joinView.op)}`,
        `commit_min=${message.u64Big(joinView.commit_min)}`,
        `log_view=${message.u32(joinView.log_view)}`,
        `nacks=${message.u128(joinView.nack_bitset).toString(2)}`,
        `present=${message.u128(joinView.present_bitset).toString(2)}`,
      ];
    case 'view':
      return [`op=${message.u64Big(view.op)}`, `commit_max=${message.u64Big(view.commit_max)}`];
    case 'get_view':
      return [`nonce=${message.u128(getView.nonce).toString(16).slice(0, 6)}`];
    case 'get_headers':
      return [`op=${message.u64Big(getHeaders.op_min)}..${message.u64Big(getHeaders.op_max)}`];
    case 'get_prepare':
      return [`op=${message.u64Big(getPrepare.prepare_op)}`];
    case 'get_reply':
      return [`op=${message.u64Big(getReply.reply_op)}`];
    case 'block':
      return [
        `address=${message.u64Big(block.address)}`,
        `snapshot=${message.u64Big(block.snapshot)}`,
      ];
    case 'headers':
      return [`headers=${Math.floor(message.u32(common.size) / headerSize) - 1}`];
    case 'eviction':
      return [`reason=${message.u8(eviction.reason)}`];
    default:
      return [];
  }
}
