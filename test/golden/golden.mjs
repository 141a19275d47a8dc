// Whether the runs of fingerprints.json have the fingerprints that stand there, on the Node that
// this runs on. Plain JavaScript, so that every Node reads it.
//
//     node test/golden/golden.mjs dist                      compares; exit 6 where one differs
//     node test/golden/golden.mjs dist --write "the reason"   writes them anew
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [build = '', mode, reason = ''] = process.argv.slice(2);
const file = new URL('fingerprints.json', import.meta.url);
const golden = JSON.parse(readFileSync(file, 'utf8'));
const main = pathToFileURL(resolve(build, 'harness/cli/command-line.js')).href;
const { commandLine } = await import(main);

/** The fingerprint of a run, without a word. */
async function fingerprintOf(line) {
  const folder = mkdtempSync(join(tmpdir(), 'vivarium-golden-'));
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = () => true;
  try {
    await commandLine(['run', ...line.split(' '), '--quiet', '--out', folder]);
    return JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')).fingerprint;
  } finally {
    process.stdout.write = write;
    rmSync(folder, { recursive: true });
  }
}

const runs = {};
for (const line of Object.keys(golden.runs)) runs[line] = await fingerprintOf(line);
const different = Object.keys(runs).filter((line) => runs[line] !== golden.runs[line]);
const node = `node ${process.versions.node}`;

if (mode !== '--write') {
  for (const line of different) {
    console.error(`${line}: ${golden.runs[line]} became ${runs[line]}`);
  }
  console.log(`${node}: ${different.length} of ${Object.keys(runs).length} fingerprints differ`);
  process.exitCode = different.length === 0 ? 0 : 6;
} else if (different.length === 0) {
  console.log('The fingerprints are what they were: nothing is written.');
} else if (reason === '') {
  console.error(`${different.length} differ. Say why they change: npm run golden -- "the reason"`);
  process.exitCode = 64;
} else {
  const digest = createHash('sha256').update(JSON.stringify(runs)).digest('hex').slice(0, 12);
  const changes = { ...golden.changes, [digest]: reason };
  writeFileSync(file, `${JSON.stringify({ runs, changes }, null, 2)}\n`);
  console.log(`${different.length} are written. Now put the same reason into CHANGELOG.md.`);
}
