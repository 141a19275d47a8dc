import type { Side } from '../story/biography.ts';
import type { Sentence, Story, TAccount, TLine, TSum } from '../story/story.ts';
import { capital } from '../wording/capital.ts';
import { escapeMarkup } from '../wording/plain-text.ts';
import { formatMoment } from '../wording/quantities.ts';
import { amountMarkup } from './amount.ts';
import { section } from './figure.ts';

/** What happened, in numbered sentences, and the accounts as a bookkeeper draws them. */
export function storySection(story: Story): string {
  const items = story.sentences.map((sentence) => item(sentence, story));
  const accounts = story.accounts.map((account) => tAccount(account));
  const drawn = accounts.length === 0 ? '' : `<div class="t-accounts">${accounts.join('\n')}</div>`;
  const of = story.checker === 'panic' ? 'the crash' : `the violation of ${story.checker}`;
  return section(
    'story',
    'What happened',
    `The story of ${of}: what was seen, and in bold what follows from it.`,
    `<ol class="story">${items.join('\n')}</ol>${drawn}`,
  );
}

function item({ text, time }: Sentence, story: Story): string {
  const told = linked(escapeMarkup(text), story);
  if (time === null) return `<li class="follows">${told}</li>`;
  return `<li><span class="mute num">${formatMoment(time)}</span> ${told}</li>`;
}

/** Names of accounts and transfers lead to their biographies. */
export function linked(markup: string, { biographies }: Pick<Story, 'biographies'>): string {
  const known = new Set(biographies.map(({ kind, name }) => `${kind} ${name}`));
  return markup.replaceAll(/\b(account|transfer) ([A-Z]\d*)\b/g, (whole, kind, name) =>
    known.has(whole) ? `<a href="#${kind}-${name}">${whole}</a>` : whole,
  );
}

/** Debits on the left, credits on the right, each in the order of the log. */
function tAccount({ name, id, lines, sums, readAt, missing }: TAccount): string {
  const heading = `t-${name}`;
  const sideOf = (side: Side): Column => ({
    lines: lines.filter((line) => line.side === side),
    sums: sums.filter((sum) => sum.side === side),
  });
  const [debits, credits] = [sideOf('debit'), sideOf('credit')];
  const body = rowsOf(debits.lines.map(entry), credits.lines.map(entry));
  const foot = rowsOf(
    debits.sums.map((sum) => sumCell(sum, readAt)),
    credits.sums.map((sum) => sumCell(sum, readAt)),
  );
  const wrong = missing === '' ? '' : `<p class="tone-fail">${escapeMarkup(capital(missing))}</p>`;
  return [
    '<div class="t-account">',
    `<h3 id="${heading}"><a href="#account-${name}">account ${name}</a></h3>`,
    `<p class="small mute mono">${id}</p>`,
    `<table class="plain t" aria-labelledby="${heading}"><thead><tr>`,
    '<th scope="col">debits</th><th scope="col">credits</th></tr></thead>',
    `<tbody>${body}</tbody><tfoot>${foot}</tfoot></table>${wrong}</div>`,
  ].join('\n');
}

interface Column {
  readonly lines: readonly TLine[];
  readonly sums: readonly TSum[];
}

function rowsOf(left: readonly string[], right: readonly string[]): string {
  const rows = Math.max(left.length, right.length, 1);
  const cells = Array.from(
    { length: rows },
    (_, at) => `<tr><td>${left[at] ?? ''}</td><td>${right[at] ?? ''}</td></tr>`,
  );
  return cells.join('\n');
}

function entry({ amount, pending, label, op, suspect }: TLine): string {
  const what = `${label}, op ${op}${pending ? ', pending' : ''}`;
  const number = amountMarkup(amount);
  const shown = suspect
    ? `<b class="tone-fail num">${number}</b>`
    : `<span class="num">${number}</span>`;
  return `${shown} <span class="small">${escapeMarkup(what)}</span>`;
}

function sumCell({ pending, byLines, read }: TSum, readAt: number | null): string {
  const kind = pending ? 'pending' : 'posted';
  const sum = `<span class="num">${amountMarkup(byLines)}</span> <span class="small">${kind}</span>`;
  if (read === null) return sum;
  if (read === byLines) return `${sum} <span class="small">, as read at op ${readAt}</span>`;
  const told = `<b class="tone-fail num">${amountMarkup(read)}</b>`;
  return `${sum}<br>${told} <span class="small">${kind}, as read at op ${readAt}</span>`;
}
