import { BlockRepair } from './block-repair.ts';
import { CheckpointLoad } from './checkpoint-load.ts';
import { Checkpoints } from './checkpoints.ts';
import { ClientReplies } from './client-replies.ts';
import { Clock } from './clock.ts';
import { Commits } from './commits.ts';
import type { Core } from './core.ts';
import { Grid } from './grid.ts';
import { Heartbeats } from './heartbeats.ts';
import { Journal } from './journal.ts';
import { Messenger } from './messenger.ts';
import { Normal } from './normal.ts';
import { Pings } from './pings.ts';
import { Pulses } from './pulses.ts';
import { type QuorumSizes, quorumSizes } from './quorums.ts';
import { Recovery } from './recovery.ts';
import { Repair } from './repair.ts';
import { Requests } from './requests.ts';
import { Scrubber } from './scrubber.ts';
import { Sessions } from './sessions.ts';
import { StartView } from './start-view.ts';
import { StateSync } from './state-sync.ts';
import { Superblock } from './superblock.ts';
import { Upgrades } from './upgrades.ts';
import { ViewChange } from './view-change.ts';

/** A replica's parts; another one of the same shape may stand in for any. */
export interface Parts {
  quorums: QuorumSizes;
  messenger: Messenger;
  clock: Clock;
  superblock: Superblock;
  journal: Journal;
  recovery: Recovery;
  requests: Requests;
  sessions: Sessions;
  normal: Normal;
  pulses: Pulses;
  commits: Commits;
  heartbeats: Heartbeats;
  upgrades: Upgrades;
  viewChange: ViewChange;
  startView: StartView;
  repair: Repair;
  pings: Pings;
  grid: Grid;
  checkpoints: Checkpoints;
  checkpointLoad: CheckpointLoad;
  blockRepair: BlockRepair;
  scrubber: Scrubber;
  clientReplies: ClientReplies;
  stateSync: StateSync;
}

export function createParts(core: Core): Parts {
  return {
    quorums: quorumSizes(core.options.replicaCount),
    messenger: new Messenger(core),
    clock: new Clock(core),
    superblock: new Superblock(core),
    journal: new Journal(core),
    recovery: new Recovery(core),
    requests: new Requests(core),
    sessions: new Sessions(core),
    normal: new Normal(core),
    pulses: new Pulses(core),
    commits: new Commits(core),
    heartbeats: new Heartbeats(core),
    upgrades: new Upgrades(core),
    viewChange: new ViewChange(core),
    startView: new StartView(core),
    repair: new Repair(core),
    pings: new Pings(core),
    grid: new Grid(core),
    checkpoints: new Checkpoints(core),
    checkpointLoad: new CheckpointLoad(core),
    blockRepair: new BlockRepair(core),
    scrubber: new Scrubber(core),
    clientReplies: new ClientReplies(core),
    stateSync: new StateSync(core),
  };
}
