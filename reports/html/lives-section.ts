import type { Biography, Chapter } from '../story/biography.ts';
import { type SumField, sumFields } from '../story/lives.ts';
import { fieldNames } from '../story/record-text.ts';
import type { Story } from '../story/story.ts';
import { escapeMarkup } from '../wording/plain-text.ts';
import { countOf, formatMoment } from '../wording/quantities.ts';
import { amountMarkup } from './amount.ts';
import { section } from './figure.ts';
import { linked } from './story-section.ts';
import { type Cell, type Column, table } from './table.ts';

/** The life of every account and transfer that the violation has to do with, op by op. */
export function livesSection(story: Story): string {
  const content =
    story.biographies.length === 0
      ? '<p class="mute">The violation names no account and no transfer.</p>'
      : story.biographies.map((life) => lifeOf(life, story)).join('\n');
  return section(
    'lives',
    'Accounts and transfers involved',
    'What happened to each, op by op. Balances are what all that was acknowledged up to there adds ' +
      'up to, without the ledger; what was read otherwise stands beside it.',
    content,
  );
}

function lifeOf(life: Biography, story: Story): string {
  const { kind, name, id, about, chapters, leftOut } = life;
  const anchor = `${kind}-${name}`;
  const described = about === '' ? '' : `<p>${linked(escapeMarkup(about), story)}</p>`;
  const left =
    leftOut > 0 ? `<p class="left-out">${countOf(leftOut, 'more thing')} left out.</p>` : '';
  const title = `${countOf(chapters.length, 'thing')} that happened to it`;
  const body =
    chapters.length === 0
      ? '<p class="mute">Nothing in the log has to do with it.</p>'
      : `<details open><summary>${title}</summary>${tableOf(life, story)}${left}</details>`;
  return [
    `<article class="life" aria-labelledby="${anchor}">`,
    `<h3 id="${anchor}">${kind} ${name}</h3>`,
    `<p class="small mute mono">${id}</p>${described}${body}</article>`,
  ].join('\n');
}

const first: readonly Column[] = [
  { heading: 'op', class: 'right', names: true },
  { heading: 'time', class: 'right' },
];

function tableOf(life: Biography, story: Story): string {
  const { kind, name, chapters } = life;
  const what = (text: string): Cell => ({ markup: linked(escapeMarkup(text), story) });
  if (kind === 'transfer') {
    return table({
      kind: 'stack',
      caption: `What happened to transfer ${name}`,
      columns: [...first, { heading: 'what happened' }],
      rows: chapters.map(({ op, time, text }) => [String(op), formatMoment(time), what(text)]),
    });
  }
  // Sums that are zero all along would only take room.
  const used = sumFields.filter((field) =>
    chapters.some(({ balance, read }) => Boolean(balance?.[field]) || Boolean(read?.[field])),
  );
  return table({
    kind: 'stack',
    caption: `What happened to account ${name}, and its balance after that`,
    columns: [
      ...first,
      { heading: 'what happened' },
      ...used.map((field) => ({ heading: fieldNames[field], class: 'right' as const })),
    ],
    rows: chapters.map((chapter) => [
      String(chapter.op),
      formatMoment(chapter.time),
      what(chapter.text),
      ...used.map((field) => sumCell(chapter, field)),
    ]),
  });
}

function sumCell({ balance, read }: Chapter, field: SumField): Cell {
  if (balance === null) return 'uncertain';
  const sum = amountMarkup(balance[field]);
  if (read === null || read[field] === balance[field]) return { markup: sum };
  return { markup: `${sum} <b class="tone-fail">read: ${amountMarkup(read[field])}</b>` };
}
