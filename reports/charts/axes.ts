import { escapeMarkup } from '../wording/plain-text.ts';
import { type Frame, pixel, plotWidth, type Tick, yAt } from './frame.ts';

/** Rules across the plot, each with its label on the left, and the axis' title beside them. */
export function leftAxis(frame: Frame, ticks: readonly Tick[], title: string): string {
  const { left, top, height, fontSize } = frame;
  const rules = ticks.map(({ at, label }) => {
    const y = yAt(frame, at);
    return (
      `<line x1="${left}" x2="${left + plotWidth(frame)}" y1="${pixel(y)}" y2="${pixel(y)}" ` +
      `class="rule"/><text x="${left - 6}" y="${pixel(y + 0.35 * fontSize)}" class="end" ` +
      `font-size="${fontSize}">${escapeMarkup(label)}</text>`
    );
  });
  return (
    `${rules.join('')}<text transform="rotate(-90)" x="${pixel(-(top + height / 2))}" ` +
    `y="${fontSize}" class="middle" font-size="${fontSize}">${escapeMarkup(title)}</text>`
  );
}

/** Marks below the plot, each with its label, and the axis' title below them. */
export function bottomAxis(frame: Frame, ticks: readonly Tick[], title: string): string {
  const { left, top, height, fontSize } = frame;
  const y = top + height + 0.5;
  const marks = ticks.map(({ at, label }) => {
    const x = pixel(left + plotWidth(frame) * at);
    return (
      `<line x1="${x}" x2="${x}" y1="${y}" y2="${y + 5}" class="axis"/>` +
      `<text x="${x}" y="${y + 19}" class="middle" font-size="${fontSize}">` +
      `${escapeMarkup(label)}</text>`
    );
  });
  return (
    `<line x1="${left}" x2="${left + plotWidth(frame)}" y1="${y}" y2="${y}" class="axis"/>` +
    `${marks.join('')}<text x="${pixel(left + plotWidth(frame) / 2)}" y="${y + 38}" ` +
    `class="middle" font-size="${fontSize}">${escapeMarkup(title)}</text>`
  );
}
