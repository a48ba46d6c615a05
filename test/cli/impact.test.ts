/** `plumbline impact`: what it prints in each format, and when it refuses. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Database } from '../../server/src/engine/database.ts';
import { writeBase } from '../../server/src/model/impact/base.ts';
import { baseFiles } from '../kit/change.ts';
import { ROOT, TestWorkspace } from '../kit/workspace.ts';
import { type Outcome, plumbline } from './world.ts';

const deployment = (image: string, replicas: number): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec:\n  replicas: ${replicas}\n  template: { spec: { containers: [{ name: web, image: "${image}" }] } }\n`;
const BEFORE = {
  CODEOWNERS: '* @acme/web\n',
  'production/kustomization.yaml': 'resources: [web.yaml]\n',
  'production/web.yaml': deployment('web:1.4.1', 2),
};
const AFTER = { ...BEFORE, 'production/web.yaml': deployment('web:1.4.2', 0) };

function impact(
  words: readonly string[],
  before: Record<string, string> = BEFORE,
  after: Record<string, string> = AFTER,
): Promise<Outcome> {
  return plumbline(['impact', ...words], after, {
    compare: async (db) => {
      const base = new Database();
      const files = baseFiles(new TestWorkspace(after), before, after);
      writeBase(base, db, files);
      return { before: base, files: [...files.keys()], bases: [{ root: ROOT, ref: 'main', commit: 'a1b2c3d4' }] };
    },
  });
}

test('for people: dangers, applications with their objects and places, owners', async () => {
  const { status, out } = await impact([]);
  assert.equal(status, 0);
  assert.equal(
    out,
    [
      '1 file changed: 1 object in 1 application. Since main (a1b2c3d).',
      '',
      'danger Deployment web is scaled to 0: nothing of it runs (production)',
      '       production/web.yaml:5',
      '',
      'production  1 changed',
      '    Deployment web  replicas 2 → 0 · image 1.4.1 → 1.4.2',
      '        production/web.yaml:5, production/web.yaml:6',
      '',
      'owners: @acme/web',
      '',
    ].join('\n'),
  );
});

test('as the text of a pull request: nobody is called, nothing is markup', async () => {
  const { out } = await impact(['--format', 'markdown']);
  assert.match(out, /^> \[!WARNING\]\n> - Deployment web is scaled to 0/);
  assert.match(out, /\n<details><summary><b>production<\/b>: 1 changed<\/summary>\n/);
  assert.match(out, /\n- {2}replicas: 2\n\+ {2}replicas: 0\n/);
  assert.doesNotMatch(out.replace(/`[^`]*`/g, ''), /@acme/);
  const hostile = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: "<img src=x>@all" }\ndata:\n  a: "```\\n</details># x"\n';
  const text = (await impact(['--format', 'markdown'], BEFORE, { ...BEFORE, 'production/web.yaml': hostile })).out;
  assert.doesNotMatch(text.replace(/^(`{3,})diff\n[\s\S]*?^\1$/gm, ''), /<img|@all/);
});

test('for machines, in the documented form', async () => {
  const { out } = await impact(['--format', 'json']);
  const { version, bases, dangers, applications, owners, files } = JSON.parse(out);
  assert.equal(version, 1);
  assert.deepEqual(bases, [{ ref: 'main', commit: 'a1b2c3d4' }]);
  assert.equal(dangers[0].id, 'replicas-zero');
  const [application] = applications;
  assert.deepEqual(
    [application.kind, application.directory, application.environment, application.rendered],
    ['kustomization', 'production', 'production', true],
  );
  assert.deepEqual(application.objects[0].fields[0], {
    field: 'spec.replicas',
    before: 2,
    after: 0,
    hidden: false,
    beforeAt: { file: 'production/web.yaml', line: 4, character: 12 },
    afterAt: { file: 'production/web.yaml', line: 4, character: 12 },
  });
  assert.deepEqual(owners, [{ owner: '@acme/web', files: ['production/web.yaml'] }]);
  assert.deepEqual(files, [{ file: 'production/web.yaml', change: 'changed', owners: ['@acme/web'] }]);
});

test('nothing changed, no git, and revisions that are none', async () => {
  assert.equal((await impact([], BEFORE, BEFORE)).out, 'Nothing changed since main (a1b2c3d).\n');
  const failed = await plumbline(['impact'], BEFORE);
  assert.deepEqual([failed.status, failed.err], [2, 'plumbline: no git in tests.\n']);
  assert.match((await impact(['--base=-x'])).err, /--base needs a revision/);
  assert.equal((await impact(['a', 'b'])).status, 2);
});
