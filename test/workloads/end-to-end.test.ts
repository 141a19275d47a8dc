import { expect, test } from 'vitest';
import { catalogue } from '../../workloads/catalogue.ts';
import { soakDraw, soakRun } from '../soak/soak-run.ts';

/** The command line's way, from a plan to the verdict: as `vivarium run` does it. */
test.each(catalogue)('$name passes all checkers under default faults', async (kind) => {
  for (const index of [2, 3]) {
    const drawn = { ...soakDraw(index, kind, 'default'), requests: 150 };
    expect(await soakRun(drawn)).toBeNull();
  }
});
