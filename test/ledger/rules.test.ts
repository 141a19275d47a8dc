import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { AssertionError } from '../../harness/assert.ts';
import { replayRecording } from '../../harness/ledger/recording.ts';
import { Rules } from '../../harness/ledger/rules.ts';
import { compareTimestamps } from '../../harness/ledger/timestamps.ts';

class NeverLimits extends Rules {
  override exceedsCredits(): boolean {
    return false;
  }
}

class ForgetsAnAccount extends Rules {
  protected override restore(entry: number): void {
    if (entry > 0) super.restore(entry);
  }
}

class VoidKeepsPending extends Rules {
  override applyVoided(): void {}
}

class NeverBurns extends Rules {
  override burn(): void {}
}

class ExpiresLate extends Rules {
  override isDue(deadlineHigh: number, deadlineLow: number, high: number, low: number): boolean {
    const late = 2;
    return compareTimestamps(deadlineHigh + late, deadlineLow, high, low) <= 0;
  }
}

class BalancesTooMuch extends Rules {
  override balanceDebit(): void {}
}

class ClosedStaysOpen extends Rules {
  override isClosed(): boolean {
    return false;
  }
}

/** By a difference, or by the ledger itself where a balance would become negative. */
function isNoticed(text: string, rules: typeof Rules): boolean {
  try {
    return replayRecording(text, { rules }).differences.length > 0;
  } catch (error) {
    if (error instanceof AssertionError) return true;
    throw error;
  }
}

describe('a ledger with a wrong rule differs from the recordings of a real server', () => {
  test.each([
    [NeverLimits, 'limits'],
    [ForgetsAnAccount, 'linked'],
    [VoidKeepsPending, 'two-phase'],
    [NeverBurns, 'limits'],
    [ExpiresLate, 'expiry'],
    [BalancesTooMuch, 'limits'],
    [ClosedStaysOpen, 'closing'],
  ] as const)('%o in %s', (rules, name) => {
    const file = new URL(`../recordings/${name}.jsonl.gz`, import.meta.url);
    const text = gunzipSync(readFileSync(file)).toString();
    expect(isNoticed(text, rules)).toBe(true);
  });
});
