import type { Command, Fields, Script } from './commands.ts';
import { accountFlag } from './flags.ts';
import { eventIds, requestOf, withTraits } from './precedence-event.ts';
import type { Groups, Traits } from './precedence-table.ts';

export const accountKinds: Groups = { all: ['fresh', 'imported', 'retry'] };

const fresh = { id: eventIds.own, ledger: 1, code: 1 };
const retry = { ...fresh, user_data_128: 1n, user_data_64: 1n, user_data_32: 1 };

/** What would be created, if it had no traits; or what is there, if it is a retry. */
const events: Readonly<Record<string, Fields>> = {
  fresh,
  imported: { ...fresh, flags: accountFlag.imported, timestamp: 5000n },
  retry,
};

/** Accounts have no traits that exclude one another. */
export function isPossibleAccount(): boolean {
  return true;
}

/**
 * An empty ledger, what has to be there, and then a request whose last event is of the kind and has
 * the traits.
 */
export function accountScene(kind: string, traits: Traits): Script {
  const event = events[kind] as Fields;
  const { imported, history } = accountFlag;
  const taken = { ...fresh, id: eventIds.taken, flags: imported | history, timestamp: 10n };
  const commands: Command[] = [{ op: 'wait', seconds: 1 }, create(taken)];
  if (kind === 'retry') commands.push(create(event));
  const tried = withTraits('create_accounts', event, traits);
  commands.push(requestOf('create_accounts', tried, traits, imported));
  return { start: 0n, commands };
}

function create(account: Fields): Command {
  return { op: 'create_accounts', batches: [[account]] };
}
