import { presets } from '../../../fault-injector/presets.ts';
import { catalogue } from '../../../workloads/catalogue.ts';
import { checkers } from '../../checkers/catalogue.ts';
import { suggestion } from '../../nearest.ts';
import type { JsonObject } from '../../plan.ts';
import { type ExitCode, exitCodes } from '../../result.ts';
import { type Row, rows } from '../columns.ts';
import { type Command, jsonOption } from '../command.ts';
import { fittedNames } from '../make-plan.ts';
import { Output } from '../output.ts';
import { flagOption, type Given, positional, usageError } from '../usage.ts';

interface Section {
  /** How the things of this section are used. */
  readonly use: string;
  readonly things: readonly Thing[];
}

interface Thing {
  readonly name: string;
  readonly about: string;
  /** Of a workload: every one that can be set, with its default. */
  readonly parameters?: JsonObject;
}

const sections: Readonly<Record<string, Section>> = {
  workloads: {
    use: 'vivarium run WORKLOAD, with --set name=value for a parameter',
    things: catalogue.map(({ name, purpose, parameters }) => ({
      name,
      about: purpose,
      parameters: Object.fromEntries(
        parameters
          .filter((each) => !fittedNames.includes(each.name))
          .map((each) => [each.name, each.default]),
      ),
    })),
  },
  presets: { use: 'vivarium run --faults PRESET', things: presets },
  checkers: { use: 'each of them judges every run', things: checkers },
};

export const listCommand: Command = {
  usage: 'list [what]',
  about:
    'Show the workloads, presets of faults, kinds of faults and checkers, and what each is for.',
  positionals: { what: `One of ${Object.keys(sections).join(', ')} (default: all)` },
  values: { what: async () => Object.keys(sections) },
  options: { json: jsonOption },
  examples: [
    ['list', 'all there is'],
    ['list workloads', 'with their parameters'],
  ],
  run,
};

async function run(given: Given): Promise<ExitCode> {
  const json = flagOption(given, 'json');
  const output = new Output({ json });
  const what = positional(given, 'what');
  if (what !== undefined && !Object.hasOwn(sections, what)) {
    const names = Object.keys(sections);
    const guess = suggestion(what, names) || `: there are ${names.join(', ')}.`;
    throw usageError(`There is nothing to list called "${what}"${guess}`);
  }
  const asked = Object.entries(sections).filter(([name]) => what === undefined || name === what);
  if (json) {
    const data = asked.map(([name, { things }]) => [name, things.map((thing) => plain(thing))]);
    output.data(JSON.stringify(Object.fromEntries(data), null, 2));
    return exitCodes.pass;
  }
  output.say(asked.map(([name, each]) => textOf(name, each, output.columns)).join('\n\n'));
  return exitCodes.pass;
}

/** Without what else the objects of the catalogues hold. */
function plain({ name, about, parameters }: Thing): Thing {
  return { name, about, ...(parameters === undefined ? {} : { parameters }) };
}

function textOf(name: string, { use, things }: Section, columns: number | undefined): string {
  const table = things.flatMap(({ name: each, about, parameters = {} }): Row[] => [
    [each, about],
    ...(Object.keys(parameters).length === 0 ? [] : [['', settings(parameters)] as Row]),
  ]);
  return `${name} (${use})\n\n${rows(table, columns)}`;
}

/** `accounts=320 popularity=zipf`, as `--set` takes them. */
function settings(parameters: JsonObject): string {
  const words = Object.entries(parameters).flatMap(([name, value]) => {
    if (typeof value !== 'object' || value === null) return [`${name}=${String(value)}`];
    return Object.entries(value).map(([part, each]) => `${name}.${part}=${JSON.stringify(each)}`);
  });
  return words.join(' ');
}
