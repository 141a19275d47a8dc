import { describe, expect, test } from 'vitest';
import { Ledger } from '../../harness/ledger/ledger.ts';
import { operations } from '../../harness/ledger/operations.ts';
import type { JsonObject } from '../../harness/plan.ts';
import { Random } from '../../harness/random.ts';
import { defaultsOf } from '../../harness/workload.ts';
import { catalogue, findWorkload } from '../../workloads/catalogue.ts';
import { mixed } from '../../workloads/mixed.ts';
import { isCreate, LedgerRun, type Placed, placedRequests, unexpected } from './mixed-run.ts';

const defaults = defaultsOf(mixed);

/** Other ways to ask for it: tiny messages, one ledger, no popularity, other ids, other shares. */
const variants: readonly [string, JsonObject][] = [
  ['defaults', defaults],
  ['tiny', { ...defaults, bodySizeMax: 1024, accounts: 48, ids: 'dense' }],
  ['small', { ...defaults, bodySizeMax: 3840, popularity: 'uniform', ledgers: 1, accounts: 16 }],
  ['crowded', { ...defaults, accounts: 33, ledgers: 2, ids: 'reversed', timeoutMax: 2 }],
  ['timed', { ...defaults, epoch: '1800000000000000000', bodySizeMax: 1_048_320 }],
];

function bodySizeMax(parameters: JsonObject): number {
  return parameters.bodySizeMax as number;
}

describe('mixed', () => {
  test('is in the catalogue', () => {
    expect(catalogue).toContain(mixed);
    expect(findWorkload('mixed')).toBe(mixed);
    expect(findWorkload('mixt')).toBeUndefined();
  });

  test('a request depends on nothing but seed, stage and index', () => {
    const forwards = placedRequests('pure', defaults, 600);
    const workload = mixed.open('pure', defaults);
    for (const { stage, index, request } of Random.fromSeed('order').shuffled(forwards)) {
      const again = workload.request(stage, index);
      expect(again.operation).toBe(request.operation);
      expect(Buffer.compare(again.body, request.body)).toBe(0);
      expect(again.events).toBe(request.events);
      const event = request.events - 1;
      if (event >= 0) expect(again.expected(event)).toEqual(request.expected(event));
    }
  });

  test('another seed asks for something else', () => {
    const [a, b] = ['a', 'b'].map((seed) =>
      placedRequests(seed, defaults, 20).map(({ request }) => request.body.join()),
    );
    expect(a).not.toEqual(b);
  });

  test.each(variants)('%s: a ledger takes every body', (_, parameters) => {
    const ledger = new Ledger({ messageBodySizeMax: bodySizeMax(parameters) });
    for (const { stage, index, request } of placedRequests('valid', parameters, 700)) {
      expect(ledger.valid(request.operation, request.body), `${stage} ${index}`).toBe(true);
    }
  });

  test.each(variants)('%s: the last look asks for every id', (_, parameters) => {
    const wanted = new Set<string>();
    const asked = new Set<string>();
    for (const { stage, request } of placedRequests('all', parameters, 300)) {
      const { operation, body, events } = request;
      const isAccount = operation === operations.create_accounts;
      const looksUpAccounts = operation === operations.lookup_accounts;
      const ids = (size: number, kind: boolean): string[] =>
        Array.from(
          { length: events },
          (_, i) => `${kind} ${body.slice(i * size, i * size + 16).join()}`,
        );
      if (stage !== 'settle' && isCreate(request)) {
        for (const id of ids(128, isAccount)) wanted.add(id);
      } else if (stage === 'settle' && (looksUpAccounts || operation === 141)) {
        for (const id of ids(16, looksUpAccounts)) asked.add(id);
      }
    }
    const missing = [...wanted].filter((id) => !asked.has(id));
    // Left are the ids 0 and 2^128 − 1, which nothing can have.
    expect(missing.length).toBeLessThanOrEqual(4);
    for (const id of missing) expect(id).toMatch(/^\w+ (0|255)(,\1){15}$/);
  });
});

describe('what mixed expects', () => {
  const orders: readonly [string, (load: Placed[], random: Random) => Placed[]][] = [
    ['in order', (load) => load],
    ['with many dropped', (load, random) => load.filter(() => random.chance([1, 2]))],
    ['nearly in order', (load, random) => jostled(load, random)],
    ['shuffled', (load, random) => random.shuffled(load)],
    ['only the latest', (load) => load.slice(-Math.ceil(load.length / 4))],
  ];

  test.each(
    variants.flatMap(([name, parameters]) =>
      orders.map(([order, arrange]) => [name, order, parameters, arrange] as const),
    ),
  )('%s, %s: holds', (name, order, parameters, arrange) => {
    for (let round = 0; round < 3; round++) {
      const seed = `${name} ${order} ${round}`;
      const random = Random.fromSeed(seed);
      const all = placedRequests(seed, parameters, 300);
      const first = all.filter(({ stage }) => stage === 'accounts');
      const load = arrange(
        all.filter(({ stage }) => stage === 'load'),
        random,
      );
      // In the last round some of the first accounts are missing, too.
      const run = new LedgerRun(bodySizeMax(parameters));
      const kept = first.filter(() => round < 2 || random.chance([1, 2]));
      const wrong = [...kept, ...load].flatMap((placed) => {
        const reply = run.commit(placed.request);
        return isCreate(placed.request) ? unexpected(placed, reply) : [];
      });
      expect(wrong).toEqual([]);
    }
  });

  test('is broken by a ledger that executes a request twice', () => {
    const run = new LedgerRun(bodySizeMax(defaults));
    const found = placedRequests('twice', defaults, 50).flatMap((placed) => {
      run.commit(placed.request);
      const reply = run.commit(placed.request);
      return isCreate(placed.request) ? unexpected(placed, reply) : [];
    });
    expect(found.length).toBeGreaterThan(300);
  });
});

/** Each request up to eight places from where it belongs, as several clients would have it. */
function jostled(load: readonly Placed[], random: Random): Placed[] {
  const keys = load.map((placed, i) => ({ placed, key: i + random.below(9) }));
  return keys.toSorted((a, b) => a.key - b.key).map(({ placed }) => placed);
}
