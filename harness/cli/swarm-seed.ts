import { replicasMinOf } from '../../fault-injector/presets.ts';
import { drawShape, type Shape } from '../swarm/draw-shape.ts';
import { millisecond } from '../time.ts';
import { overMax, overMin, requestInterval } from './make-plan.ts';
import type { Given } from './usage.ts';

/** What all seeds of a swarm have in common. */
export interface SwarmSettings {
  readonly workload: string;
  readonly faults: string;
  /** The options of `run` that hold for all seeds. */
  readonly given: Given;
  /** What of the shape is not drawn from each seed. */
  readonly shape: Partial<Shape>;
}

/** One seed of a swarm, as the options of `vivarium run`. */
export function givenOfSeed(seed: string, settings: SwarmSettings): Given {
  const { given, shape, workload, faults } = settings;
  const { replicas, standbys, clients, requests, pace, slots } = drawShape(seed, shape);
  const over = Math.min(overMax, Math.max(overMin, requests * pace * requestInterval));
  return {
    ...given,
    workload,
    faults,
    seed,
    replicas: String(Math.max(replicas, replicasMinOf(faults))),
    standbys: String(standbys),
    clients: String(clients),
    slots: String(slots),
    requests: String(requests),
    duration: `${over / millisecond}ms`,
  };
}
