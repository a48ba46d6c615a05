/** The one-way rule between the folders of the server, the purity of what thinks, and no cycles anywhere. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LAYERS, PURE, WIRING } from '../../server/src/layers.ts';
import { type Source, sources } from './sources.ts';

const SERVER = 'server/src/';

/** The folder below `server/src`, or the file that stands beside the folders. */
function layerOf(path: string): string {
  return path.slice(SERVER.length).split('/')[0] ?? '';
}

/** What breaks the rules, one line each; empty where all is well. */
function breaches(files: readonly Source[]): readonly string[] {
  return files.flatMap(({ path, text, imports }) => {
    const layer = layerOf(path);
    if (WIRING.includes(layer)) return [];
    const allowed = LAYERS[layer];
    if (allowed === undefined) return [`${path}: the folder ${layer} has no line in server/src/layers.ts`];
    const found: string[] = [];
    for (const { to } of imports) {
      if (to.startsWith(SERVER)) {
        const target = layerOf(to);
        if (target !== layer && !allowed.includes(target))
          found.push(`${path} imports ${to}; ${layer} may import ${allowed.join(', ') || 'nothing'}`);
      } else if (PURE.includes(layer) && (to.startsWith('node:') || to.startsWith('vscode')))
        found.push(`${path} imports ${to} in a pure layer`);
    }
    if (PURE.includes(layer)) {
      const world =
        /\b(?:Date\.now|new Date\(\)|performance\.now|Math\.random|process\.|setTimeout|setInterval|setImmediate)\b/.exec(
          withoutComments(text),
        );
      if (world !== null) found.push(`${path} uses ${world[0]} in a pure layer`);
    }
    return found;
  });
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');
}

test('every folder imports only what stands below it, and pure ones nothing of the world', () => {
  assert.deepEqual(breaches(sources('server/src/**/*.ts')), []);
});

test('a planted breach of each kind is told', () => {
  const plant = (path: string, to: string, text = ''): Source => ({
    path,
    text,
    imports: to === '' ? [] : [{ to, typeOnly: false }],
  });
  assert.equal(breaches([plant('server/src/rules/yaml/x.ts', 'server/src/syntax/tree.ts')]).length, 1);
  assert.equal(breaches([plant('server/src/model/x.ts', 'node:fs')]).length, 1);
  assert.equal(breaches([plant('server/src/ide/x.ts', '', 'const t = Date.now();')]).length, 1);
  assert.equal(breaches([plant('server/src/elsewhere/x.ts', '')]).length, 1);
  assert.equal(breaches([plant('server/src/ide/x.ts', 'server/src/rules/rule.ts', '// Date.now() is not called')]).length, 0);
});

test('the client takes nothing but types from the server, and those from its protocol alone', () => {
  const found = sources('client/src/**/*.ts').flatMap(({ path, imports }) =>
    imports.filter(({ to }) => to.startsWith('server/')).map(({ to, typeOnly }) => ({ path, to, typeOnly })),
  );
  assert.deepEqual(
    found.filter(({ to, typeOnly }) => !typeOnly || !/^server\/src\/lsp\/protocol(-[a-z]+)?\.ts$/.test(to)),
    [],
  );
});

test('no file imports itself by a detour', () => {
  const files = new Map(sources('{client,server}/src/**/*.ts').map((source) => [source.path, source]));
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (path: string, chain: readonly string[]): void => {
    if (chain.includes(path)) {
      circles.push([...chain.slice(chain.indexOf(path)), path].join(' → '));
      return;
    }
    if (done.has(path)) return;
    done.add(path);
    for (const { to, typeOnly } of files.get(path)?.imports ?? []) if (!typeOnly) visit(to, [...chain, path]);
  };
  for (const path of files.keys()) visit(path, []);
  assert.deepEqual(circles, []);
});
