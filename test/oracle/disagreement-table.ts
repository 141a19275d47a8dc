import { eventLayout, type RequestName } from '../../harness/ledger/bodies.ts';
import { isCreate } from '../../harness/ledger/recording-times.ts';
import { accountStatusName, transferStatusName } from '../../harness/ledger/statuses.ts';
import { type Fields, type Request, type Script, timestampText } from './commands.ts';
import { accountFilterFlag, accountFlag, has, queryFilterFlag, transferFlag } from './flags.ts';
import { u128Max } from './limits.ts';
import { type Answer, differing, type Played, type Step } from './play.ts';

interface Row {
  readonly op: string;
  readonly event: string;
  readonly oracle: string;
  readonly ledger: string;
}

const none: Row = { op: '', event: '', oracle: '', ledger: '' };

/**
 * What led to a disagreement, as a table: an event a row, what the oracle says to it and what the
 * ledger says if that is not the same. Reads on which both agreed are left out, and so are fields
 * that are zero, and ledger and code where they are 1.
 */
export function disagreementTable(script: Script, played: Played): string {
  const rows: Row[] = [];
  for (const [index, step] of played.steps.entries()) {
    const isLast = index === played.steps.length - 1;
    rows.push(...stepRows(step, script.start, isLast && played.disagrees));
  }
  const head = { op: 'op', event: 'event', oracle: 'oracle says', ledger: 'ledger says' };
  const columns = ['op', 'event', 'oracle', 'ledger'] as const;
  const widths = columns.map((name) => Math.max(...[head, ...rows].map((row) => row[name].length)));
  const line = (row: Row) =>
    columns
      .map((name, at) => row[name].padEnd(widths[at] as number))
      .join(' | ')
      .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width)).join('-|-');
  return [line(head), rule, ...rows.map(line)].join('\n');
}

function stepRows(step: Step, start: bigint, isLast: boolean): Row[] {
  const { command, ledger } = step;
  if (command.op === 'wait') return [{ ...none, op: `wait ${command.seconds} s` }];
  if (command.op === 'pulse') {
    return [{ ...none, op: 'pulse', ledger: typeof ledger === 'string' ? ledger : '' }];
  }
  if (isCreate(command.op)) return createRows(command, step, start);
  return isLast ? readRows(command, step, start) : [];
}

function createRows(request: Request, step: Step, start: bigint): Row[] {
  return request.batches.flatMap((events, batch) => {
    const op = nameOf(request, batch);
    if (events.length === 0) return [{ ...none, op, event: '(no event)' }];
    return events
      .map((event, index): Row => {
        const oracle = step.oracle[batch]?.[index];
        const ledger = resultOf(step.ledger, batch, index);
        const says = (result: Fields | undefined, other: Fields | undefined) =>
          statusText(request.op, result, other, start);
        return {
          op: index === 0 ? op : '',
          event: fieldsText(request.op, event, start),
          oracle: says(oracle, typeof ledger === 'string' ? oracle : ledger),
          ledger: typeof ledger === 'string' ? ledger : says(ledger, oracle),
        };
      })
      .map(blankWhereSame);
  });
}

function resultOf(
  answer: Answer | string,
  batch: number,
  index: number,
): Fields | string | undefined {
  return typeof answer === 'string' ? answer : answer[batch]?.[index];
}

function blankWhereSame(row: Row): Row {
  return row.oracle === row.ledger ? { ...row, ledger: '' } : row;
}

/** The batch of a request that has more than one is told with a number. */
function nameOf({ op, batches }: Request, batch: number): string {
  return batches.length === 1 ? op : `${op} ${batch + 1}/${batches.length}`;
}

/** The status, and the timestamp where the other status is the same. */
function statusText(
  op: RequestName,
  result: Fields | undefined,
  other: Fields | undefined,
  start: bigint,
): string {
  if (result === undefined) return '(no result)';
  const name = op === 'create_accounts' ? accountStatusName : transferStatusName;
  const status = name(Number(result['status']));
  const isSame = other?.['status'] === result['status'];
  const told = isSame && other?.['timestamp'] !== result['timestamp'];
  return told ? `${status} at ${timestampText(result['timestamp'] as bigint, start)}` : status;
}

/** The filter, and every result in which the answers differ: by the field that does. */
function readRows(request: Request, step: Step, start: bigint): Row[] {
  return request.batches.flatMap((events, batch) => {
    const differences = readDifferences(request.op, step, batch, start);
    const event =
      events.length > 6
        ? `${events.length} ids`
        : events.map((each) => fieldsText(request.op, each, start)).join(', ');
    return differences.map(([oracle, ledger], index): Row => {
      const first = index === 0 ? { op: nameOf(request, batch), event } : none;
      return { ...none, ...first, oracle, ledger };
    });
  });
}

/** What oracle and ledger say in turn. */
function readDifferences(
  op: RequestName,
  step: Step,
  batch: number,
  start: bigint,
): [string, string][] {
  const results = step.oracle[batch] ?? [];
  if (typeof step.ledger === 'string') return [[countText(results), step.ledger]];
  const others = step.ledger[batch] ?? [];
  if (results.length !== others.length) {
    return [[countText(results), countText(others)]];
  }
  return results.flatMap((result, index): [string, string][] => {
    const other = others[index] as Fields;
    const field = differing(op, result, other);
    if (field === null) return [];
    const id = result['id'] ?? result['transfer_id'];
    const which = id === undefined ? `result ${index + 1}` : `id ${id}`;
    const says = (each: Fields) =>
      `${which}: ${field} ${valueText(field, each[field] ?? 0, start)}`;
    return [[says(result), says(other)]];
  });
}

function countText(results: readonly Fields[]): string {
  return results.length === 1 ? '1 result' : `${results.length} results`;
}

function fieldsText(op: RequestName, fields: Fields, start: bigint): string {
  const all = eventLayout(op).fields.map(({ name }) => [name, fields[name] ?? 0] as const);
  return all
    .filter(([name, value]) => BigInt(value) !== usualValue(op, name, Number(fields['flags'] ?? 0)))
    .map(([name, value]) => {
      if (name === 'flags') return flagNames(op, Number(value)).join(' ');
      const isTime = name.startsWith('timestamp');
      const short = name.replace('_account_id', '');
      const text = isTime ? timestampText(BigInt(value), 0n) : valueText(name, value, start);
      return `${short} ${text}`;
    })
    .join(', ');
}

/** Zero, but ledger and code 1 where something is created that does not inherit them. */
function usualValue(op: RequestName, name: string, flags: number): bigint {
  if (!op.startsWith('create_') || (name !== 'ledger' && name !== 'code')) return 0n;
  const { post_pending_transfer, void_pending_transfer } = transferFlag;
  const inherits = has({ flags }, post_pending_transfer, void_pending_transfer);
  return op === 'create_transfers' && inherits ? 0n : 1n;
}

function valueText(name: string, value: bigint | number, start: bigint): string {
  if (/(^|_)timestamp$/.test(name)) return timestampText(BigInt(value), start);
  if (BigInt(value) === u128Max) return 'max';
  return BigInt(value) > u128Max - 1000n ? `max - ${u128Max - BigInt(value)}` : `${value}`;
}

function flagNames(op: RequestName, flags: number): string[] {
  const known: Readonly<Record<string, number>> = flagsOf(op);
  const names = Object.entries(known).filter(([, flag]) => (flags & flag) !== 0);
  const rest = flags & ~names.reduce((sum, [, flag]) => sum | flag, 0);
  return [...names.map(([name]) => name), ...(rest === 0 ? [] : [`flag ${rest}`])];
}

function flagsOf(op: RequestName): Readonly<Record<string, number>> {
  if (op === 'create_accounts') return accountFlag;
  if (op === 'create_transfers') return transferFlag;
  return op.startsWith('get_account') ? accountFilterFlag : queryFilterFlag;
}
