import { describe, expect, test } from 'vitest';
import { dark, light, type Palette, printed } from '../../reports/html/palette.ts';
import { style } from '../../reports/html/style.ts';

// What WCAG 2.2 asks for at level AA: 4.5 for text, 3 for what has to be seen of a drawing.

/** Which text stands on what. */
const texts: readonly (readonly [text: string, ground: string])[] = [
  ...['paper', 'card', 'pass-soft', 'fail-soft', 'unknown-soft'].flatMap((ground) => [
    ['ink', ground] as const,
    ['mute', ground] as const,
  ]),
  ...['pass', 'fail', 'unknown'].flatMap((tone) => [
    [tone, 'paper'] as const,
    [tone, `${tone}-soft`] as const,
  ]),
  // Their names stand beside the rows of a chart.
  ...['network', 'storage', 'process', 'clock'].map((family) => [family, 'paper'] as const),
  ...['primary', 'backup', 'change', 'recovering', 'paused'].map(
    (state) => [`${state}-on`, state] as const,
  ),
];

/** Which lines, dots and outlines stand on what. */
const drawings: readonly (readonly [mark: string, ground: string])[] = [
  ...['creates', 'p50', 'p99', 'max', 'primary', 'edge', 'fail', 'ink', 'focus', 'mute'].map(
    (mark) => [mark, 'paper'] as const,
  ),
  ['network', 'paper'],
  ['storage', 'paper'],
  ['process', 'paper'],
  ['clock', 'paper'],
  // The bar above another, and the hatching in it.
  ['creates', 'reads'],
];

describe.each(Object.entries({ light, dark, printed }))('the %s colours', (_, palette) => {
  test.each(texts)('%s is read on %s', (text, ground) => {
    expect(contrast(palette, text, ground)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(drawings)('%s is seen on %s', (mark, ground) => {
    expect(contrast(palette, mark, ground)).toBeGreaterThanOrEqual(3);
  });

  test('are the ones of the page', () => {
    for (const [name, color] of Object.entries(palette)) {
      expect(style).toContain(`--${name}: ${color};`);
    }
  });
});

test('no colour is used that has no name', () => {
  const rules = style.replaceAll(/--[a-z0-9-]+: #[0-9a-f]{6};/g, '');
  expect(rules).not.toMatch(/#[0-9a-f]{3,8}\b(?!-)|rgb|hsl/i);
  const used = new Set([...style.matchAll(/var\(--([a-z0-9-]+)\)/g)].map(([, name]) => name));
  for (const name of used) expect(Object.keys(light)).toContain(name);
  expect(Object.keys(dark)).toEqual(Object.keys(light));
});

test('nothing moves', () => {
  expect(style).not.toMatch(/animation|transition|scroll-behavior|@keyframes/);
});

/** By WCAG's definition: from 1 to 21. */
function contrast(palette: Palette, one: string, other: string): number {
  const [low, high] = [luminance(palette[one]!), luminance(palette[other]!)].toSorted(
    (a, b) => a - b,
  ) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
