import type { TopLevelSpec } from 'vega-lite';
import { textWidth } from './helvetica.ts';

/** Both are big (a quarter of a second): only what makes an HTML report loads them. */
async function load() {
  const [vega, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
  // Vega exports it, but its declarations leave it out.
  const { textMetrics } = vega as unknown as { textMetrics: { width: typeof measure } };
  textMetrics.width = measure;
  return { vega, compile };
}

interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
}

function measure(item: TextItem, text: string): number {
  const bold = item.fontWeight === 'bold' || Number(item.fontWeight) >= 600;
  return textWidth(text.trim(), item.fontSize ?? 11, bold);
}

/**
 * Renders a Vega-Lite chart: the content of an `<svg>`, without the element itself. Colours stand
 * in it as the specification names them, so `var(--ink)` follows the page.
 */
export async function drawChart(spec: TopLevelSpec): Promise<string> {
  const { vega, compile } = await load();
  vega.resetSVGDefIds();
  const view = new vega.View(vega.parse(compile(spec).spec), { renderer: 'none' });
  try {
    return slim(await view.toSVG());
  } finally {
    view.finalize();
  }
}

/** What Vega writes for its own event handling is half of the size, and nothing here needs it. */
function slim(svg: string): string {
  return svg
    .replace(/^<svg[^>]*>/, '')
    .replace(/<\/svg>\s*$/, '')
    .replaceAll(/<path class="(?:background|foreground)"[^>]*><\/path>/g, '')
    .replaceAll(/<path class="(?:background|foreground)"[^>]*\/>/g, '')
    .replaceAll(/ (?:class|font-family|aria-[a-z]+|role|pointer-events)="[^"]*"/g, '')
    .replaceAll(' opacity="1"', '')
    .replaceAll(' stroke-width="1"', '')
    .replaceAll(/(-?\d+\.\d{2})\d+/g, '$1');
}
