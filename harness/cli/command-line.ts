import yargs, { type Argv } from 'yargs';
import { type ExitCode, exitCodes } from '../result.ts';
import type { Command } from './command.ts';
import type { Commands } from './complete.ts';
import { packageVersion } from './package-version.ts';
import { parserSentence, refuseFlags, unknownCommand } from './parser-errors.ts';
import { usageError } from './usage.ts';

/** Loaded when named, so that none pays for what another needs. */
const commands: Commands = {
  run: async () => (await import('./commands/run.ts')).runCommand,
  replay: async () => (await import('./commands/replay.ts')).replayCommand,
  swarm: async () => (await import('./commands/swarm.ts')).swarmCommand,
  merge: async () => (await import('./commands/merge.ts')).mergeCommand,
  shrink: async () => (await import('./commands/shrink.ts')).shrinkCommand,
  canaries: async () => (await import('./commands/canaries.ts')).canariesCommand,
  diff: async () => (await import('./commands/diff.ts')).diffCommand,
  why: async () => (await import('./commands/why.ts')).whyCommand,
  cluster: async () => (await import('./commands/cluster.ts')).clusterCommand,
  verify: async () => (await import('./commands/verify.ts')).verifyCommand,
  report: async () => (await import('./commands/report.ts')).reportCommand,
  plan: async () => (await import('./commands/plan.ts')).planCommand,
  list: async () => (await import('./commands/list.ts')).listCommand,
  runs: async () => (await import('./commands/runs.ts')).runsCommand,
  doctor: async () => (await import('./commands/doctor.ts')).doctorCommand,
  schema: async () => (await import('./commands/schema.ts')).schemaCommand,
  completion: async () => (await import('./commands/completion.ts')).completionCommand,
};

/** Does what the arguments ask for, and returns the exit code. */
export async function commandLine(words: readonly string[]): Promise<ExitCode> {
  if (words[0] === '--complete') {
    const { complete } = await import('./complete.ts');
    for (const each of await complete(words.slice(1), commands)) process.stdout.write(`${each}\n`);
    return exitCodes.pass;
  }
  const name = commandName(words);
  const [asked] = name === 'help' ? words.slice(words.indexOf(name) + 1) : [];
  if (asked !== undefined) return commandLine([asked, '--help']);
  if (words.includes('--version')) {
    process.stdout.write(`${packageVersion()}\n`);
    return exitCodes.pass;
  }
  const asksForHelp = words.length === 0 || words.includes('--help') || name === 'help';
  if (name !== undefined && name !== 'help' && !Object.hasOwn(commands, name)) {
    throw unknownCommand(name, Object.keys(commands));
  }
  const load = name === undefined ? undefined : commands[name];
  if (load !== undefined && name !== undefined) {
    return oneCommand(words, name, await load(), asksForHelp);
  }
  if (!asksForHelp) {
    throw usageError(
      `Name a command before ${words[0]}: ${Object.keys(commands).join(', ')}. ` +
        '"vivarium --help" shows more.',
    );
  }
  const parser = configured([]);
  parser.usage(
    'Vivarium runs ledgers on TigerBeetle under simulated faults, and proves them right.\n\n' +
      'Usage: vivarium <command> [options]',
  );
  for (const loadEach of Object.values(commands)) {
    const { usage, about, examples } = await loadEach();
    parser.command(usage, about);
    const [first] = examples;
    if (first !== undefined) parser.example(`vivarium ${first[0]}`, first[1]);
  }
  parser.epilogue('"vivarium <command> --help" shows what a command takes.');
  return help(parser);
}

/** The first word, but for what may stand before any command. */
function commandName(words: readonly string[]): string | undefined {
  const first = words.find((word) => !['--debug', '--help', '--version'].includes(word));
  return first?.startsWith('-') ? undefined : first;
}

async function oneCommand(
  words: readonly string[],
  name: string,
  command: Command,
  asksForHelp: boolean,
): Promise<ExitCode> {
  const options = { ...command.options, debug: debugOption };
  // The command's own name goes: what is left are its positionals.
  const at = words.indexOf(name);
  const rest = words.filter((_, position) => position !== at);
  refuseFlags(rest, options, name);
  const parser = configured(rest, name);
  const positionals = command.usage.split(' ').slice(1).join(' ');
  let exit: ExitCode = exitCodes.pass;
  parser.usage(`vivarium ${command.usage} [options]\n\n${command.about}`);
  parser.command(
    `$0 ${positionals}`.trim(),
    false,
    (own: Argv) => {
      for (const [key, describe] of Object.entries(command.positionals)) {
        own.positional(key, { type: 'string', describe });
      }
      return own;
    },
    async (given) => {
      if (given._.length > 0) throw usageError(`"${given._.join(' ')}" is one argument too many.`);
      exit = await command.run(given);
    },
  );
  for (const [key, option] of Object.entries(options)) parser.option(key, option);
  for (const [line, about] of command.examples) parser.example(`vivarium ${line}`, about);
  if (asksForHelp) return help(parser);
  await parser.parseAsync();
  return exit;
}

const debugOption = {
  type: 'boolean',
  describe: 'Print the details of a defect in vivarium itself',
} as const;

function configured(words: readonly string[], command = ''): Argv {
  return (
    yargs([...words])
      .scriptName('vivarium')
      // What is printed must not depend on who runs it where.
      .detectLocale(false)
      .locale('en')
      .wrap(Math.min(100, process.stdout.columns ?? 100))
      .exitProcess(false)
      .strict()
      .parserConfiguration({
        'camel-case-expansion': false,
        'boolean-negation': false,
        'dot-notation': false,
        'parse-numbers': false,
        'parse-positional-numbers': false,
        'short-option-groups': false,
      })
      .version(packageVersion())
      .help()
      .showHelpOnFail(false)
      .fail((message: string | null, error: Error | undefined) => {
        // The parser's own errors come as a message; what a command throws, as an error.
        throw message === null && error !== undefined
          ? error
          : parserSentence(message ?? '', command);
      })
  );
}

async function help(parser: Argv): Promise<ExitCode> {
  const text = await parser.getHelp();
  // Types say nothing here that the descriptions do not.
  process.stdout.write(`${text.replaceAll(/ +\[(?:string|boolean|array)\]/g, '')}\n`);
  return exitCodes.pass;
}
