import type { Checker, Evidence } from './checker.ts';
import { EvidenceNotes } from './evidence-notes.ts';
import { type Finding, fail, neverMet, pass, unknown } from './findings.ts';

const unit = 'answers';

/**
 * Sees whether the answers about an id agree with each other along the log; not whether the first
 * of them was right. It shares no rule with the ledger.
 */
export const idempotence: Checker = {
  name: 'idempotence',
  about:
    'What was acknowledged once stays so: the same event exists ever after, and an id that failed ' +
    'for good stays failed.',
  property: 'safety',
  check: checkIdempotence,
};

function checkIdempotence(evidence: Evidence): Finding {
  const { walk } = EvidenceNotes.of(evidence);
  const { answers, again, sameAgain, failedAgain, broken } = walk.objects.follower;
  if (broken) return fail(answers, unit, broken.why, broken.events);
  if (walk.missing !== null) {
    const why = `Nobody executed op ${walk.missing}, so answers after it cannot be compared.`;
    return unknown(answers, unit, why);
  }
  if (answers === 0) return unknown(0, unit, 'No account or transfer was ever acknowledged.');
  const finding = pass(
    answers,
    unit,
    `No id was created twice: of ${answers} answers, ${again} are about what was there before ` +
      `(${sameAgain} about the very same event), and ${failedAgain} about ids that had failed.`,
  );
  const vacuous = neverMet([
    [sameAgain, 'an event that was sent again after it was created'],
    [again - sameAgain, 'another event with the id of what was created'],
    [failedAgain, 'an id that was used again after it had failed'],
  ]);
  return { ...finding, vacuous };
}
