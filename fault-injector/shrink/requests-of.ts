import type { Stage } from '../../harness/plan.ts';

/** A request of a plan: its stage's position, and its index there. */
export interface PlannedRequest {
  readonly stage: number;
  readonly index: number;
}

/** All requests of the stages, in the order in which they are sent. */
export function requestsOf(stages: readonly Stage[]): PlannedRequest[] {
  return stages.flatMap(({ requests }, stage) =>
    requests.flatMap(([from, until]) =>
      Array.from({ length: until - from }, (_, position) => ({ stage, index: from + position })),
    ),
  );
}

/** The same stages with these of their requests alone. */
export function withRequests(
  stages: readonly Stage[],
  kept: readonly PlannedRequest[],
): readonly Stage[] {
  const ranges: [from: number, until: number][][] = stages.map(() => []);
  for (const { stage, index } of kept) {
    const own = ranges[stage] ?? [];
    const last = own.at(-1);
    if (last !== undefined && last[1] === index) last[1] = index + 1;
    else own.push([index, index + 1]);
  }
  return stages.map((stage, position) => ({ ...stage, requests: ranges[position] ?? [] }));
}
