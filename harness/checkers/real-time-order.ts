import type { Checker, Evidence } from './checker.ts';
import { type Finding, fail, pass, unknown } from './findings.ts';
import { OrderWalk } from './order-walk.ts';

const unit = 'replies';

/**
 * Strict serialisability needs no search here: each reply names its place in the log. Sees when
 * something was executed and in which order; not whether the replies say the right thing.
 */
export const realTimeOrder: Checker = {
  name: 'real-time-order',
  about:
    'Each request takes effect once, at a point between being sent and being answered: whatever ' +
    'was answered before it was sent stands before it in the log. The time of the log is not ' +
    'ahead of what a quorum of clocks can agree upon.',
  property: 'safety',
  check: checkRealTimeOrder,
};

function checkRealTimeOrder({ plan, history }: Evidence): Finding {
  const walk = new OrderWalk(plan, history.events);
  const wrong = walk.toEnd();
  if (wrong) return fail(walk.replies, unit, wrong.why, wrong.events);
  if (walk.replies === 0) {
    return unknown(0, unit, 'No request was answered, so there is no order to check.');
  }
  return pass(
    walk.replies,
    unit,
    `All ${walk.replies} replies fit into one order: every request stands in the log once, after ` +
      `all that was answered before it was sent, and timestamps only grow.`,
  );
}
