import { expect, test } from 'vitest';
import type { JsonObject } from '../../harness/plan.ts';
import { defaultsOf, WorkloadError, type WorkloadKind } from '../../harness/workload.ts';
import { hotAccount } from '../../workloads/kinds/hot-account.ts';
import { imported } from '../../workloads/kinds/imported.ts';
import { invalid } from '../../workloads/kinds/invalid.ts';
import { mixed } from '../../workloads/kinds/mixed.ts';
import { transfers } from '../../workloads/kinds/transfers.ts';

const defaults = defaultsOf(mixed);
const { accounts: _, ...incomplete } = defaults;

test.each<[JsonObject, string]>([
  [{ ...defaults, colour: 1 }, 'There is no parameter colour; there are accounts, ledgers,'],
  [incomplete, 'Parameter accounts is missing; by default it is 320.'],
  [{ ...defaults, accounts: 47 }, 'Parameter accounts is 47; it must be a whole number from 48'],
  [{ ...defaults, ledgers: 0 }, 'Parameter ledgers is 0; it must be a whole number from 1 to'],
  [{ ...defaults, eventsMean: 1.5 }, 'Parameter eventsMean is 1.5; it must be a whole number'],
  [{ ...defaults, bodySizeMax: '9' }, 'Parameter bodySizeMax is "9"; it must be a whole number'],
  [{ ...defaults, popularity: 'zip' }, 'Parameter popularity is "zip"; it must be one of uniform'],
  [{ ...defaults, epoch: 7 }, 'Parameter epoch is 7; it must be a text of 1 to 19 decimal digits'],
  [{ ...defaults, requests: 7 }, 'Parameter requests is 7; it must be an object of weights'],
  [
    { ...defaults, transfers: { ...(defaults.transfers as JsonObject), single: -1 } },
    'Parameter transfers.single is -1; it must be a whole number from 0 to',
  ],
  [
    { ...defaults, transfers: { ...(defaults.transfers as JsonObject), loan: 1 } },
    'There is no parameter transfers.loan; there are single, pending,',
  ],
])('%#: what is wrong is said', (parameters, message) => {
  for (const use of [() => mixed.open('seed', parameters), () => mixed.stages(parameters, 10)]) {
    expect(use).toThrow(WorkloadError);
    expect(use).toThrow(message);
    expect(parameterOf(use)).toBe(/parameter ([\w.]+)/i.exec(message)?.[1]);
  }
});

/** The parameter that the error names as a value. */
function parameterOf(use: () => unknown): string | null | undefined {
  try {
    use();
  } catch (error) {
    if (error instanceof WorkloadError) return error.parameter;
  }
  return undefined;
}

test.each<[WorkloadKind, JsonObject, string]>([
  [transfers, { batch: 1022 }, 'Parameter batch is 1022; it must be a whole number from 1 to 1021'],
  [transfers, { accounts: 1 }, 'Parameter accounts is 1; it must be a whole number from 2 to'],
  [imported, { accounts: 1022 }, 'Parameter accounts is 1022; it must be a whole number from 48'],
  [invalid, { bodySizeMax: 3840 }, 'Parameter accounts is 320; it must be a whole number from 48'],
  [hotAccount, { hot: 20 }, 'Parameter accounts is 120; it must be a whole number from 168 to'],
])('what one parameter leaves to another: %#', (kind, changed, message) => {
  expect(() => kind.open('seed', { ...defaultsOf(kind), ...changed })).toThrow(message);
});

test('a batch of 8189 fits into a message of 1 MiB', () => {
  const parameters = { ...defaultsOf(transfers), batch: 8189, bodySizeMax: 1_048_320 };
  const request = transfers.open('seed', parameters).request('load', 0);
  expect(request.events).toBe(8189);
  expect(request.body.length).toBe(8190 * 128);
});

test('weights that are all 0 leave nothing to do', () => {
  const names = Object.keys(defaults.requests as JsonObject);
  const requests = Object.fromEntries(names.map((name) => [name, 0]));
  expect(() => mixed.open('seed', { ...defaults, requests })).toThrow('at least one is above 0');
});

test.each(Object.keys(defaults.requests as JsonObject))('only %s will do', (only) => {
  const names = Object.keys(defaults.requests as JsonObject);
  const requests = Object.fromEntries(names.map((name) => [name, name === only ? 1 : 0]));
  const parameters = { ...defaults, requests };
  const workload = mixed.open('seed', parameters);
  for (const stage of mixed.stages(parameters, 30)) {
    for (let index = 0; index < stage.requests; index++) workload.request(stage.name, index);
  }
});
