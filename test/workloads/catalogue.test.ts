import { describe, expect, test } from 'vitest';
import { Ledger } from '../../harness/ledger/ledger.ts';
import { operations } from '../../harness/ledger/operations.ts';
import type { JsonObject } from '../../harness/plan.ts';
import { Random } from '../../harness/random.ts';
import { defaultsOf, type WorkloadKind } from '../../harness/workload.ts';
import { catalogue, findWorkload } from '../../workloads/catalogue.ts';
import { imported } from '../../workloads/kinds/imported.ts';
import { mixed } from '../../workloads/kinds/mixed.ts';
import { transfers } from '../../workloads/kinds/transfers.ts';
import { isCreate, LedgerRun, type Placed, placedRequests, unexpected } from './workload-run.ts';

const defaults = defaultsOf(mixed);

/** Other ways to ask for it: tiny messages, one ledger, no popularity, other ids, other shares. */
const variants: readonly [string, WorkloadKind, JsonObject][] = [
  ...catalogue.map((kind): [string, WorkloadKind, JsonObject] => [
    kind.name,
    kind,
    defaultsOf(kind),
  ]),
  ['mixed, tiny', mixed, { ...defaults, bodySizeMax: 1024, accounts: 48, ids: 'dense' }],
  [
    'mixed, small',
    mixed,
    { ...defaults, bodySizeMax: 3840, popularity: 'uniform', ledgers: 1, accounts: 16 },
  ],
  [
    'mixed, crowded',
    mixed,
    { ...defaults, accounts: 33, ledgers: 2, ids: 'reversed', timeoutMax: 2 },
  ],
  [
    'mixed, timed',
    mixed,
    { ...defaults, epoch: '1800000000000000000', bodySizeMax: 1_048_320, ids: 'time-ordered' },
  ],
  [
    'transfers, many',
    transfers,
    { ...defaultsOf(transfers), accounts: 11, ledgers: 3, popularity: 'latest', batch: 90 },
  ],
  [
    'imported, few',
    imported,
    { ...defaultsOf(imported), accounts: 32, ledgers: 2, popularity: 'hot-cold', historyMax: 40 },
  ],
];

function bodySizeMax(parameters: JsonObject): number {
  return parameters['bodySizeMax'] as number;
}

test('every workload of issue 4 is found by its name', () => {
  const names = [
    'mixed',
    'transfers',
    'two-phase',
    'linked-chains',
    'balancing',
    'closing',
    'imported',
    'history',
    'queries',
    'invalid',
    'retries',
    'hot-account',
  ];
  expect(catalogue.map(({ name }) => name)).toEqual(names);
  for (const kind of catalogue) expect(findWorkload(kind.name)).toBe(kind);
  expect(findWorkload('mixt')).toBeUndefined();
});

test.each(catalogue)('$name says what it and each of its parameters is for', (kind) => {
  for (const sentence of [kind.purpose, ...kind.parameters.map(({ purpose }) => purpose)]) {
    expect(sentence).toMatch(/^[A-Z].*\.$/);
  }
  expect(kind.purpose.length).toBeLessThan(100);
  const names = kind.parameters.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { range } of kind.parameters) expect(range).toMatch(/^(a|an|one) /);
});

describe.each(variants)('%s', (_, kind, parameters) => {
  test('a request depends on nothing but seed, stage and index', () => {
    const forwards = placedRequests(kind, 'pure', parameters, 300);
    const workload = kind.open('pure', parameters);
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
      placedRequests(kind, seed, parameters, 20).map(({ request }) => request.body.join()),
    );
    expect(a).not.toEqual(b);
  });

  test('a ledger takes every body', () => {
    const ledger = new Ledger({ messageBodySizeMax: bodySizeMax(parameters) });
    for (const { stage, index, request } of placedRequests(kind, 'valid', parameters, 300)) {
      expect(ledger.valid(request.operation, request.body), `${stage} ${index}`).toBe(true);
    }
  });

  test('the last look asks for every id', () => {
    const wanted = new Set<string>();
    const asked = new Set<string>();
    for (const { stage, request } of placedRequests(kind, 'all', parameters, 300)) {
      const { operation, body, events } = request;
      const isAccount = operation === operations.create_accounts;
      const looksUpAccounts = operation === operations.lookup_accounts;
      const looksUpTransfers = operation === operations.lookup_transfers;
      const ids = (size: number, account: boolean): string[] =>
        Array.from(
          { length: events },
          (__, i) => `${account} ${body.slice(i * size, i * size + 16).join()}`,
        );
      if (stage !== 'settle' && isCreate(request)) {
        for (const id of ids(128, isAccount)) wanted.add(id);
      } else if (stage === 'settle' && (looksUpAccounts || looksUpTransfers)) {
        for (const id of ids(16, looksUpAccounts)) asked.add(id);
      }
    }
    const missing = [...wanted].filter((id) => !asked.has(id));
    // Left are the ids 0 and 2^128 − 1, which nothing can have.
    expect(missing.length).toBeLessThanOrEqual(4);
    for (const id of missing) expect(id).toMatch(/^\w+ (0|255)(,\1){15}$/);
  });
});

describe('what is expected', () => {
  const orders: readonly [string, (load: Placed[], random: Random) => Placed[]][] = [
    ['in order', (load) => load],
    ['with many dropped', (load, random) => load.filter(() => random.chance([1, 2]))],
    ['nearly in order', (load, random) => jostled(load, random)],
    ['shuffled', (load, random) => random.shuffled(load)],
    ['only the latest', (load) => load.slice(-Math.ceil(load.length / 4))],
  ];

  test.each(
    variants.flatMap(([name, kind, parameters]) =>
      orders.map(([order, arrange]) => [name, order, kind, parameters, arrange] as const),
    ),
  )('%s, %s: holds', (name, order, kind, parameters, arrange) => {
    for (let round = 0; round < rounds; round++) {
      const seed = `${name} ${order} ${round}`;
      const random = Random.fromSeed(seed);
      const all = placedRequests(kind, seed, parameters, 200);
      const first = all.filter(({ stage }) => stage === 'accounts');
      const load = arrange(
        all.filter(({ stage }) => stage === 'imported' || stage === 'load'),
        random,
      );
      // In the last round some of the first accounts are missing, too.
      const run = new LedgerRun(bodySizeMax(parameters));
      const kept = first.filter(() => round < rounds - 1 || random.chance([1, 2]));
      const wrong = [...kept, ...load].flatMap((placed) => {
        const reply = run.commit(placed.request);
        return isCreate(placed.request) ? unexpected(placed, reply) : [];
      });
      expect(wrong).toEqual([]);
    }
  });

  test('is broken by a ledger that executes a request twice', () => {
    const run = new LedgerRun(bodySizeMax(defaults));
    const found = placedRequests(mixed, 'twice', defaults, 50).flatMap((placed) => {
      run.commit(placed.request);
      const reply = run.commit(placed.request);
      return isCreate(placed.request) ? unexpected(placed, reply) : [];
    });
    expect(found.length).toBeGreaterThan(200);
  });
});

/** Of each workload and order; as many as one likes with VIVARIUM_WORKLOAD_ROUNDS. */
const rounds = Number(process.env['VIVARIUM_WORKLOAD_ROUNDS'] ?? 2);

/** Each request up to eight places from where it belongs, as several clients would have it. */
function jostled(load: readonly Placed[], random: Random): Placed[] {
  const keys = load.map((placed, i) => ({ placed, key: i + random.below(9) }));
  return keys.toSorted((a, b) => a.key - b.key).map(({ placed }) => placed);
}
