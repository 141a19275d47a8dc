import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Checker } from '../checkers/checker.ts';
import type { Plan, WorkloadModule } from '../plan.ts';
import { RememberedRequests } from '../remembered-requests.ts';
import type { Workload, WorkloadKind } from '../workload.ts';
import { leaveSignalsToNode } from './interrupts.ts';
import { usageError } from './usage.ts';
import { workloadKind } from './workloads.ts';

/** The workload of a run: one of the catalogue, or one that a user wrote. */
export interface ChosenWorkload {
  readonly kind: WorkloadKind;
  /** Those that came with the workload: asked besides the built-in ones. */
  readonly checkers: readonly Checker[];
  /** What the plan remembers of where it came from; null for the catalogue's. */
  readonly module: WorkloadModule | null;
  /** Opens it for a plan. It remembers: the run, its checkers and its tally ask for the same. */
  open(plan: Plan): Workload;
}

/** By the catalogue's name, or the path of a module: it has a slash or an extension. */
export async function chooseWorkload(word: string): Promise<ChosenWorkload> {
  if (!/[/\\]|\.[cm]?[jt]s$/.test(word)) return builtIn(word);
  if (!existsSync(word)) throw usageError(`The workload ${word} does not exist: check the path.`);
  return own(word, pathFrom(process.cwd(), word));
}

/**
 * The workload of a plan that was made before.
 * @param file where the plan stands: a module is looked for below the working directory first, then
 * below the folders that hold the plan
 * @throws OperatingError where the module is gone, or is not the one that the plan was made with
 */
export async function workloadOf(plan: Plan, file: string): Promise<ChosenWorkload> {
  const { name, module } = plan.workload;
  if (module === undefined) return builtIn(name);
  const { digestOf } = await import('./workload-module.ts');
  const found = placesOf(module.path, file).filter((place) => existsSync(place));
  const same = found.find((place) => digestOf(place) === module.sha256);
  if (same !== undefined) return own(same, module.path);
  const [changed] = found;
  if (changed === undefined) {
    throw usageError(
      `${file} was made with the workload ${module.path}, which is gone: put it back, or go to ` +
        'the folder that it is below.',
    );
  }
  throw usageError(
    `${file} was made with the workload ${module.path}, which has been changed since: put back ` +
      `what it was, or begin anew with "vivarium run ${changed}".`,
  );
}

function builtIn(name: string): ChosenWorkload {
  const kind = workloadKind(name);
  return {
    kind,
    checkers: [],
    module: null,
    open: ({ seed, workload }) => RememberedRequests.of(kind.open(seed, workload.parameters)),
  };
}

async function own(file: string, path: string): Promise<ChosenWorkload> {
  const [{ digestOf, loadModule }, { GuardedWorkload }] = await Promise.all([
    import('./workload-module.ts'),
    import('./guarded-workload.ts'),
  ]);
  const module = { path, sha256: digestOf(file) };
  // A user's code may loop without end, and then only Node itself hears Ctrl-C.
  leaveSignalsToNode();
  const { kind, checkers } = await loadModule(file);
  const open = (plan: Plan): Workload => {
    const workload = kind.open(plan.seed, plan.workload.parameters);
    return RememberedRequests.of(new GuardedWorkload(workload, file, plan));
  };
  return { kind, checkers, module, open };
}

function placesOf(path: string, file: string): string[] {
  const places = [resolve(path)];
  let folder = resolve(dirname(file));
  for (;;) {
    places.push(resolve(folder, path));
    if (dirname(folder) === folder) break;
    folder = dirname(folder);
  }
  return [...new Set(places)].map((place) => shortest(place));
}

function pathFrom(folder: string, file: string): string {
  const path = relative(folder, resolve(file)).split(sep).join('/');
  return path.startsWith('.') || isAbsolute(path) ? path : `./${path}`;
}

/** As people would write it. */
function shortest(place: string): string {
  const path = relative(process.cwd(), place);
  return path.startsWith('..') || isAbsolute(path) ? place : join('.', path);
}
