/** Listeners of one notification do not push each other out. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Listeners } from '../../client/src/listeners.ts';

/** As the language client does it: one handler for each method, and who ends one ends whichever is there. */
function client(): { listeners: Listeners; tell: (method: string, params: unknown) => void; handlers: Map<string, unknown> } {
  const handlers = new Map<string, (params: unknown) => void>();
  const listeners = new Listeners((method, handle) => {
    handlers.set(method, handle);
    return { dispose: () => void handlers.delete(method) };
  });
  return { listeners, handlers, tell: (method, params) => handlers.get(method)?.(params) };
}

test('two that follow the same method both hear, and the one that stays hears on', () => {
  const { listeners, tell } = client();
  const heard: string[] = [];
  const first = listeners.on<string>('progress', (text) => heard.push(`first ${text}`));
  const second = listeners.on<string>('progress', (text) => heard.push(`second ${text}`));
  tell('progress', 'a');
  second.dispose();
  second.dispose();
  tell('progress', 'b');
  first.dispose();
  tell('progress', 'c');
  assert.deepEqual(heard, ['first a', 'second a', 'first b']);
  listeners.on<string>('progress', (text) => heard.push(`third ${text}`));
  tell('progress', 'd');
  assert.deepEqual(heard.slice(3), ['third d']);
});

test('the same function twice is two listeners; who ends another while both are told has the other not told', () => {
  const { listeners, tell } = client();
  let count = 0;
  const handle = (): void => void count++;
  const one = listeners.on('changed', handle);
  listeners.on('changed', handle);
  tell('changed', undefined);
  one.dispose();
  tell('changed', undefined);
  assert.equal(count, 3);

  const heard: string[] = [];
  let other = { dispose: (): void => {} };
  listeners.on('end', () => other.dispose());
  other = listeners.on('end', () => heard.push('other'));
  tell('end', undefined);
  assert.deepEqual(heard, []);
});

test('nothing is left behind', () => {
  const { listeners, handlers } = client();
  listeners.on('a', () => {});
  listeners.on('b', () => {});
  listeners.dispose();
  assert.equal(handlers.size, 0);
});
