import type { Json, JsonObject } from '../plan.ts';
import type { Causes } from './why-run.ts';

/** All that was found out about a failure, for programs. Ids and amounts are decimal digits. */
export function whyData(causes: Causes): JsonObject {
  const { failure, evidence, madeSmall, needed, inevitable, story, result } = causes;
  return plain({
    vivarium: 'why',
    version: 1,
    failure,
    seed: evidence.plan.seed,
    fingerprint: result.fingerprint,
    madeSmall,
    needed,
    inevitable,
    story,
  }) as JsonObject;
}

function plain(value: unknown): Json {
  const text = JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'bigint' ? String(each) : each,
  );
  return JSON.parse(text) as Json;
}
