import type { Biography, Chapter } from './biography.ts';
import type { Lives } from './lives.ts';
import type { Names } from './names.ts';

/** Of a longer life the beginning is told, and what comes before and just after the violation. */
const chaptersMax = 60;
const afterMax = 6;

/** The lives of all that were watched: accounts first, each in the order of its name. */
export function biographiesOf(lives: Lives, names: Names, opMax: number): readonly Biography[] {
  const tell = (kind: Biography['kind'], id: bigint): Biography => {
    const all = lives.chaptersOf(kind, id);
    const { chapters, leftOut } = shorten(all, opMax);
    const name = names.bare(kind, id);
    return { kind, id, name, about: lives.aboutOf(kind, id), chapters, leftOut };
  };
  return [
    ...[...lives.accounts].map((id) => tell('account', id)),
    ...[...lives.transfers].map((id) => tell('transfer', id)),
  ];
}

function shorten(
  all: readonly Chapter[],
  opMax: number,
): { readonly chapters: readonly Chapter[]; readonly leftOut: number } {
  const until = all.filter(({ op }) => op <= opMax).length + afterMax;
  const told = all.slice(0, until);
  const first = told[0];
  if (told.length <= chaptersMax || first === undefined) {
    return { chapters: told, leftOut: all.length - told.length };
  }
  const chapters = [first, ...told.slice(1 - chaptersMax)];
  return { chapters, leftOut: all.length - chapters.length };
}
