import type { ChartText } from '../charts/chart.ts';
import { escapeMarkup } from '../wording/plain-text.ts';
import { type Cell, type Column, table } from './table.ts';

/** An entry of a legend: its mark's class, and what it stands for. */
export interface Key {
  readonly mark: string;
  readonly label: string;
}

export interface FigureParts {
  readonly text: ChartText;
  readonly keys: readonly Key[];
  /** The drawings, one a width. */
  readonly drawings: readonly string[];
  /** The data behind the chart. */
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A chart with its title, the line on how to read it, its legend, and the data behind it. */
export function figure(parts: FigureParts): string {
  const { text, keys, drawings, columns, rows } = parts;
  const legend = keys.map(
    ({ mark, label }) => `<li><i class="${mark}"></i>${escapeMarkup(label)}</li>`,
  );
  return [
    `<section id="${text.id}">`,
    `<h2>${escapeMarkup(text.title)}</h2>`,
    `<p class="reading">${escapeMarkup(text.reading)}</p>`,
    '<figure>',
    legend.length === 0 ? '' : `<ul class="keys">${legend.join('')}</ul>`,
    ...drawings,
    `<details><summary>The data behind it</summary>`,
    table('scroll', `${text.title}: data`, columns, rows),
    '</details>',
    '</figure>',
    '</section>',
  ].join('\n');
}

/** A section without a chart. */
export function section(id: string, title: string, reading: string, content: string): string {
  return [
    `<section id="${id}">`,
    `<h2>${escapeMarkup(title)}</h2>`,
    reading === '' ? '' : `<p class="reading">${escapeMarkup(reading)}</p>`,
    content,
    '</section>',
  ].join('\n');
}
