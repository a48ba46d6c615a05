/** Every dependency is used and has its line in docs/dependencies.md, and no line speaks of one that is not there. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { ROOT, type Source, sources } from './sources.ts';

const TABLES = { product: '## In the product', workshop: '## For development and tests' };

function read(path: string): string {
  return readFileSync(resolve(ROOT, path), 'utf8');
}

function dependencies(path: string, field: string): readonly string[] {
  return Object.keys(JSON.parse(read(path))[field] ?? {});
}

const INSTALLED = {
  product: ['package.json', 'server/package.json', 'client/package.json'].flatMap((path) => dependencies(path, 'dependencies')),
  workshop: ['package.json', 'server/package.json', 'client/package.json'].flatMap((path) =>
    dependencies(path, 'devDependencies'),
  ),
};

/** The packages that the rows of a table speak of: what stands in backticks in their first cell. */
function listed(heading: string): readonly string[] {
  const [, section = ''] = read('docs/dependencies.md').split(`${heading}\n`);
  const rows = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| '));
  return rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ''));
}

function isImported(name: string, files: readonly Source[]): boolean {
  return files.some(({ imports }) => imports.some(({ to }) => to === name || to.startsWith(`${name}/`)));
}

/** True where a package is imported, resolved or started by its path; for types, where what they describe is imported. */
function isUsed(name: string, files: readonly Source[]): boolean {
  const described = name.startsWith('@types/') ? name.slice('@types/'.length) : undefined;
  if (described !== undefined) {
    return files.some(({ imports }) => imports.some(({ to }) => to === described || to.startsWith(`${described}:`)));
  }
  const places = [`resolve('${name}/`, `node_modules/${name}/`, `node_modules/.bin/${name}'`];
  return isImported(name, files) || files.some(({ text }) => places.some((place) => text.includes(place)));
}

for (const [kind, heading] of Object.entries(TABLES)) {
  const installed = kind === 'product' ? INSTALLED.product : INSTALLED.workshop;
  test(`docs/dependencies.md lists what is installed, "${heading.slice(3)}"`, () => {
    assert.ok(installed.length > 0);
    assert.deepEqual([...listed(heading)].sort(), [...installed].sort());
  });
}

test('every row says what for, why, size, licence and how it stays out of the hot path', () => {
  for (const heading of Object.values(TABLES)) {
    const [, section = ''] = read('docs/dependencies.md').split(`${heading}\n`);
    const rows = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| '));
    for (const row of rows) {
      const cells = row.split('|').slice(1, -1);
      assert.equal(cells.length, 6, row);
      assert.ok(
        cells.every((cell) => cell.trim() !== ''),
        row,
      );
    }
  }
});

test('every dependency is used: by the product itself, or by what builds and tests it', () => {
  const product = sources('{server,client}/src/**/*.ts');
  const own = 'test/tidy/dependencies.test.ts';
  const all = [...product, ...sources('{scripts,test,server/scripts}/**/*.{ts,mjs}'), ...sources('*.mjs')];
  const workshop = all.filter(({ path }) => path !== own);
  const unused = [
    ...INSTALLED.product.filter((name) => !isImported(name, product)),
    ...INSTALLED.workshop.filter((name) => !isUsed(name, workshop)),
  ];
  assert.deepEqual(unused, []);
  assert.ok(!isUsed('left-pad', workshop) && !isImported('@kubernetes/none', product), 'what is not there is not used');
});

test('what is imported is installed', () => {
  const known = new Set([...INSTALLED.product, ...INSTALLED.workshop, 'vscode']);
  const files = [...sources('{server,client}/src/**/*.ts'), ...sources('{scripts,test,server/scripts}/**/*.{ts,mjs}')];
  for (const { path, imports } of files)
    for (const { to } of imports) {
      const name = /^(?:@[^/]+\/)?[^/]+/.exec(to)?.[0] ?? to;
      const isOwn = /^(?:server|client|test|scripts|node:.*)$/.test(name) || /\.(?:ts|json|mjs)$/.test(to);
      assert.ok(isOwn || known.has(name), `${path} imports ${to}, which no package.json names`);
    }
});
