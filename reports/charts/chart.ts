import { escapeMarkup } from '../wording/plain-text.ts';
import { type Frame, frameHeight, plotWidth, type Width } from './frame.ts';

/** What a chart says, apart from its drawing. */
export interface ChartText {
  /** Unique in the page. */
  readonly id: string;
  readonly title: string;
  /** One sentence or a few on how to read it. */
  readonly reading: string;
  /** What someone who cannot see it should know: the figures that matter. */
  readonly description: string;
}

/**
 * Wraps what was drawn for one width into an element that explains itself to a screen reader, and
 * tells the page's script where in it the plot is.
 */
export function chartElement(text: ChartText, size: Width, frame: Frame, content: string): string {
  const height = frameHeight(frame);
  const box = `viewBox="0 0 ${frame.width} ${height}" width="${frame.width}" height="${height}"`;
  const plot = `data-plot="${frame.left} ${frame.top} ${plotWidth(frame)} ${frame.height}"`;
  const label = escapeMarkup(`${text.title}. ${text.description}`);
  const id = `${text.id}-${size}`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" class="chart ${size}" ${box} ${plot} role="img" ` +
    `aria-label="${label}" aria-describedby="${id}">` +
    `<title>${escapeMarkup(text.title)}</title>` +
    `<desc id="${id}">${escapeMarkup(text.description)}</desc>${content}</svg>`
  );
}
