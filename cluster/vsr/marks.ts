/**
 * Rare branches of the protocol, each with what happened there. A part says `this.reached(…)` where
 * it takes one; a swarm counts under which faults that was, and says which were never taken.
 */
export const marks = {
  'message.invalid': 'a message was refused for its checksum or its fields',
  'recovery.superblock-repaired': 'a copy of the superblock was torn, old or rotten, and rewritten',
  'recovery.header-mended': 'a header was torn or rotten, and made anew from its prepare',
  'recovery.prepare-lost': 'a prepare that its header tells of could not be read',
  'recovery.slot-unknown': 'nobody could tell any more what a slot of the journal held',
  'recovery.append-torn': 'an append that was torn by the crash was known to be worth nothing',
  'recovery.head-uncertain': 'a replica did not know its head after a restart',
  'recovery.primary-leaves-view': 'a primary that restarted began a view change at once',
  'recovery.vote-kept': 'a replica restarted amid a view change, and voted again',
  'normal.request-queued': 'a request had to wait for a place in the pipeline',
  'normal.request-dropped': 'a request found no place even in the queue',
  'normal.gap': 'a prepare came before those that stand in front of it',
  'normal.prepare-resent': 'a prepare was not acknowledged in time, and sent again',
  'normal.abdicate': 'a primary that got no quorum fell silent, so that another takes over',
  'clock.request-refused': 'a primary refused a request because its clock agreed with no quorum',
  'clock.disagreement': 'a window passed in which no quorum of clocks agreed',
  'clock.expired': 'clocks last agreed too long ago',
  'clock.corrected': 'a wall clock lay outside of what a quorum agreed upon',
  'session.duplicate': 'a request came again that was answered already',
  'session.out-of-place': 'a request did not follow the last answer of its session',
  'session.too-low': 'a request came from an older session of its client',
  'session.unknown': 'a request came from a session that is not there any more',
  'session.evicted': 'a session had to make room for another',
  'view-change.timed-out': 'a view change did not come to its end in time, and another began',
  'view-change.complaints-expired': 'complaints about a primary did not become a quorum in time',
  'view-change.joined': 'a replica heard of a later view and joined it',
  'view-change.votes-undecided': 'the votes at hand left open what the log is',
  'view-change.nacked': 'a vote denied an op',
  'view-change.truncated': 'a replica dropped the end of its log, which the new view does not have',
  'repair.prepare-fetched': 'a prepare that was missing came late, or from a peer',
  'repair.prepare-unreadable': 'a prepare that was read back was not what had been written',
  'checkpoint.block-missing': 'a block of the checkpoint could not be read when it was loaded',
  'grid.block-repaired': 'a block came from a peer',
  'grid.scrub-found': 'scrubbing found a block that had rotted',
  'reply.missing': 'the reply of a session in the checkpoint could not be read',
  'reply.repaired': 'a reply came from a peer',
  'sync.begun': 'a replica took over the checkpoint of another',
  'view-change.forfeited': 'a candidate whose journal had no room for the log gave way',
  'commit.awaits-checkpoint': 'a replica had to wait for its checkpoint before it went on',
  'commit.from-journal': 'an op had to be read back from the journal to be executed',
} as const satisfies Readonly<Record<string, string>>;

/** The name of a branch: the protocol, and what happened in it. */
export type Mark = keyof typeof marks;
