import { allDown } from './all-down.ts';
import { badNetwork } from './bad-network.ts';
import { bridge } from './bridge.ts';
import { clockSkew } from './clock-skew.ts';
import { clockSteps } from './clock-steps.ts';
import { clockStrobe } from './clock-strobe.ts';
import { crashLoop } from './crash-loop.ts';
import { deafPrimary } from './deaf-primary.ts';
import { duel } from './duel.ts';
import { flappingPrimary } from './flapping-primary.ts';
import { fullDisk } from './full-disk.ts';
import { helix } from './helix.ts';
import { latentErrors } from './latent-errors.ts';
import { lonelyClients } from './lonely-clients.ts';
import { longPauses } from './long-pauses.ts';
import { lostReplica } from './lost-replica.ts';
import { lyingDisk } from './lying-disk.ts';
import { majorityDown } from './majority-down.ts';
import { minorityPartition } from './minority-partition.ts';
import { misdirectedWrites } from './misdirected-writes.ts';
import { oldSnapshot } from './old-snapshot.ts';
import { rollingRestart } from './rolling-restart.ts';
import type { Scenario } from './scenario.ts';
import { slowDisk } from './slow-disk.ts';
import { slowNetwork } from './slow-network.ts';
import { splitBrain } from './split-brain.ts';
import { swizzleClog } from './swizzle-clog.ts';
import { tornWrite } from './torn-write.ts';

/** In the order in which they are listed: network, disks, processes, clocks. */
export const scenarios: readonly Scenario[] = [
  badNetwork,
  slowNetwork,
  swizzleClog,
  splitBrain,
  minorityPartition,
  deafPrimary,
  flappingPrimary,
  duel,
  bridge,
  lonelyClients,
  slowDisk,
  tornWrite,
  helix,
  latentErrors,
  lyingDisk,
  misdirectedWrites,
  oldSnapshot,
  fullDisk,
  rollingRestart,
  crashLoop,
  majorityDown,
  allDown,
  longPauses,
  lostReplica,
  clockSkew,
  clockSteps,
  clockStrobe,
];
