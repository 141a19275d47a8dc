export interface UpgradeState {
  /** What each replica could change to, by its last ping. */
  readonly targets: (Target | null)[];
  /** The release for which a primary empties its pipeline, before it proposes it. */
  wanted: number | null;
  /** The release that the log decided upon: from here to the trigger there are upgrades only. */
  release: number | null;
}

/** What a replica's last ping said. */
interface Target {
  readonly view: number;
  readonly checkpointOp: number;
  readonly releases: readonly number[];
}

export function createUpgradeState(replicaCount: number): UpgradeState {
  const targets: (Target | null)[] = Array.from({ length: replicaCount }, () => null);
  return { targets, wanted: null, release: null };
}
