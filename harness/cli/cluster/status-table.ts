import { formatCount } from '../../count-text.ts';
import { rows } from '../columns.ts';
import type { ReplicaStatusRow } from './verbs.ts';

const header = ['REPLICA', 'STATUS', 'VIEW', 'OP', 'COMMIT', 'PID', 'ADDRESS', 'NETWORK'];

/** A line for each replica. */
export function statusTable(replicas: readonly ReplicaStatusRow[], columns?: number): string {
  return rows([header, ...replicas.map((each) => cells(each))], columns);
}

function cells(each: ReplicaStatusRow): string[] {
  const { replica, status, primary, view, op, commit, pid, address, cutFrom, delay } = each;
  const network = [
    cutFrom.length > 0 ? `cut from ${cutFrom.join(', ')}` : '',
    delay > 0 ? `${delay} ms later` : '',
  ];
  return [
    String(replica),
    primary ? `${status}, primary` : status,
    ...[view, op, commit].map((count) => (count === null ? '' : formatCount(count))),
    pid === null ? '' : String(pid),
    address,
    network.filter((text) => text !== '').join(', '),
  ];
}
