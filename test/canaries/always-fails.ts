import { type Canary, ledgerAnswering } from './canary.ts';

export const alwaysFails: Canary = {
  name: 'always-fails',
  bug: 'every answer has a wrong last byte: whoever misses this misses everything',
  caughtBy: 'model',
  stateMachine: ledgerAnswering((_, reply) => {
    if (reply.length === 0) return reply;
    const damaged = reply.slice();
    damaged[damaged.length - 1] = (damaged.at(-1) as number) ^ 1;
    return damaged;
  }),
};
