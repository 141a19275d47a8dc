import type { Checker, Evidence } from './checker.ts';
import { EvidenceNotes } from './evidence-notes.ts';
import { type Finding, fail, neverMet, pass, unknown } from './findings.ts';
import { sumUp } from './ledger-sums.ts';

const unit = 'balances';

/**
 * Sees whether balances are what the acknowledged transfers add up to, without the ledger's code;
 * not whether a transfer should have been created or refused. An account that a request without an
 * answer may have touched is left out of the adding up, but not out of the sums.
 */
export const conservation: Checker = {
  name: 'conservation',
  about:
    'Money is neither made nor lost: debits equal credits in every ledger, posted and pending; ' +
    'balances add up, keep their limits, and what is posted never shrinks.',
  property: 'safety',
  check: checkConservation,
};

function checkConservation(evidence: Evidence): Finding {
  const { walk, commits } = EvidenceNotes.of(evidence);
  const { readings } = walk.conservation.follower;
  const wrong = walk.conservation.wrong ?? walk.book.wrong;
  const { accounts, recomputed, rows } = readings;
  const count = accounts + rows;
  if (wrong) return fail(count, unit, wrong.why, wrong.events);
  const sums = sumUp(evidence, { book: walk.book.follower.book, readings, log: commits });
  if (sums.wrong) return fail(count, unit, sums.wrong.why, sums.wrong.events);
  if (count === 0) return unknown(0, unit, 'No balance was ever read.');
  const gap =
    walk.missing === null
      ? null
      : `Nobody executed op ${walk.missing}, so balances after it cannot be added up.`;
  const open = gap ?? sums.open;
  if (open !== null) return unknown(count, unit, open);
  if (recomputed === 0) return unknown(count, unit, 'No balance could be recomputed.');
  const ledgers = sums.ledgers === 1 ? 'the only ledger' : `all ${sums.ledgers} ledgers`;
  const finding = pass(
    count,
    unit,
    `Debits equal credits in ${ledgers} (${sums.pending ? 'posted and pending' : 'posted'}), ` +
      `limits hold, what is posted only grows, and ` +
      `${recomputed} of ${accounts} balances that look-ups read are the sums of the transfers ` +
      'created before them.',
  );
  return { ...finding, vacuous: neverMet([[readings.limited, 'an account with a limit']]) };
}
