import { createHash } from 'node:crypto';
import { escapeMarkup } from '../wording/plain-text.ts';
import { hoverScript } from './hover.ts';
import { patterns } from './patterns.ts';
import { style } from './style.ts';

export interface PageParts {
  readonly title: string;
  /** Beside the name at the top. */
  readonly subject: string;
  /** The first screen, and the sections below it, with the way to each. */
  readonly summary: string;
  readonly sections: readonly (readonly [id: string, name: string, markup: string])[];
}

/**
 * The whole file. Its policy lets nothing be loaded, and nothing run or style the page but the one
 * script and the one sheet inside, each known by its hash.
 */
export function page({ title, subject, summary, sections }: PageParts): string {
  const closed = "default-src 'none'; base-uri 'none'; form-action 'none'";
  const policy = `${closed}; style-src '${hashOf(style)}'; script-src '${hashOf(hoverScript)}'`;
  const links = sections.map(([id, name]) => `<a href="#${id}">${name}</a>`);
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeMarkup(title)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    '<a class="skip" href="#details">Skip to the details</a>',
    patterns,
    '<div class="page">',
    `<header class="brand"><b>Vivarium</b><span>${escapeMarkup(subject)}</span></header>`,
    '<main>',
    summary,
    `<nav aria-label="Sections">${links.join('\n')}</nav>`,
    '<div id="details" tabindex="-1">',
    ...sections.map(([, , markup]) => markup),
    '</div>',
    '</main>',
    '</div>',
    `<script>${hoverScript}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
