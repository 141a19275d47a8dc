import type { FaultSpan } from '../reading/fault-spans.ts';
import type { Window } from '../reading/windows.ts';
import { escapeMarkup } from '../wording/plain-text.ts';
import { formatMoment } from '../wording/quantities.ts';
import { type Backdrop, xOf } from './fault-bands.ts';
import { pixel } from './frame.ts';

/** An unseen column a window, whose tooltip says its figures: hovering works without a script. */
export function drawHover(
  backdrop: Backdrop,
  windows: readonly Window[],
  figures: (window: Window) => string,
): string {
  const { frame, faults } = backdrop;
  const columns = windows.map((window) => {
    const x = xOf(backdrop, window.from);
    const width = xOf(backdrop, window.until) - x;
    const kinds = faultsWithin(faults, window);
    const title =
      `${formatMoment(window.from)} to ${formatMoment(window.until)}\n${figures(window)}` +
      (kinds === '' ? '' : `\nfaults: ${kinds}`);
    return (
      `<rect x="${pixel(x)}" y="${frame.top}" width="${pixel(width)}" height="${frame.height}">` +
      `<title>${escapeMarkup(title)}</title></rect>`
    );
  });
  return `<g class="hover">${columns.join('')}</g>`;
}

export function faultsWithin(faults: readonly FaultSpan[], window: Window): string {
  const kinds = new Set<string>();
  for (const { struck, fault } of faults) {
    if (struck === null) continue;
    if (struck.from < window.until && struck.until >= window.from) kinds.add(fault.kind);
  }
  return [...kinds].join(', ');
}
