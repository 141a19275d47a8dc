import { capital } from '../wording/capital.ts';
import { countOf, listOf } from '../wording/quantities.ts';
import { differing, type Entry, type Lives } from './lives.ts';
import type { Names } from './names.ts';
import { amountText, fieldNames } from './record-text.ts';
import type { Sentence } from './story.ts';
import type { WrongSum } from './suspects.ts';
import { missingText } from './t-account.ts';
import type { Violation } from './violation.ts';

/** More wrong balances than this say the same once more. */
const accountsMax = 2;

/** What follows from all that was told: where the difference went, and what is violated by it. */
export function conclude(
  violation: Violation,
  wrong: readonly WrongSum[],
  lives: Lives,
  names: Names,
): readonly Sentence[] {
  const { checker, why, others } = violation;
  const told = named(why, names);
  const known = wrong.some(({ reading }) => violation.positions.includes(reading.position));
  const verdict = `So ${checker} is violated${known ? '.' : `: ${told}`}`;
  // That a replica stopped was told already, as the last of what happened.
  const verdicts = checker === 'panic' ? [] : [verdict];
  const more = others.length === 0 ? [] : [`${capitalList(others)} too.`];
  return [
    ...wrong.slice(0, accountsMax).flatMap((each) => accountFor(each, lives, names)),
    ...verdicts,
    ...more,
  ].map((text) => ({ text, time: null, position: null }));
}

function capitalList(checkers: readonly string[]): string {
  const verb = checkers.length === 1 ? 'is' : 'are';
  return `The ${checkers.length === 1 ? 'checker' : 'checkers'} ${listOf(checkers)} ${verb} violated`;
}

function accountFor(wrong: WrongSum, lives: Lives, names: Names): string[] {
  const { reading, field, rightAt, how, suspects } = wrong;
  const account = names.account(reading.account);
  const expected = amountText(reading.expected?.[field] ?? 0n);
  const since = rightAt === 0 ? '' : ` It was last read right at op ${rightAt}.`;
  const sum =
    `What was acknowledged before op ${reading.op} adds up to ${fieldNames[field]} ${expected} of ` +
    `${account}, and ${amountText(reading.read[field])} was read.${since}`;
  const missing = missingText(wrong, names);
  const lines = [sum, capital(missing)];
  const [suspect] = suspects;
  if (how === 'one' && suspects.length === 1 && suspect !== undefined) {
    lines.push(...otherSide(suspect, lives, names, reading.op));
  }
  return lines;
}

/** Whether the other side of a transfer is as it should be, if anybody has looked since. */
function otherSide(suspect: Entry, lives: Lives, names: Names, opMax: number): string[] {
  const { other, op, transfer, field } = suspect;
  const reading = lives.readings.find((each) => each.account === other && each.op > op);
  if (other === 0n || reading?.expected == null) return [];
  // What is pending may have been given back long since.
  if (field.endsWith('Pending') && reading.op > opMax) return [];
  const wrong = differing(reading.read, reading.expected);
  const who = `${names.account(other)}, the other side of ${names.transfer(transfer)},`;
  const lead = `At op ${reading.op} ${who}`;
  if (wrong.length === 0)
    return [`${lead} was read with the right balances: one side is there, one not.`];
  const fields = wrong.map((field) => fieldNames[field]);
  return [`${lead} was read with ${countOf(wrong.length, 'wrong sum')} too: ${listOf(fields)}.`];
}

/** The checker's sentence with short names for the ids that have one. */
function named(why: string, names: Names): string {
  return why.replaceAll(/\b(account|transfer) (\d{9,})/gi, (_, kind: string, id: string) => {
    const isAccount = kind.toLowerCase() === 'account';
    return isAccount ? names.account(BigInt(id)) : names.transfer(BigInt(id));
  });
}
