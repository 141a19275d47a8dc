import { join } from 'node:path';
import { builtCli } from './built-cli.ts';

/** A workload whose checker fails as soon as request 17 is answered: all else can go. */
export const noSeventeen = `
import { catalogue } from '${join(builtCli(), 'index.js')}';
const transfers = catalogue.find(({ name }) => name === 'transfers');
export const workload = { ...transfers, name: 'mine' };
export const checkers = [{
  name: 'no-seventeen',
  about: 'Nothing is ever called 17.',
  property: 'safety',
  check: ({ history }) => {
    const at = history.events.findIndex(
      (event) => event.kind === 'invoke' && event.stage === 1 && event.index === 17,
    );
    const why = at < 0 ? 'There is no 17.' : 'Request 17 was sent.';
    const verdict = at < 0 ? 'pass' : 'fail';
    return { verdict, checked: history.events.length, unit: 'events', why, events: [] };
  },
}];
`;
