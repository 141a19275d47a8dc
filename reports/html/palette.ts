// The colours of the page by what they mean. Charts name them as variables, so they follow too.
// test/reports/contrast.test.ts holds what must be told apart, in both modes.

/** A colour a name, as `#rrggbb`. */
export type Palette = Readonly<Record<string, string>>;

export const light: Palette = {
  paper: '#fdfdfb',
  card: '#f5f5f1',
  ink: '#1b1f24',
  mute: '#59616c',
  line: '#c6cbd1',
  grid: '#e4e6e8',
  edge: '#7b838d',
  focus: '#3d2f9e',
  pass: '#17713f',
  'pass-soft': '#e8f4ec',
  fail: '#b3261e',
  'fail-soft': '#fcecea',
  unknown: '#7d5200',
  'unknown-soft': '#faf1dc',
  network: '#2c6bcb',
  storage: '#9a5b00',
  process: '#b8336a',
  clock: '#0b776b',
  creates: '#4f59ad',
  reads: '#c3c9ea',
  p50: '#4c6fc2',
  p99: '#3d2f9e',
  max: '#8a6432',
  primary: '#4a41b0',
  'primary-on': '#ffffff',
  backup: '#dcdbf1',
  'backup-on': '#2c2a5a',
  change: '#f0c453',
  'change-on': '#3b2a00',
  recovering: '#bfe3dc',
  'recovering-on': '#0b3f38',
  paused: '#d3d7dc',
  'paused-on': '#2a3038',
};

export const dark: Palette = {
  paper: '#14171b',
  card: '#1d2127',
  ink: '#e8eaed',
  mute: '#a3adb8',
  line: '#464f5a',
  grid: '#2b3139',
  edge: '#77818d',
  focus: '#c3bbff',
  pass: '#63cf93',
  'pass-soft': '#15281d',
  fail: '#ff8478',
  'fail-soft': '#341a18',
  unknown: '#ecbd55',
  'unknown-soft': '#2f2613',
  network: '#6ea8f7',
  storage: '#f0a848',
  process: '#f382ab',
  clock: '#4fcaba',
  creates: '#8f99e6',
  reads: '#3d4574',
  p50: '#7f9be0',
  p99: '#c3bbff',
  max: '#d9b77c',
  primary: '#9990f5',
  'primary-on': '#14171b',
  backup: '#35345f',
  'backup-on': '#dad8ff',
  change: '#a87c14',
  'change-on': '#14171b',
  recovering: '#215249',
  'recovering-on': '#dff5f1',
  paused: '#454d57',
  'paused-on': '#e8eaed',
};

/** On paper: black on white, everything else as by day. */
export const printed: Palette = {
  ...light,
  paper: '#ffffff',
  card: '#ffffff',
  'pass-soft': '#ffffff',
  'fail-soft': '#ffffff',
  'unknown-soft': '#ffffff',
  ink: '#000000',
  mute: '#333333',
};

/** As the declarations of a rule. */
export function declared(palette: Palette): string {
  return Object.entries(palette)
    .map(([name, color]) => `--${name}: ${color};`)
    .join(' ');
}
