/** How fast workloads make requests: for checking they are made anew, so this counts twice. */
import type { JsonObject } from '../harness/plan.ts';
import { defaultsOf, type WorkloadKind } from '../harness/workload.ts';
import { catalogue } from '../workloads/catalogue.ts';
import type { Bench, Figure } from './figure.ts';

/** Events that a round makes, about; the best of the rounds counts. */
const eventsMin = 20_000;
const rounds = 8;

export const bench: Bench = {
  name: 'workloads',
  purpose: 'processor time to make a request of load and what is expected of it, per event',
  measure: async (say) =>
    catalogue.map((kind) => {
      say(kind.name);
      return kind.name === 'transfers' ? transfersFigure(kind) : figureOf(kind, {});
    }),
};

function transfersFigure(kind: WorkloadKind): Figure {
  const figure = figureOf(kind, { accounts: 100_000, batch: 8189, bodySizeMax: 1_048_320 });
  return { ...figure, reach: '≤ 1.00 µs', reached: Number.parseFloat(figure.measured) <= 1 };
}

function figureOf(kind: WorkloadKind, changed: JsonObject): Figure {
  const parameters: JsonObject = { ...defaultsOf(kind), ...changed };
  const times = Array.from({ length: rounds }, (_, round) =>
    microsecondsPerEvent(kind, `${round}`, parameters),
  );
  return { what: kind.name, measured: `${Math.min(...times).toFixed(2)} µs` };
}

function microsecondsPerEvent(kind: WorkloadKind, seed: string, parameters: JsonObject): number {
  const workload = kind.open(seed, parameters);
  const before = process.cpuUsage();
  let events = 0;
  for (let index = 0; events < eventsMin; index++) {
    const request = workload.request('load', index);
    for (let event = 0; event < request.events; event++) request.expected(event);
    events += request.events;
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / events;
}
