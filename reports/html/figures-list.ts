import { eventsAnswered } from '../reading/requests.ts';
import { escapeMarkup } from '../wording/plain-text.ts';
import { formatDuration, formatRate, none } from '../wording/quantities.ts';
import type { Evidence } from './evidence.ts';

/** The handful of numbers that people ask for first. */
export function figuresList({ summary, requests, result, word }: Evidence): string {
  const tiles: [title: string, value: string, unit: string][] = [
    ['Replies', formatRate(requests.answeredCount, result.duration), `per ${word} second`],
    [
      'Events answered',
      formatRate(eventsAnswered(requests), result.duration),
      `per ${word} second`,
    ],
    ['Median latency', summary === null ? none : formatDuration(summary.p50), `${word} time`],
    ['p99 latency', summary === null ? none : formatDuration(summary.p99), `${word} time`],
    ['Slowest', summary === null ? none : formatDuration(summary.max), `${word} time`],
  ];
  const items = tiles.map(
    ([title, value, unit]) =>
      `<div><dt>${title}</dt><dd>${escapeMarkup(value)} ` +
      `<span class="small">${unit}</span></dd></div>`,
  );
  return `<dl class="tiles">${items.join('\n')}</dl>`;
}
