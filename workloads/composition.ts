import type { JsonObject } from '../harness/plan.ts';
import type { Workload, WorkloadKind } from '../harness/workload.ts';
import { type ChainStyle, someChains } from './chains.ts';
import type { CommonParts } from './common-parameters.ts';
import { Composed } from './composed.ts';
import type { Weights } from './heads.ts';
import type { FamilyWeights } from './load.ts';
import { describe, type Parameters, readParameters, type Values } from './parameters.ts';
import { type PopulationShape, usualShares } from './population.ts';
import type { Role } from './transfer-roles.ts';

/** What a workload is composed of: its requests, what transfers are for, what is sent again. */
export interface Composition extends CommonParts {
  readonly requests: FamilyWeights;
  readonly transfers: Weights<Role>;
  readonly timeoutMax: number;
  readonly shares: PopulationShape['shares'];
  readonly historyPeriod: number;
  readonly chains: ChainStyle;
  /** One in so many transfers may be sent again, unchanged or changed. */
  readonly repeatableOneIn: number;
  /** One in so many requests that create may be sent again as a whole; 0 for none. */
  readonly repeatableRequestOneIn: number;
  /** Requests of imported history before the load; 0 for none: accounts aren't imported either. */
  readonly history: number;
  /** Whether the last look asks for the balances of all accounts of the first stage. */
  readonly balancesAtEnd: boolean;
}

/** What most compositions have in common. */
const usual = {
  timeoutMax: 30,
  shares: usualShares,
  historyPeriod: 3,
  chains: someChains,
  repeatableOneIn: 8,
  repeatableRequestOneIn: 0,
  history: 0,
  balancesAtEnd: false,
} as const;

/** An entry of the catalogue whose parameters say what it is composed of. */
export interface Definition<All extends Parameters> {
  readonly name: string;
  /** One sentence: what it is for. */
  readonly purpose: string;
  readonly parameters: All;
  /** @throws WorkloadError where one parameter asks for more than another lets it have */
  readonly compose: (values: Values<All>) => Parts;
}

type Parts = CommonParts & Pick<Composition, 'requests' | 'transfers'> & Partial<Composition>;

export function composed<All extends Parameters>(definition: Definition<All>): WorkloadKind {
  const { name, parameters, compose } = definition;
  const open = (seed: string, values: JsonObject): Composed =>
    new Composed(name, seed, whole(compose(readParameters(parameters, values))));
  return kindOf(definition, open);
}

/** The composition with what most have in common. */
export function whole(parts: Parts): Composition {
  return { ...usual, ...parts };
}

/** The entry of the catalogue. */
export function kindOf(
  about: { readonly name: string; readonly purpose: string; readonly parameters: Parameters },
  open: (seed: string, values: JsonObject) => Workload & Pick<Composed, 'stages'>,
): WorkloadKind {
  return {
    name: about.name,
    purpose: about.purpose,
    parameters: describe(about.parameters),
    stages: (values, requests) => open('', values).stages(requests),
    open,
  };
}
