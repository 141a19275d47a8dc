import { expect, test } from 'vitest';
import { fileError } from '../../harness/store/file-error.ts';

test.each([
  ['ENOSPC', 69, /^It cannot be: the disk is full; free some space and try again\.$/],
  ['EDQUOT', 69, /quota/],
  ['EACCES', 64, /permission is denied/],
  ['EROFS', 64, /read-only/],
  ['ENOENT', 64, /does not exist/],
])('%s leads to exit %d and a sentence', (code, exit, sentence) => {
  const error = fileError('It cannot be', Object.assign(new Error('raw'), { code }));
  expect(error).toMatchObject({ name: 'OperatingError', exit });
  expect((error as Error).message).toMatch(sentence);
});

test('an error that is not of the file system stays what it is', () => {
  const error = new TypeError('ours');
  expect(fileError('It cannot be', error)).toBe(error);
});
