import { format } from '../../cluster/vsr/format.ts';
import type { Canary } from './canary.ts';

export const reformattedBlank: Canary = {
  name: 'reformatted-blank',
  bug: 'a replica that lost its data file begins in view 0, and votes as if it had promised nothing',
  caughtBy: 'durability',
  orBy: ['panic', 'model', 'convergence'],
  format: (options) => format({ ...options, view: 0 }),
};
