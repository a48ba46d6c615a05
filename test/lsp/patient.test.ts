/** What a person waits for begins again where something changes meanwhile, and ends where they no longer want it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CancellationToken, type Connection, ProtocolRequestType, ResponseError } from 'vscode-languageserver';
import { Cancelled } from '../../server/src/engine/database.ts';
import { patient } from '../../server/src/lsp/handler.ts';
import type { Session } from '../../server/src/lsp/session.ts';

const Request = new ProtocolRequestType<null, number, never, void, void>('plumbline/test');

/** What the answer is when the work is interrupted so many times. */
async function answered(interruptions: number, isCancelled = false): Promise<{ answer: unknown; tries: number }> {
  let tries = 0;
  let ask: (params: null, token: CancellationToken) => unknown = () => undefined;
  const connection = {
    onRequest: (_: string, handle: typeof ask) => {
      ask = handle;
    },
  } as unknown as Connection;
  const session = {
    assertRunning: () => {},
    isReady: true,
    converter: () => ({}),
    world: { runtime: {} },
    failures: { report: () => {} },
  } as unknown as Session;
  const token = { isCancellationRequested: false } as { isCancellationRequested: boolean };
  patient(Request, () => {
    token.isCancellationRequested = isCancelled;
    if (++tries <= interruptions) throw new Cancelled();
    return tries;
  }).register(connection, session);
  return { answer: await ask(null, token as CancellationToken), tries };
}

test('it begins again, but not for ever', async () => {
  assert.deepEqual(await answered(0), { answer: 1, tries: 1 });
  assert.deepEqual(await answered(7), { answer: 8, tries: 8 });
  const { answer, tries } = await answered(1000);
  assert.ok(answer instanceof ResponseError && answer.code === -32801);
  assert.equal(tries, 20);
});

test('cancelled by the person it ends at once', async () => {
  const { answer, tries } = await answered(5, true);
  assert.ok(answer instanceof ResponseError && answer.code === -32800);
  assert.equal(tries, 1);
});
