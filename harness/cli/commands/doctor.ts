import { type ExitCode, exitCodes } from '../../result.ts';
import { rows } from '../columns.ts';
import { type Command, jsonOption } from '../command.ts';
import { type Finding, findings } from '../findings.ts';
import { Output } from '../output.ts';
import { flagOption, type Given } from '../usage.ts';

const marks = { ok: 'ok', lacks: 'LACKS', without: 'without' } as const;

export const doctorCommand: Command = {
  usage: 'doctor',
  about: 'Look at this machine: what vivarium needs, and what more it could use.',
  positionals: {},
  options: { json: jsonOption },
  examples: [['doctor', 'exit 69 where something lacks that vivarium needs']],
  run,
};

async function run(given: Given): Promise<ExitCode> {
  const output = new Output({ json: flagOption(given, 'json') });
  const found = await findings();
  const lacking = found.filter(({ state }) => state === 'lacks');
  if (flagOption(given, 'json')) {
    output.data(JSON.stringify({ healthy: lacking.length === 0, findings: found }, null, 2));
  } else {
    output.say(
      rows(
        found.map((each) => rowOf(each)),
        output.columns,
      ),
    );
    output.say(
      lacking.length === 0
        ? '\nVivarium has all that it needs here.'
        : `\nVivarium lacks here: ${lacking.map(({ what }) => what).join(', ')}.`,
    );
  }
  return lacking.length === 0 ? exitCodes.pass : exitCodes.environment;
}

function rowOf({ what, state, found, advice }: Finding): string[] {
  return [marks[state], what, advice === null ? found : `${found}: ${advice}`];
}
