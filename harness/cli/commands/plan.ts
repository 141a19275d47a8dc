import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { formatPlanYaml } from '../../plan/plan-yaml.ts';
import { type ExitCode, exitCodes } from '../../result.ts';
import { writeWhole } from '../../store/write-whole.ts';
import { type Command, valueOption } from '../command.ts';
import { Output } from '../output.ts';
import { packageFolder, packageVersion } from '../package-version.ts';
import { planOf, settingDefaults, settingOptions, settingValues } from '../run-settings.ts';
import { shellCommand } from '../shell-words.ts';
import { type Given, textOption, usageError } from '../usage.ts';

export const planCommand: Command = {
  usage: 'plan [workload]',
  about: 'Write the plan of a run as YAML, to be read, edited and run.',
  positionals: { workload: `What is asked of the cluster (default: ${settingDefaults.workload})` },
  values: settingValues,
  options: {
    ...settingOptions,
    out: valueOption('The file to write, which must not exist yet (default: stdout)'),
  },
  examples: [
    ['plan mixed --seed k3v9 --out plan.yaml', 'what "vivarium run --plan plan.yaml" then runs'],
    ['plan --requests 50 --faults swarm', 'to look at'],
  ],
  run,
};

async function run(given: Given): Promise<ExitCode> {
  const file = textOption(given, 'out');
  if (file !== undefined && existsSync(file)) {
    throw usageError(`The file ${file} exists already: name another, or remove it.`);
  }
  // What is written to stdout is the plan and nothing else.
  const output = new Output({ json: true });
  const { plan } = await planOf(given, (seed) => output.say(`seed ${JSON.stringify(seed)}`));
  const yaml = formatPlanYaml(plan, [
    `yaml-language-server: $schema=${schemaFor(file)}`,
    `The plan of a run, made by vivarium ${packageVersion()}. To run it:`,
    shellCommand(['npx', 'vivarium', 'run', '--plan', file ?? 'plan.yaml']),
  ]);
  if (file === undefined) {
    output.data(yaml);
    return exitCodes.pass;
  }
  writeWhole(file, yaml);
  output.say(`plan  ${file}`);
  return exitCodes.pass;
}

/** Where an editor finds the schema, seen from the file's folder. */
function schemaFor(file: string | undefined): string {
  const folder = file === undefined ? '.' : dirname(file);
  return relative(resolve(folder), join(packageFolder(), 'schemas', 'plan.json'));
}
