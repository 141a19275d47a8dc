// What a seed or a message holds is shown, never obeyed, by terminals and parsers alike.

// oxlint-disable-next-line no-control-regex -- control characters are what this is about
const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;
// oxlint-disable-next-line no-control-regex -- the characters that XML 1.0 cannot hold at all
const forbiddenInXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** On one line, with control characters written out as `\x1b`. */
export function plainText(text: string): string {
  return text.replace(loneSurrogate, '\ufffd').replace(control, (character) => {
    if (character === '\n' || character === '\t') return ' ';
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For text and attributes of HTML, SVG and XML. */
export function escapeMarkup(text: string): string {
  return text
    .replace(forbiddenInXml, '\ufffd')
    .replace(loneSurrogate, '\ufffd')
    .replace(/[&<>"']/g, (character) => entities[character] as string);
}

/** For running text and table cells of Markdown: nothing in it formats, links or ends a cell. */
export function escapeMarkdown(text: string): string {
  return plainText(text).replace(/[\\`*_{}[\]<>#|~]/g, (character) => {
    if (character === '<') return '&lt;';
    if (character === '>') return '&gt;';
    return `\\${character}`;
  });
}
