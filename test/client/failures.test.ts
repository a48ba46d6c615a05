/** Failures of requests are told as what they are. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ErrorCodes, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { failureSentence } from '../../client/src/failures.ts';

const told = (code: number, message = 'as it was'): string | undefined =>
  failureSentence(new ResponseError(code, message), 'the environments were compared');

test('what changed meanwhile, what ended, what a person cancelled and what went wrong are told apart', () => {
  assert.equal(told(LSPErrorCodes.ContentModified), 'The files changed while the environments were compared. Try again.');
  assert.equal(told(LSPErrorCodes.RequestCancelled), undefined);
  for (const code of [ErrorCodes.PendingResponseRejected, ErrorCodes.ConnectionInactive])
    assert.equal(told(code), 'The Plumbline server ended while the environments were compared; its output says why.');
  const internal = 'Plumbline could not answer "plumbline/promote"; its log says why.';
  assert.equal(told(ErrorCodes.InternalError, internal), internal);
  assert.equal(failureSentence(new Error('EACCES: web.yaml'), 'it was written'), 'EACCES: web.yaml');
  assert.equal(failureSentence('odd', 'it was written'), 'odd');
});
