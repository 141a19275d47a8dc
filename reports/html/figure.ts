import type { ChartText } from '../charts/chart.ts';
import { escapeMarkup } from '../wording/plain-text.ts';
import { type TableParts, table } from './table.ts';

/** An entry of a legend: its mark's shape and class, as the chart draws it, and what it means. */
export interface Key {
  readonly shape: 'area' | 'line' | 'dots' | 'cross';
  readonly mark: string;
  readonly label: string;
}

export interface FigureParts {
  readonly text: ChartText;
  readonly keys: readonly Key[];
  /** The drawings, one a width. */
  readonly drawings: readonly string[];
  /** The data behind the chart. */
  readonly tables: readonly Omit<TableParts, 'kind'>[];
}

/** A chart with its title, the line on how to read it, its legend, and the data behind it. */
export function figure({ text, keys, drawings, tables }: FigureParts): string {
  const legend = keys.map(
    ({ label, ...key }) => `<li>${keyDrawing(key)}${escapeMarkup(label)}</li>`,
  );
  const heading = `${text.id}-heading`;
  return [
    `<section id="${text.id}" aria-labelledby="${heading}">`,
    `<h2 id="${heading}">${escapeMarkup(text.title)}</h2>`,
    `<figure aria-labelledby="${heading}">`,
    `<figcaption class="reading">How to read: ${escapeMarkup(text.reading)}</figcaption>`,
    legend.length === 0 ? '' : `<ul class="keys" aria-label="Legend">${legend.join('')}</ul>`,
    `<div class="drawing">`,
    ...drawings,
    '</div>',
    `<details><summary>The data behind it</summary>`,
    ...tables.map((parts) => table({ kind: 'scroll', ...parts })),
    '</details>',
    '</figure>',
    '</section>',
  ].join('\n');
}

/** The same classes as in the chart, so that a mark cannot look another way in the legend. */
function keyDrawing({ shape, mark }: Omit<Key, 'label'>): string {
  const drawn = {
    area: `<rect class="${mark}" x="1" y="1" width="18" height="10" rx="2"/>`,
    line: `<path class="line ${mark}" d="M1,6H19"/>`,
    dots: `<path class="dots ${mark}" d="M4,6h0M10,6h0M16,6h0"/>`,
    cross: `<path class="${mark}" d="M6,2l8,8m0,-8l-8,8"/>`,
  }[shape];
  return `<svg class="key" width="20" height="12" aria-hidden="true">${drawn}</svg>`;
}

/** A section without a chart. */
export function section(id: string, title: string, reading: string, content: string): string {
  return [
    `<section id="${id}" aria-labelledby="${id}-heading">`,
    `<h2 id="${id}-heading">${escapeMarkup(title)}</h2>`,
    reading === '' ? '' : `<p class="reading">${escapeMarkup(reading)}</p>`,
    content,
    '</section>',
  ].join('\n');
}
