import type { ReplicaState } from '../../harness/environment.ts';

/** What a replica's process tells the one that started it. */
export type ReplicaReport =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'state'; readonly state: ReplicaState };
