#!/usr/bin/env node
import { explain } from './explain-error.ts';
import { endOnSignals } from './interrupts.ts';
import { rescueAll } from './rescue.ts';

endOnSignals();

const debug = process.argv.includes('--debug');

/** Whoever reads may stop reading (`| head`); what was asked for is done all the same. */
function onStreamError(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

process.stdout.on('error', onStreamError);
process.stderr.on('error', onStreamError);

/** An error that no one waited for: what was recorded is saved before the process ends. */
process.on('uncaughtException', (error) => {
  rescueAll();
  process.exit(explain(error, debug));
});

try {
  // Loaded here and not above: what takes its time comes behind what hears Ctrl-C.
  const { commandLine } = await import('./command-line.ts');
  process.exitCode = await commandLine(process.argv.slice(2));
} catch (error) {
  process.exitCode = explain(error, debug);
}
