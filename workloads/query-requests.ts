import { encodeBatch, encodeBatches } from '../harness/ledger/bodies.ts';
import { accountFilter, changeEventsFilter, queryFilter } from '../harness/ledger/layouts.ts';
import { resultMax, type SizeLimits } from '../harness/ledger/operation-sizes.ts';
import { operations } from '../harness/ledger/operations.ts';
import type { AccountFilter, QueryFilter } from '../harness/ledger/records.ts';
import type { Random } from '../harness/random.ts';
import { type Identifiers, idMax, idZero, unknownNumbers } from './identifiers.ts';
import { accountToRead, type Written } from './lookups.ts';
import { ledgerNumber } from './population.ts';
import { drawUserData } from './user-data.ts';

/** What queries draw from. */
export interface QueryParts extends Written {
  readonly accountIds: Identifiers;
  readonly limits: SizeLimits;
  /** Nanoseconds since 1970 at which the run begins; 0 where it is not known. */
  readonly epoch: bigint;
}

/** What a request that reads is drawn from. */
export interface ReadDraw {
  readonly parts: QueryParts;
  readonly random: Random;
  /** The request's. */
  readonly index: number;
}

/** The body of `get_account_transfers` or `get_account_balances`: a batch for each filter. */
export function accountQuery(
  draw: ReadDraw,
  name: 'get_account_transfers' | 'get_account_balances',
  filters: number,
): Uint8Array {
  const history = name === 'get_account_balances';
  const room = { results: resultMax(operations[name], draw.parts.limits), filters };
  const batches = Array.from({ length: filters }, () => [drawAccountFilter(draw, room, history)]);
  return spoiled(draw.random, encodeBatches(name, batches), accountFilter.reserved);
}

/** The body of `query_accounts` or `query_transfers`: a batch for each filter. */
export function query(
  draw: ReadDraw,
  name: 'query_accounts' | 'query_transfers',
  filters: number,
): Uint8Array {
  const room = { results: resultMax(operations[name], draw.parts.limits), filters };
  const batches = Array.from({ length: filters }, () => [drawQueryFilter(draw, room)]);
  return spoiled(draw.random, encodeBatches(name, batches), queryFilter.reserved);
}

/** The body of `get_change_events`, which takes one filter. */
export function changeEventsQuery({ parts, random }: ReadDraw): Uint8Array {
  const results = resultMax(operations.get_change_events, parts.limits);
  const filter = {
    ...drawMoments(parts, random),
    limit: drawLimit(random, { results, filters: 1 }),
  };
  return spoiled(random, encodeBatch('get_change_events', [filter]), changeEventsFilter.reserved);
}

/** Rarely, the first filter's reserved bytes are not zero: it answers nothing. */
function spoiled(random: Random, body: Uint8Array, reserved: number): Uint8Array {
  if (random.chance([1, 60])) body[reserved + random.below(6)] = 1;
  return body;
}

/** @param history whether to ask for an account that keeps one, mostly */
function drawAccountFilter(
  { parts, random, index }: ReadDraw,
  room: Room,
  history: boolean,
): AccountFilter {
  const special = [idZero, idMax, unknownNumbers][random.below(60)];
  const account =
    history && random.chance([3, 4])
      ? parts.population.pickWithHistory(random)
      : accountToRead(parts, random, index);
  const sides = random.pick([3, 3, 3, 3, 3, 1, 2, 1, 2, random.pick([0, 8, 3])]);
  return {
    account_id: parts.accountIds.idOf(special ?? account),
    ...drawCriteria(random, 14),
    ...drawMoments(parts, random),
    limit: drawLimit(random, room),
    flags: sides | (random.chance([2, 5]) ? 4 : 0),
  };
}

function drawQueryFilter({ parts, random }: ReadDraw, room: Room): QueryFilter {
  const reversed = random.chance([2, 5]) ? 1 : 0;
  // One ledger more than there are.
  const ledger = ledgerNumber(random.below(parts.population.ledgers + 1));
  return {
    ...drawCriteria(random, 5),
    ledger: random.chance([2, 5]) ? ledger : 0,
    ...drawMoments(parts, random),
    limit: drawLimit(random, room),
    flags: random.chance([1, 100]) ? reversed | 2 : reversed,
  };
}

interface Criteria {
  readonly user_data_128: bigint;
  readonly user_data_64: bigint;
  readonly user_data_32: number;
  readonly code: number;
}

/** Each is asked for once in `oneIn` times. */
function drawCriteria(random: Random, oneIn: number): Criteria {
  const values = drawUserData(random);
  const asked = (): boolean => random.below(oneIn) === 0;
  return {
    user_data_128: asked() ? values.userData128 : 0n,
    user_data_64: asked() ? values.userData64 : 0n,
    user_data_32: asked() ? values.userData32 : 0,
    code: asked() ? values.code : 0,
  };
}

/** How many results a request may have, and how many filters share them. */
interface Room {
  readonly results: number;
  readonly filters: number;
}

/** Nothing, one, few, some, or as many as fit; more is cut to that where there is one filter. */
function drawLimit(random: Random, { results, filters }: Room): number {
  const limitMax = Math.floor(results / filters);
  const kind = random.below(40);
  if (kind === 39 && filters === 1) return 0xffff_ffff;
  if (kind === 0) return 0;
  if (kind < 5) return 1;
  if (kind < 14) return Math.min(limitMax, random.between(2, 10));
  if (kind < 22) return random.between(1, limitMax);
  return limitMax;
}

interface Moments {
  readonly timestamp_min: bigint;
  readonly timestamp_max: bigint;
}

/** From when until when, both included; 0 for no bound. Sometimes nothing lies between. */
function drawMoments(parts: QueryParts, random: Random): Moments {
  const kind = random.below(20);
  if (kind < 14) return unbounded;
  if (kind >= 18 || parts.epoch === 0n) return random.pick(moments);
  const from = parts.epoch + BigInt(random.below(90_000)) * 1_000_000n;
  const until = from + BigInt(random.exponential(8_000)) * 1_000_000n;
  return random.pick([between(from, until), between(from, 0n), between(0n, until)]);
}

function between(from: bigint, until: bigint): Moments {
  return { timestamp_min: from, timestamp_max: until };
}

const unbounded = between(0n, 0n);
const timestampMax = (1n << 63n) - 1n;

const moments = [
  between(1n, 0n),
  between(0n, timestampMax),
  between(1n, timestampMax),
  between(0n, 1n),
  between(timestampMax, 0n),
  between(2n, 1n),
  between(1n << 63n, 0n),
  between(0n, (1n << 64n) - 1n),
];
