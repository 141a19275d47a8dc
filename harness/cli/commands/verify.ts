import { formatCount } from '../../count-text.ts';
import { OperatingError } from '../../operating-error.ts';
import { type ExitCode, exitCodePrecedence, exitCodes } from '../../result.ts';
import { type Command, jsonOption } from '../command.ts';
import { leaveSignalsToNode } from '../interrupts.ts';
import { Output } from '../output.ts';
import { flagOption, type Given } from '../usage.ts';
import { type FileReport, printFileReport, verifyRecording } from '../verify-recording.ts';
import type { RunReport } from '../verify-run.ts';
import { expandPaths } from '../verify-targets.ts';

export const verifyCommand: Command = {
  usage: 'verify <path..>',
  about: 'Check what was recorded: recordings of a real server, or the folders of runs.',
  positionals: {
    path: 'Recordings (JSON Lines, gzipped or not), folders of them, or folders of runs',
  },
  options: {
    json: {
      ...jsonOption,
      describe: 'Print the differences as JSON on stdout, and nothing else there',
    },
  },
  examples: [
    ['verify mixed.jsonl.gz expiry.jsonl', "replays recordings against the project's own ledger"],
    [
      'verify runs/2026-07-30T14-25-01Z-mixed-k3v9',
      "asks all checkers about a run's history again",
    ],
  ],
  run,
};

interface Findings {
  readonly files: FileReport[];
  readonly runs: RunReport[];
  /** Sentences about what could not be read. */
  readonly damaged: OperatingError[];
}

async function run(given: Given): Promise<ExitCode> {
  leaveSignalsToNode();
  const json = flagOption(given, 'json');
  const output = new Output({ json });
  const findings: Findings = { files: [], runs: [], damaged: [] };
  for (const target of expandPaths(given['path'] as readonly string[])) {
    try {
      if (target.kind === 'run') {
        const { printRunReport, verifyRun } = await import('../verify-run.ts');
        const report = await verifyRun(target.path);
        findings.runs.push(report);
        if (!json) printRunReport(report, output);
      } else {
        const report = verifyRecording(target.path);
        findings.files.push(report);
        if (!json) printFileReport(report, output);
      }
    } catch (error) {
      // One damaged file keeps none of the others from being checked.
      if (!(error instanceof OperatingError)) throw error;
      findings.damaged.push(error);
      process.stderr.write(`vivarium: ${error.message}\n`);
    }
  }
  if (json) output.data(JSON.stringify(summary(findings), null, 2));
  else if (findings.files.length > 1) output.say(totals(findings.files));
  return exitOf(findings);
}

/** `runs` and `damaged` are there where there are any. */
function summary({ files, runs, damaged }: Findings): object {
  return {
    differences: differencesOf(files),
    files,
    ...(runs.length > 0 && { runs }),
    ...(damaged.length > 0 && { damaged: damaged.map(({ message }) => message) }),
  };
}

function totals(files: readonly FileReport[]): string {
  const requests = files.reduce((sum, file) => sum + file.requests, 0);
  const differences = differencesOf(files);
  return (
    `${files.length} files, ${formatCount(requests)} requests: ` +
    (differences === 0 ? 'no differences' : `${formatCount(differences)} differences`)
  );
}

function differencesOf(files: readonly FileReport[]): number {
  return files.reduce((sum, file) => sum + file.differences.length, 0);
}

/** What is violated weighs more than what cannot be read, and that more than what is undecided. */
function exitOf({ files, runs, damaged }: Findings): ExitCode {
  const codes = new Set<ExitCode>(runs.map(({ exit }) => exit));
  if (differencesOf(files) > 0) codes.add(exitCodes.safety);
  const worst = exitCodePrecedence.find((code) => codes.has(code));
  if (worst !== undefined && worst !== exitCodes.unknown) return worst;
  const [unreadable] = damaged;
  if (unreadable !== undefined) return unreadable.exit;
  if (worst !== undefined) return worst;
  return codes.has(exitCodes.interrupted) ? exitCodes.interrupted : exitCodes.pass;
}
