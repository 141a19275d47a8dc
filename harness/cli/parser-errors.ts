import type { Options } from 'yargs';
import { suggestion } from '../nearest.ts';
import type { OperatingError } from '../operating-error.ts';
import { usageError } from './usage.ts';

/** The command-line parser's message as a sentence that says what to do. */
export function parserSentence(message: string, command: string): OperatingError {
  const unknown = /^Unknown (?:argument|command)s?: (.*)$/s.exec(message)?.[1];
  if (unknown !== undefined) {
    return usageError(`"${unknown.split(', ')[0]}" is one argument too many: leave it out.`);
  }
  const valueless = /^Not enough arguments following: (.*)$/s.exec(message)?.[1];
  if (valueless !== undefined) {
    return usageError(
      `--${valueless} needs a value; one that begins with a dash is written --${valueless}=-x.`,
    );
  }
  if (message.startsWith('Not enough non-option arguments')) {
    return usageError(
      `"vivarium ${command}" needs something to work on: "vivarium ${command} --help" says what.`,
    );
  }
  return usageError(`${message.replace(/\.$/, '')}: "vivarium ${command} --help" shows the usage.`);
}

/**
 * Looks at flags before the parser does: it would tell of what is missing first, and take
 * `--quiet=maybe` for false without a word.
 */
export function refuseFlags(
  words: readonly string[],
  options: Readonly<Record<string, Options>>,
  command: string,
): void {
  for (const word of words) {
    if (word === '--') return;
    const [, dashes = '', name = '', value] = /^(--?)([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    // What begins with a digit is a negative number, and someone's value.
    if (dashes === '' || /^\d/.test(name)) continue;
    const option = dashes === '--' ? ownOption(options, name) : byLetter(options, name);
    if (option === undefined && word !== '--help') {
      throw unknownFlag(dashes + name, Object.keys(options), command);
    }
    if (option?.type !== 'boolean' || value === undefined) continue;
    if (value === 'true' || value === 'false') continue;
    throw usageError(`--${name} takes no value: leave out "=${value}".`);
  }
}

function ownOption(options: Readonly<Record<string, Options>>, name: string): Options | undefined {
  return Object.hasOwn(options, name) ? options[name] : undefined;
}

/** The option that a letter stands for. */
function byLetter(options: Readonly<Record<string, Options>>, letter: string): Options | undefined {
  return Object.values(options).find(({ alias }) => alias === letter);
}

function unknownFlag(flag: string, options: readonly string[], command: string): OperatingError {
  const known = [...options, 'help', 'version'];
  const guess = suggestion(flag.replace(/^-+/, ''), known, (option) => `--${option}`);
  const list = `: "vivarium ${command} --help" lists those there are.`;
  return usageError(`There is no flag ${flag}${guess === '' ? list : guess}`);
}

export function unknownCommand(name: string, commands: readonly string[]): OperatingError {
  const guess = suggestion(name, commands);
  const list = `: there are ${commands.join(', ')}. "vivarium --help" shows more.`;
  return usageError(`There is no command "${name}"${guess === '' ? list : guess}`);
}
