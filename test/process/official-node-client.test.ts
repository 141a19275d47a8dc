import { execFileSync, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type StartedReplicas, startReplicas } from './started-replicas.ts';

// TigerBeetle's own client and its own programs, unchanged. They are run as processes: the client
// must not be loaded in more than one thread.
const client = dirname(createRequire(import.meta.url).resolve('tigerbeetle-node'));

let replicas: StartedReplicas | null = null;

afterEach(async () => {
  await replicas?.close();
  replicas = null;
});

describe.each([1, 3])('the official Node client and %i of our replicas', (count) => {
  test("all 27 tests of the client's own suite pass", async () => {
    replicas = await startReplicas(count);
    const env = { ...process.env, TB_ADDRESS: replicas.addresses };
    const said = execFileSync(process.execPath, [join(client, 'test.js')], { env }).toString();
    expect(said.match(/: PASSED$/gm), said).toHaveLength(27);
    expect(said).not.toContain('FAILED');
  });

  test('its benchmark comes to its end with the balances that it expects', async () => {
    replicas = await startReplicas(count);
    const env = { ...process.env, TB_ADDRESS: replicas.addresses };
    // It exits with 0 either way: what it prints tells.
    const { stdout } = spawnSync(process.execPath, [join(client, 'benchmark.js')], { env });
    expect(stdout.toString()).toMatch(/transfers per second: \d+/);
    expect(stdout.toString()).not.toContain('AssertionError');
  });
});
