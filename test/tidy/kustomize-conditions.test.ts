/** docs/kustomize-conditions.md names every cause of a failed build and every remark, each with a rule that there is. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { RULES } from '../../server/src/rules/registry.ts';
import { ROOT } from './sources.ts';

const BUILD = 'server/src/model/kustomize/build';

function read(path: string): string {
  return readFileSync(resolve(ROOT, path), 'utf8');
}

/** The members of a union of strings. */
function members(file: string, type: string): readonly string[] {
  const [, body = ''] = read(`${BUILD}/${file}`).split(`export type ${type} =`);
  return [...(body.split(';')[0] ?? '').matchAll(/\| '([a-z0-9-]+)'/g)].map((match) => match[1] ?? '');
}

/** The cells in backticks of each row. */
const rows = read('docs/kustomize-conditions.md')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| condition'))
  .map((line) => line.split('|').map((cell) => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '')));

test('every cause has a row', () => {
  const told = new Set(rows.flatMap((cells) => cells[2] ?? []));
  const causes = [...members('problems.ts', 'ProblemCode'), ...members('remarks.ts', 'RemarkCode')];
  assert.ok(causes.length > 60, 'the causes are not found');
  assert.deepEqual(
    causes.filter((cause) => !told.has(cause)),
    [],
  );
  assert.deepEqual(
    [...told].filter((cause) => !causes.includes(cause)),
    [],
  );
});

test('every rule of the table is there', () => {
  const known = new Set(RULES.map(({ id }) => id));
  const named = rows.flatMap((cells) => (cells[3] ?? []).filter((cell) => /^[a-z]+\/[a-z-]+$/.test(cell)));
  assert.ok(named.length > 30, 'the rules are not found');
  assert.deepEqual(
    named.filter((id) => !known.has(id)),
    [],
  );
});

test('every rule on kustomizations is in the table', () => {
  const named = new Set(rows.flatMap((cells) => cells[3] ?? []));
  const own = RULES.map(({ id }) => id).filter((id) => id.startsWith('kustomize/'));
  assert.deepEqual(
    own.filter((id) => !named.has(id)),
    [],
  );
});
