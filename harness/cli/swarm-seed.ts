import { drawShape, type Shape } from '../swarm/draw-shape.ts';
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
  const { replicas, clients, requests } = drawShape(seed, shape);
  return {
    ...given,
    workload,
    faults,
    seed,
    replicas: String(replicas),
    clients: String(clients),
    requests: String(requests),
  };
}
