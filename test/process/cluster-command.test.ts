import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ended, emptyFolder, start, vivarium } from '../cli/built-cli.ts';

interface Row {
  readonly replica: number;
  readonly pid: number | null;
  readonly status: string;
  readonly primary: boolean;
  readonly op: number | null;
  readonly cutFrom: readonly number[];
  readonly delay: number;
}

const cwd = emptyFolder();

function cluster(...words: readonly string[]): Promise<Ended> {
  return vivarium(['cluster', ...words], { cwd });
}

async function status(): Promise<readonly Row[]> {
  const { stdout } = await cluster('status', '--json');
  return (JSON.parse(stdout) as { readonly replicas: readonly Row[] }).replicas;
}

/** Asks again until it is so. */
async function until(holds: (rows: readonly Row[]) => boolean): Promise<void> {
  while (!holds(await status())) await new Promise((resolve) => setTimeout(resolve, 100));
}

beforeAll(async () => {
  const { code, stdout, stderr } = await cluster('up', '-d');
  expect(code, stderr).toBe(0);
  expect(stdout).toMatch(/^The cluster serves at 127\.0\.0\.1:\d+(,127\.0\.0\.1:\d+){2}\n$/);
});

afterAll(async () => {
  await cluster('down');
  rmSync(cwd, { recursive: true });
});

describe('vivarium cluster', () => {
  test('kills a replica and brings it back', async () => {
    const [before] = await status();
    expect((await cluster('kill', '0')).stdout).toBe('Replica 0 was killed.\n');
    expect((await status())[0]).toMatchObject({ status: 'down', pid: null });
    expect((await cluster('kill', '0')).stderr).toBe('vivarium: Replica 0 is down already.\n');
    expect((await cluster('restart', '0')).stdout).toBe('Replica 0 starts.\n');
    await until(([row]) => row?.status === 'normal');
    expect((await status())[0]?.pid).not.toBe(before?.pid);
  });

  test('another becomes the primary when it is gone', async () => {
    const primary = (await status()).find((row) => row.primary)?.replica ?? -1;
    await cluster('kill', String(primary));
    await until((rows) => rows.some((row) => row.primary && row.replica !== primary));
    await cluster('heal');
    await until((rows) => rows.every((row) => row.status === 'normal'));
  });

  test('pauses and resumes', async () => {
    await cluster('pause', '2');
    expect((await status())[2]?.status).toBe('paused');
    expect((await cluster('resume', '2')).stdout).toBe('Replica 2 goes on.\n');
    expect((await cluster('resume', '2')).stderr).toBe('vivarium: Replica 2 is not paused.\n');
  });

  test('cuts and slows links, and heals them', async () => {
    await cluster('partition', '0/12');
    expect((await status()).map((row) => row.cutFrom)).toEqual([[1, 2], [0], [0]]);
    await cluster('slow', '1', '20ms');
    expect((await status()).map((row) => row.delay)).toEqual([0, 20, 0]);
    await cluster('heal');
    expect((await status()).map((row) => row.cutFrom)).toEqual([[], [], []]);
    expect((await status()).map((row) => row.delay)).toEqual([0, 0, 0]);
  });

  test('shows what replicas said, and the table for people', async () => {
    expect((await cluster('logs', '1')).stdout).toMatch(/replica 1: normal/);
    expect((await cluster('status')).stdout).toMatch(/REPLICA +STATUS +VIEW +OP +COMMIT +PID/);
  });

  test('goes on where it was, in the same folder', async () => {
    await cluster('down');
    expect((await cluster('status')).code).toBe(69);
    const again = start(['cluster', 'up'], { cwd });
    await again.saying('The cluster serves at');
    again.child.kill('SIGINT');
    expect((await again.ended).code).toBe(0);
    expect(JSON.parse(readFileSync(join(cwd, 'cluster', 'cluster.json'), 'utf8'))).toEqual({
      vivarium: 'cluster',
      version: 1,
      cluster: '0',
      replicas: 3,
    });
    await cluster('up', '-d');
  });
});

describe('a sentence that says what to do', () => {
  test.each([
    [['kill', '9'], 64, 'There is no replica 9: there are 0 to 2.'],
    [['kill'], 64, 'kill wants one replica.'],
    [['partition', '0'], 64, 'partition wants the sides, like "partition 0/12".'],
    [['partition', '0/17'], 64, 'There is no replica 7 in 0/17.'],
    [['partition', '0/01'], 64, 'Replica 0 stands twice in 0/01.'],
    [['slow', '1'], 64, 'slow wants a replica and a time, like "slow 2 20ms".'],
    [['slow', '1', 'much'], 64, '"much" is no time that a message may take: give 0ms to 60s.'],
    [['stat'], 64, 'There is no verb "stat"; did you mean status?'],
    [['status', '--host', '::1'], 64, '--host belongs to "vivarium cluster up".'],
    [['up'], 69, 'A cluster is up in cluster already: "vivarium cluster down" stops it.'],
    [
      ['status', '--dir', 'nowhere'],
      69,
      'No cluster is up in nowhere: start one with "vivarium cluster up --dir nowhere".',
    ],
    [
      ['up', '-n', '5'],
      64,
      'cluster holds a cluster of 3, and --replicas is 5: leave it out, or take another folder with --dir.',
    ],
    [['logs', '7'], 64, 'There is no log of a replica 7 in cluster: see --dir.'],
  ])('cluster %j', async (words, exit, sentence) => {
    const { code, stdout, stderr } = await cluster(...words);
    expect({ code, stdout, stderr }).toEqual({
      code: exit,
      stdout: '',
      stderr: `vivarium: ${sentence}\n`,
    });
  });
});
