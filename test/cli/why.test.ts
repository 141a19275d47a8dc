import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { recordInMemory } from '../../harness/cli/record-in-memory.ts';
import { givenForCanary } from '../../harness/cli/run-canaries.ts';
import { planOf } from '../../harness/cli/run-settings.ts';
import { SameFailure } from '../../harness/cli/same-failure.ts';
import { whyData } from '../../harness/cli/why-data.ts';
import { type Causes, explainFailure } from '../../harness/cli/why-run.ts';
import { whyScreen } from '../../harness/cli/why-screen.ts';
import { firstDifference } from '../../harness/history/first-difference.ts';
import type { Plan } from '../../harness/plan.ts';
import type { RunOptions } from '../../harness/run.ts';
import { millisecond, second } from '../../harness/time.ts';
import type { Canary } from '../canaries/canary.ts';
import { oneSidedTransfer } from '../canaries/one-sided-transfer.ts';
import { openPlanted } from '../canaries/open-planted.ts';
import { singleNack } from '../canaries/single-nack.ts';
import { emptyFolder, vivarium } from './built-cli.ts';
import { noSeventeen } from './no-seventeen.ts';

const { signal } = new AbortController();
const within = 60_000;
const onProgress = (): void => {};

/** The first seed of a swarm in which a planted bug does harm, explained. */
async function explained(
  canary: Canary,
  amend: (plan: Plan) => Plan = (plan) => plan,
): Promise<{ causes: Causes; open: RunOptions['open'] }> {
  const open = openPlanted(canary);
  for (let seed = 0; seed < 40; seed++) {
    const made = await planOf(givenForCanary(canary, String(seed)), () => {});
    const { chosen } = made;
    const plan = amend(made.plan);
    const by = canary.caughtBy;
    if (!(await new SameFailure({ by }, chosen, plan, signal, open).shownBy(plan))) continue;
    const causes = await explainFailure({ plan, chosen, by, signal, open, within, onProgress });
    if (causes !== null) return { causes, open };
  }
  throw new Error(`${canary.name} did no harm`);
}

describe('a wrong ledger', { timeout: 240_000 }, () => {
  test('needs no fault, and the missing unit is found on one side of a transfer', async () => {
    const { causes } = await explained(oneSidedTransfer);
    const { needed, inevitable, story, madeSmall } = causes;
    expect(madeSmall).toBe(true);
    expect(inevitable.kind).toBe('from-the-beginning');
    expect(needed.faults).toEqual([]);
    expect(needed.requests.every((request) => request.needed)).toBe(true);
    expect(story?.accounts.some(({ missing }) => missing !== '')).toBe(true);
    const screen = whyScreen(causes, 100);
    expect(screen).toMatch(/^It fails by conservation: /);
    expect(screen.replaceAll(/\s+/g, ' ')).toContain('so no fault is to blame');
    expect(screen).toMatch(/^ {2}1\. /m);
    expect(screen).toMatch(/^account A, \d+$/m);
    const data = JSON.parse(JSON.stringify(whyData(causes))) as { vivarium: string };
    expect(data.vivarium).toBe('why');
  });
});

/** One backup misses what the primary and the other commit, and then the primary is gone. */
function withLostBackup(plan: Plan): Plan {
  const from = (600 + 20 * Number(plan.seed)) * millisecond;
  const until = from + 150 * millisecond;
  return {
    ...plan,
    cluster: { ...plan.cluster, replicas: 3 },
    faults: [
      { kind: 'cut', sender: 1, receiver: 2, from, until: until + millisecond },
      {
        kind: 'crash',
        replica: 1,
        from: until,
        until: until + second,
        lost: [0, 1],
        torn: [0, 1],
      },
    ],
  };
}

describe('a wrong view change', { timeout: 240_000 }, () => {
  test('needs its two faults, and was inevitable from one moment on', async () => {
    const { causes, open } = await explained(singleNack, withLostBackup);
    const { needed, inevitable, evidence } = causes;
    expect(needed.faults.map(({ fault }) => fault.kind)).toEqual(['cut', 'crash']);
    expect(needed.faults.every((fault) => fault.needed)).toBe(true);
    if (inevitable.kind !== 'at') throw new Error('it is avoidable at first');
    // Both runs are the one that failed, up to where they were healed.
    const { plan, history, workload } = evidence;
    for (const healAt of [inevitable.avoidable, inevitable.inevitable]) {
      const healed = await recordInMemory({ ...plan, healAt }, workload, signal, open);
      const at = firstDifference(history, healed)?.at ?? 0;
      expect(history.events[at]?.time).toBeGreaterThanOrEqual(healAt);
    }
    expect(inevitable.positions.length).toBeGreaterThan(0);
    for (const position of inevitable.positions) {
      expect(history.events[position]?.time).toBe(inevitable.avoidable);
    }
  });
});

describe('vivarium why', () => {
  const cwd = emptyFolder();

  test('explains a run whose own checker fails', async () => {
    writeFileSync(join(cwd, 'mine.mjs'), noSeventeen);
    const words = ['run', './mine.mjs', '--requests', '30', '--seed', 's', '--out', 'failing'];
    expect((await vivarium(words, { cwd })).code).toBe(1);
    const { code, stdout } = await vivarium(['why', 'failing', '--quiet'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('It fails by no-seventeen: Request 17 was sent.');
    expect(stdout).toMatch(/^ {2}request {2}\d\.\d{3} s {2}load 17: create_transfers of /m);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('so no fault is to blame');
    const json = await vivarium(['why', 'failing', '--json', '--quiet'], { cwd });
    expect(JSON.parse(json.stdout)).toMatchObject({
      vivarium: 'why',
      failure: { by: 'no-seventeen' },
      madeSmall: true,
      needed: { faults: [], requests: [{ stage: 1, index: 17, needed: true }] },
      inevitable: { kind: 'from-the-beginning' },
    });
  });

  test.each([
    ['why nowhere', /There is no run nowhere/],
    ['why failing --by model', /failing does not fail by model here: there is nothing to explain/],
    ['why p.yaml', /p\.yaml does not fail here: there is nothing to explain/],
    ['why failing --within 0s', /--within must be from 1s to 1440m/],
  ])('%s', async (line, sentence) => {
    await vivarium(['plan', '--requests', '20', '--faults', 'none', '--out', 'p.yaml'], { cwd });
    const { code, stderr } = await vivarium(line.split(' '), { cwd });
    expect(code).toBe(64);
    expect(stderr).toMatch(sentence);
  });
});
