/** What every simulated event is made of, each alone and in the processor's cache. */
import { Bench as Tinybench } from 'tinybench';
import { Message } from '../cluster/wire/message.ts';
import { checksum } from '../harness/checksum.ts';
import { encodeBatch } from '../harness/ledger/bodies.ts';
import { Ledger } from '../harness/ledger/ledger.ts';
import { operations } from '../harness/ledger/operations.ts';
import { Random } from '../harness/random.ts';
import type { Bench, Figure } from './figure.ts';

const accounts = 1000;
const messageBodySizeMax = 1024 * 1024 - 256;
/** Reading the clock costs as much as a kernel: so many are timed at once. */
const batch = 1000;

interface Kernel {
  readonly name: string;
  /** How often `run` does what is measured. */
  readonly times: number;
  readonly run: () => void;
}

function repeated(name: string, once: () => void): Kernel {
  return {
    name,
    times: batch,
    run: () => {
      for (let i = 0; i < batch; i++) once();
    },
  };
}

/** Commits of a single transfer each, as the simulation makes them. */
function commits(): Kernel[] {
  const ledger = new Ledger({ messageBodySizeMax });
  let timestamp = 1_000_000n;
  const events = Array.from({ length: accounts }, (_, i) => ({
    id: BigInt(i + 1),
    ledger: 1,
    code: 1,
  }));
  ledger.commit(operations.create_accounts, timestamp, encodeBatch('create_accounts', events));
  const body = encodeBatch('create_transfers', [
    { debit_account_id: 1n, credit_account_id: 2n, amount: 1n, ledger: 1, code: 1 },
  ]);
  const words = new Int32Array(body.buffer, body.byteOffset, body.length / 4);
  let id = 0;
  const create = (): void => {
    id++;
    words[0] = Math.imul(id, 0x9e3779b1);
    words[1] = id;
    words[4] = (id % accounts) + 1;
    words[8] = ((id + 7) % accounts) + 1;
    timestamp += 1000n;
    ledger.commit(operations.create_transfers, timestamp, body);
  };
  const look = encodeBatch('lookup_accounts', [7n]);
  return [
    repeated('ledger: commit one transfer', create),
    repeated('ledger: validate a request of one transfer', () => {
      ledger.valid(operations.create_transfers, body);
    }),
    repeated('ledger: look up one account', () => {
      timestamp += 1000n;
      ledger.commit(operations.lookup_accounts, timestamp, look);
    }),
  ];
}

function kernels(): Kernel[] {
  const bytes = new Uint8Array(1024 * 1024);
  const tag = new Uint8Array(16);
  const random = Random.fromSeed('kernels');
  const prepare = Message.create('prepare', 1n, 256).seal();
  return [
    ...commits(),
    repeated('checksum of a header (240 bytes)', () => checksum(bytes, 16, 256, tag, 0)),
    {
      name: 'checksum of a message of 1 MiB',
      times: 1,
      run: () => checksum(bytes, 0, bytes.length, tag, 0),
    },
    repeated('message: made and sealed, body of 256 bytes', () => {
      Message.create('prepare', 1n, 256).seal();
    }),
    repeated('message: header and body verified', () => {
      if (!prepare.headerValid() || !prepare.bodyValid()) throw new Error('a sealed message holds');
    }),
    repeated('random: one draw below a limit', () => random.below(1000)),
    repeated('random: a fork by name', () => random.fork('kernel')),
  ];
}

function duration(nanoseconds: number): string {
  if (nanoseconds < 10) return `${nanoseconds.toFixed(1)} ns`;
  return nanoseconds < 10_000
    ? `${nanoseconds.toFixed(0)} ns`
    : `${(nanoseconds / 1000).toFixed(0)} µs`;
}

export const bench: Bench = {
  name: 'kernels',
  purpose: 'what every simulated event is made of; the median of many rounds',
  measure: async (say): Promise<readonly Figure[]> => {
    const tinybench = new Tinybench({ time: 300, warmupTime: 200 });
    for (const { name, times, run } of kernels()) {
      tinybench.add(name, () => {
        const start = tinybench.now();
        run();
        const whole = tinybench.now() - start;
        return { overriddenDuration: whole / times, overriddenIterationCost: whole };
      });
    }
    say(`${tinybench.tasks.length} kernels`);
    await tinybench.run();
    return tinybench.tasks.map(({ name, result }) => {
      if (result.state !== 'completed') throw new Error(`${name} was not measured`);
      return { what: name, measured: duration(result.latency.p50 * 1e6) };
    });
  },
};
