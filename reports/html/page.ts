import { createHash } from 'node:crypto';
import { escapeMarkup } from '../wording/plain-text.ts';
import { style } from './style.ts';

/**
 * The whole file. Its policy lets nothing be loaded and nothing run: not a script, and no style but
 * the one sheet inside, known by its hash.
 */
export function page(title: string, body: string): string {
  const hash = createHash('sha256').update(style).digest('base64');
  const closed = "default-src 'none'; base-uri 'none'; form-action 'none'";
  const policy = `${closed}; style-src 'sha256-${hash}'`;
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
    `<body>\n<main>\n${body}\n</main>\n</body>`,
    '</html>',
    '',
  ].join('\n');
}
