import { assert } from '../../harness/assert.ts';
import { prepare } from '../wire/header.ts';
import type { Message } from '../wire/message.ts';
import { isBlank, opOf, sameHeader } from './prepare-header.ts';

/**
 * Whether a header found on disk can be part of `logView`'s log, of whose end the superblock holds
 * the headers (newest first). What a view change truncated may lie in a slot for ever after; this
 * is what keeps it from coming back to life.
 */
export function belongsToLog(
  header: Message,
  viewHeaders: readonly Message[],
  logView: number,
): boolean {
  const known = viewHeaders.filter((other) => !isBlank(other));
  const newest = known[0];
  const oldest = known.at(-1);
  assert(newest !== undefined && oldest !== undefined, 'a log has a head');
  const op = opOf(header);
  // Behind the head that the view began with, all was prepared in that view.
  if (op > opOf(newest)) return header.view === logView;
  if (op < opOf(oldest)) return header.view <= oldest.view;
  for (const [index, other] of known.entries()) {
    if (opOf(other) === op) return sameHeader(other, header);
    const before = known[index + 1];
    if (before !== undefined && opOf(before) < op) {
      return before.view <= header.view && header.view <= other.view;
    }
  }
  assert(op === 0 || header.u64(prepare.op) === op, 'a gap lies between two headers');
  return false;
}
