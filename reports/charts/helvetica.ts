// The widths of Helvetica's characters (Arial's and Liberation Sans's are the same), in thousandths
// of the font's size, as its metrics publish them: so that labels are laid out right without a
// canvas to measure them on.
const charactersByWidth: Readonly<Record<number, string>> = {
  191: "'",
  222: 'ijl‘’',
  260: '|',
  278: ' !,./:;[\\]ft·I',
  333: '()-`r°“”',
  334: '{}',
  350: '•',
  355: '"',
  389: '*',
  400: '×',
  469: '^',
  500: 'cksvxyzJ',
  556: '#$0123456789?L_abdeghnopqu–',
  576: 'µ',
  584: '+<=>~−±',
  611: 'FTZ',
  667: '&ABEKPSVXY',
  722: 'CDHNRUw',
  778: 'GOQ',
  833: 'Mm',
  889: '%',
  944: 'W',
  1000: '—…→',
  1015: '@',
};

const widths = new Map(
  Object.entries(charactersByWidth).flatMap(([width, characters]) =>
    Array.from(characters, (character) => [character, Number(width)] as const),
  ),
);

/** Of what is not in the table: accented letters are as wide as an `n`, others as their height. */
function widthElse(character: string): number {
  return character < '\u1000' ? 556 : 1000;
}

/** Bold letters are wider by about this much. */
const boldFactor = 1.12;

/** The width of `text` on one line, in the unit of `fontSize`. */
export function textWidth(text: string, fontSize: number, bold = false): number {
  let sum = 0;
  for (const character of text) sum += widths.get(character) ?? widthElse(character);
  return (sum * fontSize * (bold ? boldFactor : 1)) / 1000;
}
