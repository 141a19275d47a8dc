#!/usr/bin/env node
import { explain } from '../explain-error.ts';

// Whoever read what a replica says may stop reading: it goes on all the same.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

/** The official server's command line, so that programs which spawn it run on ours unchanged. */
try {
  const { tigerbeetle } = await import('./tigerbeetle.ts');
  await tigerbeetle(process.argv.slice(2));
} catch (error) {
  process.exitCode = explain(error, process.argv.includes('--debug'), 'tigerbeetle');
}
