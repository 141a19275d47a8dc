import { eventLayout, type RequestName } from '../../harness/ledger/bodies.ts';
import type { Events } from './oracle.ts';

/** Events with the fields that were left out, which are zero. Of look-ups only the id remains. */
export function fullEvents<Name extends RequestName>(
  name: Name,
  events: readonly object[],
): Events<Name> {
  const { fields } = eventLayout(name);
  const zeroes = Object.fromEntries(fields.map((each) => [each.name, each.width < 8 ? 0 : 0n]));
  const full = events.map((event) => ({ ...zeroes, ...event }) as Record<string, bigint | number>);
  const isLookup = name === 'lookup_accounts' || name === 'lookup_transfers';
  return (isLookup ? full.map(({ id }) => id) : full) as unknown as Events<Name>;
}
