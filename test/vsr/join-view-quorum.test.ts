import { describe, expect, it } from 'vitest';
import { type JoinView, JoinViewQuorum } from '../../cluster/vsr/join-view-quorum.ts';
import { blankHeader } from '../../cluster/vsr/prepare-header.ts';
import { quorumSizes } from '../../cluster/vsr/quorums.ts';
import { common, prepare } from '../../cluster/wire/header.ts';
import { Message } from '../../cluster/wire/message.ts';

/** An op as it was prepared in a view: the same for everyone who names it. */
function header(op: number, view: number): Message {
  const message = Message.create('prepare', 7n, 0);
  message.setU64(prepare.op, op);
  message.setU32(common.view, view);
  message.setU8(prepare.operation, 146);
  return message.seal();
}

/**
 * A vote in a line, oldest op first: `3:1` is op 3 of view 1, on disk; `3:1?` it has lost; `3:1-`
 * it never wrote; `3?` it does not know what was there, `3-` nothing was.
 */
function vote(replica: number, logView: number, text: string, commitMin = 0): JoinView {
  let nacks = 0n;
  let present = 0n;
  const headers = text
    .split(' ')
    .toReversed()
    .map((entry, index) => {
      const match = /^(\d+)(?::(\d+))?([?-]?)$/.exec(entry);
      const [, op, view, mark] = match as RegExpExecArray;
      if (mark === '-') nacks |= 1n << BigInt(index);
      if (mark === '') present |= 1n << BigInt(index);
      return view === undefined ? blankHeader(Number(op)) : header(Number(op), Number(view));
    });
  const op = (headers[0] as Message).u64(prepare.op);
  return { replica, logView, op, commitMin, headers, nacks, present };
}

function decide(votes: readonly JoinView[], replicas = 3): string {
  const result = new JoinViewQuorum(votes, quorumSizes(replicas), 4).decide();
  if (result.kind !== 'complete') return result.kind;
  return result.headers
    .map((found) => `${found.u64(prepare.op)}:${found.view}`)
    .toReversed()
    .join(' ');
}

describe('votes of three replicas', () => {
  it('are too few alone', () => {
    expect(decide([vote(0, 1, '1:1 2:1')])).toBe('awaiting-quorum');
  });

  it('keep what one has and the other never had, since it may be committed', () => {
    expect(decide([vote(0, 1, '1:1 2:1'), vote(1, 1, '1:1')])).toBe('1:1 2:1');
  });

  it('wait for the third where one has lost what the other never had', () => {
    expect(decide([vote(0, 1, '1:1 2:1?'), vote(1, 1, '1:1')])).toBe('awaiting-repair');
  });

  it('truncate what two never had', () => {
    const votes = [vote(0, 1, '1:1 2:1?'), vote(1, 1, '1:1'), vote(2, 1, '1:1 2:1-')];
    expect(decide(votes)).toBe('1:1');
  });

  it('truncate what two never wrote although it could be had', () => {
    expect(decide([vote(0, 1, '1:1 2:1-'), vote(1, 1, '1:1 2-')].slice(0, 1))).toBe(
      'awaiting-quorum',
    );
    expect(decide([vote(0, 1, '1:1 2:1-'), vote(1, 1, '1:1')])).toBe('1:1');
  });

  it('never count an unknown as a denial', () => {
    const votes = [vote(0, 1, '1:1 2? 3:1'), vote(1, 1, '1:1'), vote(2, 1, '1:1 2? 3:1')];
    expect(decide(votes)).toBe('awaiting-repair');
  });

  it('take the log of the latest view, however long an older one is', () => {
    expect(decide([vote(0, 1, '1:1 2:1 3:1 4:1'), vote(1, 3, '1:1 2:3')])).toBe('1:1 2:3');
  });

  it('truncate all behind the first that is denied', () => {
    const votes = [vote(0, 1, '1:1 2:1 3:1'), vote(1, 1, '1:1 2- 3:1'), vote(2, 1, '1:1 2- 3:1')];
    expect(decide(votes)).toBe('1:1');
  });

  it('do not go below what somebody has executed', () => {
    expect(decide([vote(0, 1, '1:1 2:1 3:1', 2), vote(1, 1, '2:1 3:1-')])).toBe('2:1 3:1');
  });
});

describe('votes of four replicas', () => {
  it('need three denials', () => {
    const votes = [vote(0, 1, '1:1 2:1?'), vote(1, 1, '1:1'), vote(2, 1, '1:1')];
    expect(decide(votes, 4)).toBe('awaiting-repair');
    expect(decide([...votes, vote(3, 1, '1:1')], 4)).toBe('1:1');
  });
});
