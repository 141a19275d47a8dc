import type { Command } from './command.ts';

/** Commands by name, loaded when needed. */
export type Commands = Readonly<Record<string, () => Promise<Command>>>;

/**
 * What the last of `words` may become; nothing where only the shell can know (files, folders).
 * @param words all after `vivarium`, the last one as far as it was typed
 */
export async function complete(words: readonly string[], commands: Commands): Promise<string[]> {
  const typed = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const name = before.find((word) => !word.startsWith('-'));
  const all = await candidates(before, name, typed, commands);
  return all.filter((each) => each.startsWith(typed));
}

async function candidates(
  before: readonly string[],
  name: string | undefined,
  typed: string,
  commands: Commands,
): Promise<readonly string[]> {
  if (name === undefined || name === 'help') return [...Object.keys(commands), 'help'];
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined) return [];
  const command = await load();
  const last = before.at(-1) ?? '';
  const option = last.startsWith('--') ? command.options[last.slice(2)] : undefined;
  if (option !== undefined && option.type !== 'boolean') {
    return (await command.values?.[last.slice(2)]?.()) ?? [];
  }
  if (typed.startsWith('-')) {
    return [...Object.keys(command.options), 'help'].map((each) => `--${each}`);
  }
  const [first] = Object.keys(command.positionals);
  return first === undefined ? [] : ((await command.values?.[first]?.()) ?? []);
}
