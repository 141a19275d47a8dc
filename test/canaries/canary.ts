import type { CreateReplica, ReplicaOptions } from '../../cluster/simulated/replica-under-test.ts';
import type { StateMachine } from '../../harness/environment.ts';
import { Ledger } from '../../harness/ledger/ledger.ts';
import type { Rules } from '../../harness/ledger/rules.ts';
import type { State } from '../../harness/ledger/state.ts';

/**
 * A planted bug: a part of the cluster in a wrong version, which the named checker must catch.
 * Whatever is not given is the right one.
 */
export interface Canary {
  /** What is wrong, in a few words. */
  readonly name: string;
  /** The checker that must fail; others may fail too. */
  readonly caughtBy: string;
  readonly stateMachine?: (replica: number, messageBodySizeMax: number) => StateMachine;
  readonly createReplica?: CreateReplica;
}

export type { ReplicaOptions };

/** A ledger with a wrong rule, on every replica: all of them agree on what is wrong. */
export function ledgerWith(rules: new (state: State) => Rules): Canary['stateMachine'] & {} {
  return (_, messageBodySizeMax) => new Ledger({ messageBodySizeMax, rules });
}
