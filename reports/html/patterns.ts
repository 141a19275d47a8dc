// Areas are told apart by pattern as well as by colour: for those who see few colours, and for
// paper.

interface Tile {
  readonly name: string;
  /** Its ground, by the palette; what is drawn over it, by a variable of its own. */
  readonly fill: string;
  readonly mark: string;
  /** Drawn over a tile of 6 by 6 pixels, turned by so many degrees. */
  readonly path: string;
  readonly turn: number;
}

const tiles: readonly Tile[] = [
  { name: 'reads', fill: 'reads', mark: 'creates', path: 'M0,3H6', turn: 45 },
  { name: 'view-change', fill: 'change', mark: 'change-on', path: 'M0,3H6', turn: -45 },
  { name: 'recovering', fill: 'recovering', mark: 'recovering-on', path: 'M3,2V4', turn: 0 },
  {
    name: 'recovering-head',
    fill: 'recovering',
    mark: 'recovering-on',
    path: 'M3,1V5M1,3H5',
    turn: 0,
  },
  { name: 'paused', fill: 'paused', mark: 'paused-on', path: 'M3,0V6', turn: 0 },
];

/** The definitions, once a page, out of sight. */
export const patterns = [
  '<svg class="patterns" width="0" height="0" aria-hidden="true"><defs>',
  ...tiles.map(
    ({ name, path, turn }) =>
      `<pattern id="pattern-${name}" width="6" height="6" patternUnits="userSpaceOnUse" ` +
      `patternTransform="rotate(${turn})"><rect width="6" height="6" class="ground ${name}"/>` +
      `<path d="${path}" class="over ${name}"/></pattern>`,
  ),
  '</defs></svg>',
].join('');

export const patternStyle = [
  '.patterns { position: absolute; }',
  ...tiles.map(
    ({ name, fill, mark }) =>
      `.ground.${name} { fill: var(--${fill}); } .over.${name} { stroke: var(--${mark}); ` +
      `stroke-width: 1; opacity: 0.7; } .area.${name} { fill: url(#pattern-${name}); }`,
  ),
].join('\n');
