/** TigerBeetle's operations of release 0.17 (facts 4.5). Those below 128 are the replica's own. */
export const operations = {
  root: 1,
  register: 2,
  noop: 6,
  pulse: 128,
  get_change_events: 137,
  lookup_accounts: 140,
  lookup_transfers: 141,
  get_account_transfers: 142,
  get_account_balances: 143,
  query_accounts: 144,
  query_transfers: 145,
  create_accounts: 146,
  create_transfers: 147,
} as const;

export type OperationName = keyof typeof operations;

const names = new Map<number, OperationName>(
  Object.entries(operations).map(([name, number]) => [number, name as OperationName]),
);

/** The operation's name, or `operation N` for one that is not known. */
export function operationName(operation: number): string {
  return names.get(operation) ?? `operation ${operation}`;
}
