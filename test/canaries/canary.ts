import type { CreateReplica, FormatReplica } from '../../cluster/simulated/replica-under-test.ts';
import type { Core } from '../../cluster/vsr/core.ts';
import { createParts, type Parts } from '../../cluster/vsr/parts.ts';
import { Replica } from '../../cluster/vsr/replica.ts';
import type { StateMachine } from '../../harness/environment.ts';
import { Ledger } from '../../harness/ledger/ledger.ts';
import type { Rules } from '../../harness/ledger/rules.ts';
import type { State } from '../../harness/ledger/state.ts';

/**
 * A planted bug: a part of the cluster in a wrong version, which the named checker must catch.
 * Whatever is not given is the right one.
 */
export interface Canary {
  /** As its file is called. */
  readonly name: string;
  /** What is wrong, in a few words. */
  readonly bug: string;
  /** The checker that must fail, or `panic` where replicas notice it themselves. */
  readonly caughtBy: string;
  /** Who may be faster, and end the run before it comes to the worst. */
  readonly orBy?: readonly string[];
  readonly stateMachine?: (replica: number, messageBodySizeMax: number) => StateMachine;
  readonly createReplica?: CreateReplica;
  readonly format?: FormatReplica;
  /** The workload that asks for what is wrong; `mixed` where none is given. */
  readonly workload?: string;
  /** Its parameters, as `--set` takes them. */
  readonly set?: readonly string[];
}

/** A ledger with a wrong rule, on every replica: all of them agree on what is wrong. */
export function ledgerWith(rules: new (state: State) => Rules): Canary['stateMachine'] & {} {
  return (_, messageBodySizeMax) => new Ledger({ messageBodySizeMax, rules });
}

/** A ledger that does right and says something else, on every replica. */
export function ledgerAnswering(
  answer: (operation: number, reply: Uint8Array) => Uint8Array,
): Canary['stateMachine'] & {} {
  return (_, messageBodySizeMax) =>
    new (class extends Ledger {
      override commit(operation: number, timestamp: bigint, body: Uint8Array): Uint8Array {
        return answer(operation, super.commit(operation, timestamp, body));
      }
    })({ messageBodySizeMax });
}

/** A ledger that does right, and is asked for something else, on every replica. */
export function ledgerAsked(
  ask: (operation: number, body: Uint8Array) => Uint8Array,
): Canary['stateMachine'] & {} {
  return (_, messageBodySizeMax) =>
    new (class extends Ledger {
      override commit(operation: number, timestamp: bigint, body: Uint8Array): Uint8Array {
        return super.commit(operation, timestamp, ask(operation, body));
      }
    })({ messageBodySizeMax });
}

/** A replica of which some parts are wrong ones. */
export function replicaWith(wrong: (core: Core) => Partial<Parts>): CreateReplica {
  return (options) =>
    new (class extends Replica {
      protected override createParts(core: Core): Parts {
        return { ...createParts(core), ...wrong(core) };
      }
    })(options);
}
