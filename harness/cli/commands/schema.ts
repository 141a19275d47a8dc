import { jsonSchema, schemaNames } from '../../plan/json-schema.ts';
import { type ExitCode, exitCodes } from '../../result.ts';
import type { Command } from '../command.ts';
import { Output } from '../output.ts';
import { type Given, positional, unknownName } from '../usage.ts';

export const schemaCommand: Command = {
  usage: 'schema [file]',
  about: 'Print the JSON Schema of a file that people write, for editors.',
  positionals: { file: `One of ${schemaNames.join(', ')} (default: plan)` },
  values: { file: async () => schemaNames },
  options: {},
  examples: [['schema faults > faults.schema.json', 'the schema of a list of faults']],
  run,
};

async function run(given: Given): Promise<ExitCode> {
  const asked = positional(given, 'file') ?? 'plan';
  const name = schemaNames.find((each) => each === asked);
  if (name === undefined) throw unknownName('There is no schema called', asked, schemaNames);
  new Output({ json: false }).data(JSON.stringify(jsonSchema(name), null, 2));
  return exitCodes.pass;
}
