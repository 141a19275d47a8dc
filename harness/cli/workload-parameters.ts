import { suggestion } from '../nearest.ts';
import type { Json, JsonObject } from '../plan.ts';
import { defaultsOf, WorkloadError, type WorkloadKind } from '../workload.ts';
import { fittedNames, fittedParameters } from './make-plan.ts';
import { type Given, usageError } from './usage.ts';

/**
 * What `--set name=value` asks for, by name. A value is read as JSON where it is that, else as text;
 * `transfers.closing=5` changes one value of the parameter `transfers`, and leaves its others.
 * @throws OperatingError where the workload has no such parameter, or cannot use the value
 */
export function givenParameters(given: Given, workload: WorkloadKind, seed: string): JsonObject {
  const words = given['set'];
  if (!Array.isArray(words)) return {};
  const defaults = defaultsOf(workload);
  const parameters: Record<string, Json> = {};
  const seen = new Set<string>();
  for (const word of words.map(String)) {
    const [, path = '', value = ''] = /^([^=]+)=(.*)$/s.exec(word) ?? [];
    if (path === '') throw usageError(`--set takes name=value, like accounts=1000, not "${word}".`);
    if (seen.has(path)) throw usageError(`--set gives ${path} twice: keep one.`);
    seen.add(path);
    const [name = '', part] = path.split('.', 2);
    refuse(name, Object.keys(defaults), `The workload ${workload.name} has no parameter`);
    if (part === undefined) {
      parameters[name] = parsed(value);
      continue;
    }
    const whole = parameters[name] ?? defaults[name];
    const parts = isObject(whole) ? whole : {};
    refuse(part, Object.keys(parts), `The parameter ${name} of ${workload.name} has no value`);
    parameters[name] = { ...parts, [part]: parsed(value) };
  }
  try {
    workload.open(seed, fittedParameters(workload, parameters));
  } catch (error) {
    if (!(error instanceof WorkloadError)) throw error;
    throw usageError(`The workload ${workload.name} cannot use that: ${error.message}`);
  }
  return parameters;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(name: string, known: readonly string[], sentence: string): void {
  if (fittedNames.includes(name)) {
    throw usageError(`The parameter ${name} follows from the cluster: leave it out.`);
  }
  const names = known.filter((each) => !fittedNames.includes(each));
  if (names.includes(name)) return;
  const list = names.length === 0 ? ': it has none.' : `: it has ${names.join(', ')}.`;
  throw usageError(`${sentence} "${name}"${suggestion(name, names) || list}`);
}

function parsed(value: string): Json {
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}
