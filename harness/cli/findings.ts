import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, statfsSync } from 'node:fs';
import { availableParallelism, cpus, freemem, platform, release, totalmem } from 'node:os';
import { delimiter, join } from 'node:path';

/** `lacks`: vivarium cannot do its work; `without`: something that is not needed is not there. */
export interface Finding {
  readonly what: string;
  readonly state: 'ok' | 'lacks' | 'without';
  readonly found: string;
  /** What it would be good for, or what to do; null where all is well. */
  readonly advice: string | null;
}

const nodeMin = [20, 19] as const;
const freeDiskMin = 1e9;
const gibibyte = 2 ** 30;

/** What this machine has of what vivarium needs or could use. */
export async function findings(): Promise<Finding[]> {
  return [
    node(process.versions.node),
    processors(),
    memory(),
    disk(process.cwd()),
    uring(),
    await officialServer(),
    browser(),
  ];
}

function node(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const enough = major > nodeMin[0] || (major === nodeMin[0] && minor >= nodeMin[1]);
  return {
    what: 'Node',
    state: enough ? 'ok' : 'lacks',
    found: version,
    advice: enough ? null : `install ${nodeMin.join('.')} or later`,
  };
}

function processors(): Finding {
  const model = cpus()[0]?.model.trim() ?? 'model unknown';
  return {
    what: 'cores',
    state: 'ok',
    found: `${availableParallelism()} (${model})`,
    advice: null,
  };
}

function memory(): Finding {
  const total = totalmem() / gibibyte;
  const free = freemem() / gibibyte;
  const enough = total >= 1.9;
  return {
    what: 'memory',
    state: enough ? 'ok' : 'without',
    found: `${total.toFixed(1)} GiB, ${free.toFixed(1)} GiB of it free`,
    advice: enough ? null : 'long runs may need 2 GiB',
  };
}

function disk(folder: string): Finding {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const found = `${(free / 1e9).toFixed(1)} GB free in the current folder`;
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    const advice = 'runs are written below it: change to a folder that can be written to';
    return { what: 'disk', state: 'lacks', found: `${found}, which is read-only`, advice };
  }
  const advice = free < freeDiskMin ? 'a long run writes hundreds of megabytes' : null;
  return { what: 'disk', state: advice === null ? 'ok' : 'without', found, advice };
}

/** The official server does all its input and output through io_uring; ours does without. */
function uring(): Finding {
  const what = 'io_uring';
  const advice = 'the official server cannot run here; simulated clusters can';
  if (platform() !== 'linux') {
    return { what, state: 'without', found: `${platform()} has none`, advice };
  }
  const [major = 0, minor = 0] = release().split('.').map(Number);
  if (major < 5 || (major === 5 && minor < 11)) {
    return { what, state: 'without', found: `Linux ${release()} is too old for it`, advice };
  }
  const setting = '/proc/sys/kernel/io_uring_disabled';
  const disabled = existsSync(setting) ? readFileSync(setting, 'utf8').trim() : '0';
  if (disabled !== '0') {
    return { what, state: 'without', found: `the kernel forbids it (${setting})`, advice };
  }
  const found = `Linux ${release()} allows it (a container's own rules may still forbid it)`;
  return { what, state: 'ok', found, advice: null };
}

async function officialServer(): Promise<Finding> {
  const what = 'official server';
  const named = process.env['VIVARIUM_TIGERBEETLE'];
  const binary = named ?? onPath(['tigerbeetle']);
  if (binary === null) {
    const advice = 'only tests that compare with the real server need it';
    return { what, state: 'without', found: 'no VIVARIUM_TIGERBEETLE, none in PATH', advice };
  }
  const version = await firstLine(binary, ['version']);
  if (version !== null) return { what, state: 'ok', found: `${binary}, ${version}`, advice: null };
  const advice = 'it does not run: check VIVARIUM_TIGERBEETLE and its permissions';
  return { what, state: 'without', found: binary, advice };
}

function browser(): Finding {
  const found = onPath(['chromium', 'chromium-browser', 'google-chrome', 'chrome']);
  const advice = "only vivarium's own tests of the report need one";
  if (found !== null) return { what: 'browser', state: 'ok', found, advice: null };
  return { what: 'browser', state: 'without', found: 'no Chromium in PATH', advice };
}

function onPath(names: readonly string[]): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const name of names) {
    for (const folder of folders) {
      const file = join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // Not there, or not to be run: the next one.
      }
    }
  }
  return null;
}

function firstLine(binary: string, words: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(binary, [...words], { timeout: 5_000 }, (error, stdout) => {
      resolve(error === null ? (stdout.split('\n')[0] ?? '').trim() : null);
    });
  });
}
