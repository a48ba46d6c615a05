/** The cache makes a thing once, whole or not at all, also when several ask at the same time or one died in between. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { cached, cacheKey } from './cache.ts';

function temporary(t: TestContext): string {
  const root = mkdtempSync(join(tmpdir(), 'plumbline-cache-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  return root;
}

test('several that ask at once get one result, made once', async (t) => {
  const root = temporary(t);
  let made = 0;
  const make = async (directory: string): Promise<void> => {
    made++;
    await new Promise((resolve) => setTimeout(resolve, 20));
    writeFileSync(join(directory, 'tool'), 'binary');
  };
  const places = await Promise.all([1, 2, 3].map(() => cached('tool', 'k', make, root)));
  assert.equal(made, 1);
  assert.equal(new Set(places).size, 1);
  assert.equal(readFileSync(join(places[0] ?? '', 'tool'), 'utf8'), 'binary');
  assert.deepEqual(readdirSync(root), ['tool-k']);
});

test('what failed half way leaves nothing and is made again', async (t) => {
  const root = temporary(t);
  const fail = async (directory: string): Promise<void> => {
    writeFileSync(join(directory, 'half'), '');
    throw new Error('no compiler');
  };
  await assert.rejects(cached('tool', 'k', fail, root), /no compiler/);
  assert.deepEqual(readdirSync(root), []);
  assert.ok(existsSync(await cached('tool', 'k', async () => {}, root)));
});

test('the lock of a process that died is taken over', async (t) => {
  const root = temporary(t);
  writeFileSync(join(root, 'tool-k.lock'), '4194304999');
  assert.ok(existsSync(await cached('tool', 'k', async () => {}, root)));
});

test('what was unused for long goes when its successor is made', async (t) => {
  const root = temporary(t);
  const old = await cached('tool', cacheKey('1'), async () => {}, root);
  const other = await cached('tools', cacheKey('1'), async () => {}, root);
  const long = new Date(Date.now() - 40 * 24 * 3600 * 1000);
  utimesSync(old, long, long);
  utimesSync(other, long, long);
  await cached('tool', cacheKey('2'), async () => {}, root);
  assert.equal(existsSync(old), false);
  assert.equal(existsSync(other), true);
});

test('keys tell their parts apart', () => {
  assert.notEqual(cacheKey('ab', 'c'), cacheKey('a', 'bc'));
  assert.match(cacheKey('x'), /^[0-9a-f]{16}$/);
});
