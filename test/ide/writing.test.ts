/** Completion, rename and code actions: the cursor is `‸`; the expected text is the file or list as it should be. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyEdits } from '../../server/src/base/spans.ts';
import { codeActions, fixAll } from '../../server/src/ide/actions.ts';
import { completion } from '../../server/src/ide/completion.ts';
import { diagnostics } from '../../server/src/ide/diagnostics.ts';
import type { WorkspaceChange } from '../../server/src/ide/edits.ts';
import { prepareRename, rename } from '../../server/src/ide/rename.ts';
import { scalar } from '../../server/src/ide/scalars.ts';
import { marked } from '../kit/marks.ts';
import { PACE, type TestWorkspace } from '../kit/workspace.ts';

/** The labels offered, and the file after the choice of the first. */
function checkCompletion(files: Record<string, string>, labels: readonly string[], after?: string): void {
  const { workspace, cursor } = marked(files);
  const { items } = completion(workspace.db, cursor.file, cursor.offset);
  const sorted = items.toSorted((a, b) => (a.order < b.order ? -1 : 1));
  assert.deepEqual(
    sorted.map(({ label }) => label),
    labels,
  );
  const [first] = sorted;
  if (after === undefined || first === undefined) return;
  assert.equal(applyEdits(textAt(workspace, cursor.file), [first.edit]), after);
}

function textAt(workspace: TestWorkspace, path: string): string {
  return workspace.text(path.slice(workspace.path('').length + 1)) ?? '';
}

/** The files after the change, those that changed only. */
function applied(workspace: TestWorkspace, change: WorkspaceChange): Record<string, string> {
  return Object.fromEntries(
    [...change.edits].map(([file, edits]) => [
      file.slice(workspace.path('').length + 1),
      applyEdits(textAt(workspace, file), edits),
    ]),
  );
}

const configMap = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata: {}\n`;
const usesConfig = (name: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n  volumes:\n    - name: c\n      configMap:\n        name: ${name}\n`;

test('in a kustomization the manifests and kustomizations beside it are offered, not what is listed already', () => {
  const others = {
    'web.yaml': configMap('a'),
    'db.yaml': configMap('b'),
    'notes.txt': '',
    'base/kustomization.yaml': '',
    'docs/x.md': '',
  };
  checkCompletion(
    { ...others, 'kustomization.yaml': 'resources:\n  - web.yaml\n  - ‸\n' },
    ['base', 'db.yaml', 'docs'],
    'resources:\n  - web.yaml\n  - base\n',
  );
  checkCompletion(
    { ...others, 'kustomization.yaml': 'resources: [‸]\n' },
    ['base', 'db.yaml', 'web.yaml', 'docs'],
    'resources: [base]\n',
  );
  checkCompletion(
    { ...others, 'kustomization.yaml': 'resources:\n  -‸' },
    ['base', 'db.yaml', 'web.yaml', 'docs'],
    'resources:\n  - base',
  );
  checkCompletion(
    { ...others, 'kustomization.yaml': "resources: ['d‸']\n" },
    ['base', 'db.yaml', 'web.yaml', 'docs'],
    "resources: ['base']\n",
  );
});

test('a path is completed level by level, up and down, inside the repository only', () => {
  const files = { 'base/kustomization.yaml': '', 'base/a.yaml': '', 'over/x/y.yaml': '' };
  checkCompletion(
    { ...files, 'over/kustomization.yaml': 'resources:\n  - ../‸\n' },
    ['../base', '../over'],
    'resources:\n  - ../base\n',
  );
  checkCompletion({ ...files, 'over/kustomization.yaml': 'resources:\n  - ‸\n' }, ['x', '..']);
  checkCompletion({ ...files, 'over/kustomization.yaml': 'resources:\n  - ../../‸\n' }, []);
  checkCompletion({ ...files, 'over/kustomization.yaml': 'components:\n  - ‸\n' }, ['x', '..']);
  checkCompletion({ ...files, 'over/kustomization.yaml': 'configMapGenerator:\n  - files: [x/‸y]\n' }, ['x/y.yaml']);
});

test('names of the expected kind are offered where one is pointed at, also where nothing stands yet', () => {
  const maps = { 'm.yaml': configMap('settings'), 'n.yaml': configMap('"123"') };
  checkCompletion({ ...maps, 'a.yaml': usesConfig('‸') }, ['123', 'settings'], usesConfig('"123"'));
  checkCompletion({ ...maps, 'a.yaml': usesConfig('set‸') }, ['123', 'settings']);
  checkCompletion({ ...maps, 'a.yaml': `${configMap('a')}x: ‸\n` }, []);
  checkCompletion({ ...maps, 'a.yaml': configMap('‸') }, []);
});

test('a scalar is quoted where it would be read as something else', () => {
  for (const text of ['web', 'a/b.yaml', '../base', './x', 'v1.2.3', '1a']) assert.equal(scalar(text), text);
  for (const text of ['123', '1e3', '1.5', 'true', 'on', 'null', '', 'a: b', '- x', '0x1f', '~', '*a', 'ä ö', '.5', '1_000'])
    assert.equal(scalar(text), JSON.stringify(text), text);
});

async function checkRename(files: Record<string, string>, name: string, after: Record<string, string>): Promise<void> {
  const { workspace, cursor } = marked(files);
  const change = await rename(workspace.db, cursor.file, cursor.offset, name, PACE);
  assert.ok('edits' in change, JSON.stringify(change));
  assert.deepEqual(applied(workspace, change), after);
}

async function checkRefused(files: Record<string, string>, name: string, sentence: RegExp): Promise<void> {
  const { workspace, cursor } = marked(files);
  const change = await rename(workspace.db, cursor.file, cursor.offset, name, PACE);
  assert.ok('refused' in change, 'it was renamed');
  assert.match(change.refused, sentence);
}

test('a rename changes the declaration and all that means it, and keeps quotes', async () => {
  await checkRename(
    {
      'kustomization.yaml': 'resources: [pod.yaml, map.yaml]\npatches:\n  - path: patch.yaml\n',
      'pod.yaml': usesConfig('"old‸"'),
      'map.yaml': configMap('old # the name'),
      'patch.yaml': configMap("'old'"),
      'other/kustomization.yaml': 'resources: [pod.yaml, map.yaml]\n',
      'other/pod.yaml': usesConfig('old'),
      'other/map.yaml': configMap('old'),
    },
    '123',
    { 'pod.yaml': usesConfig('"123"'), 'map.yaml': configMap('"123" # the name'), 'patch.yaml': configMap("'123'") },
  );
});

test('a rename is refused with a sentence that says why', async () => {
  await checkRefused({ 'a.yaml': configMap('ol‸d') }, 'Not Valid', /no name for a ConfigMap/);
  await checkRefused({ 'a.yaml': usesConfig('ol‸d') }, 'new', /"old" is not declared in this repository/);
  await checkRefused({ 'a.yaml': '‸a: 1\n' }, 'new', /No name stands here/);
  await checkRefused({ 'kustomization.yaml': 'resources: [a‸.yaml]\n', 'a.yaml': '' }, 'b.yaml', /rename the file/);
  await checkRefused({ 'kustomization.yaml': '‸resources: []\n' }, 'new', /cannot be renamed/);
  const both = { 'kustomization.yaml': 'resources: [a.yaml, b.yaml]\n', 'b.yaml': configMap('new') };
  await checkRefused({ ...both, 'a.yaml': configMap('ol‸d') }, 'new', /"new" is taken: b.yaml already declares ConfigMap "new"/);
  const { workspace, cursor } = marked({ 'a.yaml': configMap('ol‸d') });
  const prepared = prepareRename(workspace.db, cursor.file, cursor.offset);
  assert.deepEqual('text' in prepared && prepared.text, 'old');
});

const DUPLICATE = 'a: 1\nb: 2\nb‸: 3\nc: 4\n';

test('each suppression silences its finding, wherever it stands', () => {
  const fixtures: Record<string, string> = {
    'in the middle': DUPLICATE,
    'on the second line': 'a: 1\na‸: 2\n',
    'in a nested mapping': 'x:\r\n  - a: 1\r\n    a‸: 2\r\n',
    'in a flow mapping': 'x: { a: 1,\n  a‸: 2 }\n',
    'on the first line': 'x: { a: 1, a‸: 2 }\n',
    'behind a comment': '# head\nx: { a: 1, a‸: |\n  text }\n'.replace('|\n  text', '1'),
  };
  for (const [name, text] of Object.entries(fixtures)) {
    const { workspace, cursor } = marked({ 'a.yaml': text });
    assert.equal(diagnostics(workspace.db, cursor.file).length, 1, name);
    const actions = codeActions(workspace.db, cursor.file, { start: cursor.offset, end: cursor.offset });
    const suppressions = actions.filter(({ kind }) => kind === 'suppress');
    assert.deepEqual(
      suppressions.map(({ title }) => title),
      ['Suppress yaml/duplicate-key for this line', 'Suppress yaml/duplicate-key for this file'],
      name,
    );
    for (const { title, change } of suppressions) {
      const after = applied(workspace, change)['a.yaml'] ?? '';
      const checked = marked({ 'a.yaml': `${after}‸` });
      assert.deepEqual(
        diagnostics(checked.workspace.db, checked.cursor.file).map(({ message }) => message),
        [],
        `${name}: ${title}\n${after}`,
      );
      assert.equal(after.includes('\r\n'), text.includes('\r\n'));
    }
  }
});

test('actions are offered where the finding stands and nowhere else', () => {
  const { workspace, cursor } = marked({ 'a.yaml': DUPLICATE });
  assert.equal(codeActions(workspace.db, cursor.file, { start: 0, end: 3 }).length, 0);
  assert.ok(codeActions(workspace.db, cursor.file, { start: 0, end: 15 }).length > 0);
});

test('all safe fixes of a file are applied together', () => {
  const { workspace, cursor } = marked({
    'a.yaml': '# head\na: 1 # plumbline-ignore yaml/syntax\n# plumbline-ignore\nb: 2\n# plumbline-ignore yaml/syntax\nc: 3\n‸',
  });
  const action = fixAll(workspace.db, cursor.file);
  assert.ok(action);
  assert.deepEqual(applied(workspace, action.change), { 'a.yaml': '# head\na: 1\nb: 2\nc: 3\n' });
});
