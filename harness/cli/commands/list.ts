import { presets } from '../../../fault-injector/presets.ts';
import { scenarios } from '../../../fault-injector/scenarios/catalogue.ts';
import { catalogue, findWorkload } from '../../../workloads/catalogue.ts';
import { checkers } from '../../checkers/catalogue.ts';
import { faultPurposes } from '../../fault-kinds.ts';
import type { Json } from '../../plan.ts';
import { type ExitCode, exitCodes } from '../../result.ts';
import type { ParameterDescription, WorkloadKind } from '../../workload.ts';
import { rows } from '../columns.ts';
import { type Command, jsonOption } from '../command.ts';
import { fittedNames } from '../make-plan.ts';
import { Output } from '../output.ts';
import { flagOption, type Given, positional, unknownName } from '../usage.ts';

interface Section {
  /** How the things of this section are used. */
  readonly use: string;
  readonly things: readonly { readonly name: string; readonly about: string }[];
}

const sections: Readonly<Record<string, Section>> = {
  workloads: {
    use: 'vivarium run WORKLOAD; vivarium list WORKLOAD shows its parameters',
    things: catalogue.map(({ name, purpose }) => ({ name, about: purpose })),
  },
  presets: { use: 'vivarium run --faults PRESET', things: presets },
  scenarios: {
    use: 'vivarium run --faults SCENARIO, or several with commas between them',
    things: scenarios,
  },
  faults: {
    use: 'kinds in a file of faults: vivarium run --faults FILE',
    things: Object.entries(faultPurposes).map(([name, about]) => ({ name, about })),
  },
  checkers: { use: 'each of them judges every run', things: checkers },
};

const names = [...Object.keys(sections), ...catalogue.map(({ name }) => name)];

export const listCommand: Command = {
  usage: 'list [what]',
  about:
    'Show the workloads and their parameters, presets and scenarios, kinds of faults and checkers.',
  positionals: {
    what: `One of ${Object.keys(sections).join(', ')}, or a workload's name (default: all)`,
  },
  values: { what: async () => names },
  options: { json: jsonOption },
  examples: [
    ['list', 'all there is, and what each is for'],
    ['list mixed', 'the parameters of a workload'],
  ],
  run,
};

async function run(given: Given): Promise<ExitCode> {
  const json = flagOption(given, 'json');
  const output = new Output({ json });
  const what = positional(given, 'what');
  const workload = what === undefined ? undefined : findWorkload(what);
  if (workload !== undefined) showWorkload(workload, output, json);
  else showSections(what, output, json);
  return exitCodes.pass;
}

function showSections(what: string | undefined, output: Output, json: boolean): void {
  if (what !== undefined && !Object.hasOwn(sections, what)) {
    throw unknownName('There is nothing to list called', what, names);
  }
  const asked = Object.entries(sections).filter(([name]) => what === undefined || name === what);
  if (json) {
    const data = asked.map(([name, { things }]) => [
      name,
      things.map((thing) => ({ name: thing.name, about: thing.about })),
    ]);
    output.data(JSON.stringify(Object.fromEntries(data), null, 2));
    return;
  }
  const texts = asked.map(([name, { use, things }]) => {
    const table = things.map((thing) => [thing.name, thing.about]);
    return `${name} (${use})\n\n${rows(table, output.columns)}`;
  });
  output.say(texts.join('\n\n'));
}

function showWorkload(workload: WorkloadKind, output: Output, json: boolean): void {
  const { name, purpose } = workload;
  const parameters = workload.parameters.filter((each) => !fittedNames.includes(each.name));
  if (json) {
    output.data(JSON.stringify({ name, about: purpose, parameters }, null, 2));
    return;
  }
  const use = `vivarium run ${name} --set name=value, where name is one of`;
  const table = rows(parameters.flatMap(rowsOf), output.columns);
  output.say(`${name}: ${purpose}\n\n${use}\n\n${table}`);
}

/** A parameter of many parts has a row for each: they are set one by one. */
function rowsOf(parameter: ParameterDescription): string[][] {
  const { name, purpose, range } = parameter;
  const about = `${purpose} It must be ${range.replace(/\.$/, '')}.`;
  const parts = partsOf(parameter.default);
  if (parts === null) return [[`${name}=${plain(parameter.default)}`, about]];
  return [[name, about], ...parts.map(([part, value]) => [`${name}.${part}=${plain(value)}`, ''])];
}

function partsOf(value: Json): [name: string, value: Json][] | null {
  const whole = typeof value === 'object' && value !== null && !Array.isArray(value);
  return whole ? Object.entries(value) : null;
}

function plain(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
