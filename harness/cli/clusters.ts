import { openSimulated } from '../../cluster/simulated/open-simulated.ts';
import { format } from '../../cluster/vsr/format.ts';
import { Replica } from '../../cluster/vsr/replica.ts';
import type { Cluster } from '../cluster.ts';
import { headerSize } from '../environment.ts';
import { Ledger } from '../ledger/ledger.ts';
import type { ClusterParts } from '../run.ts';

/** Opens the cluster that the plan describes. */
export function openCluster(parts: ClusterParts): Cluster {
  const { messageSizeMax } = parts.plan.cluster.configuration;
  return openSimulated({
    ...parts,
    stateMachine: () => new Ledger({ messageBodySizeMax: messageSizeMax - headerSize }),
    createReplica: (options) => new Replica(options),
    format,
  });
}
