import type { EventOf } from '../history.ts';
import type { Evidence } from './checker.ts';
import { type CommitLog, missingOp } from './commit-log.ts';
import type { LogStep } from './log-step.ts';
import { bodyOf, eventAt, type RequestIndex, requestKey, requestOf } from './requests.ts';

/** The log op by op, from its first one to its last, or to the first that nobody executed. */
export function* logSteps(
  evidence: Evidence,
  index: RequestIndex,
  log: CommitLog,
): Generator<LogStep, void, undefined> {
  const { events } = evidence.history;
  const missing = missingOp(log);
  for (const op of log.ops) {
    if (missing !== null && op > missing) return;
    const position = log.first.get(op) as number;
    const commit = eventAt(events, position, 'commit');
    yield stepOf(evidence, index, commit, position);
  }
  if (log.ops.length > 0) return;
  // Without commits there is the order that the replies name.
  const replies = [...index.replies.values()].map((at) => eventAt(events, at, 'reply'));
  for (const reply of replies.toSorted((a, b) => a.op - b.op)) {
    yield stepOf(evidence, index, reply, -1);
  }
}

/** @param commitPosition −1 where all that is known is a reply */
function stepOf(
  evidence: Evidence,
  index: RequestIndex,
  asked: EventOf<'commit'> | EventOf<'reply'>,
  commitPosition: number,
): LogStep {
  const { history } = evidence;
  const key = requestKey(asked.session, asked.request);
  const isRequest = asked.session >= 0 && asked.request > 0;
  const invokePosition = (isRequest ? index.invokes.get(key) : undefined) ?? -1;
  const replyPosition = (isRequest ? index.replies.get(key) : undefined) ?? -1;
  const invoke = invokePosition < 0 ? null : eventAt(history.events, invokePosition, 'invoke');
  const reply = replyPosition < 0 ? null : eventAt(history.events, replyPosition, 'reply');
  const commit = asked.kind === 'commit' ? asked : null;
  return {
    op: asked.op,
    timestamp: asked.timestamp,
    operation: commit?.operation ?? invoke?.operation ?? 0,
    commit,
    commitPosition,
    invoke,
    invokePosition,
    request: invoke === null ? null : requestOf(evidence, invoke),
    reply,
    replyPosition,
    body: reply === null ? null : bodyOf(history, reply),
  };
}
