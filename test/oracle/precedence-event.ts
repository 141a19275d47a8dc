import { eventLayout, type RequestName } from '../../harness/ledger/bodies.ts';
import type { Command, Fields } from './commands.ts';
import { second, u128Max } from './limits.ts';
import type { Traits } from './precedence-table.ts';

/** Of accounts and transfers alike. */
const linked = 1;

/** The event's own id, one that an object has, and one that failed. */
export const eventIds = { own: 30n, taken: 40n, failed: 50n } as const;

const values: Readonly<Record<string, bigint>> = {
  ...eventIds,
  max: u128Max,
  most: u128Max - 1n,
  missing: 99n,
  absent: 98n,
  other: 101n,
  debit: 1n,
  bad: 2n ** 63n,
  later: 90n * second,
};

const fieldNames: Readonly<Record<string, string>> = {
  'debit.id': 'debit_account_id',
  'credit.id': 'credit_account_id',
  'pending.id': 'pending_id',
};

/** The event with those of the traits that are about its own fields. */
export function withTraits(op: RequestName, event: Fields, traits: Traits): Fields {
  const changed: Record<string, bigint | number> = { ...event };
  for (const [trait, value] of traits) {
    const flag = /^flag\.(\d+)$/.exec(trait)?.[1];
    if (flag !== undefined) changed['flags'] = Number(changed['flags'] ?? 0) | Number(flag);
    const name = fieldNames[trait] ?? trait;
    const field = eventLayout(op).fields.find((each) => each.name === name);
    if (field === undefined) continue;
    const number = values[value] ?? BigInt(value);
    changed[name] = field.width < 8 ? Number(number) : number;
  }
  return changed;
}

/**
 * A request with the event at its end. One before it, which is refused, breaks its chain, or
 * decides whether the batch is imported.
 */
export function requestOf(
  op: 'create_accounts' | 'create_transfers',
  event: Fields,
  traits: Traits,
  importedFlag: number,
): Command {
  const flags = Number(event['flags'] ?? 0);
  const last = { ...event, flags: traits.has('chain.open') ? flags | linked : flags };
  const isBroken = traits.has('chain.broken');
  const mode = traits.get('batch') ?? ((flags & importedFlag) === 0 ? 'plain' : 'imported');
  const refused = {
    flags: (isBroken ? linked : 0) | (mode === 'imported' ? importedFlag : 0),
  };
  return { op, batches: [isBroken || traits.has('batch') ? [refused, last] : [last]] };
}
