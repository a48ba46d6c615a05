/** Rewrites: changes that answer no finding. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyEdits } from '../../server/src/base/spans.ts';
import { rewrites } from '../../server/src/ide/actions.ts';
import { marked } from '../kit/marks.ts';

/** Title to the text of the kustomization file afterwards. */
function rewritten(files: Record<string, string>): Record<string, string> {
  const { workspace, cursor } = marked(files);
  const span = { start: cursor.offset, end: cursor.offset };
  const after = rewrites(workspace.db, cursor.file, span).map(({ title, change }) => {
    const edits = change.edits.get(workspace.path('kustomization.yaml')) ?? [];
    return [title, applyEdits(workspace.text('kustomization.yaml') ?? '', edits)];
  });
  return Object.fromEntries(after);
}

const object = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;
const FILES = {
  'a.yaml': object('a'),
  'b.yaml': object('b'),
  'c.yaml': object('c'),
  'notes.yaml': 'x: 1\n',
  'p.yaml': object('a'),
};
const PATCHES = 'patches:\n  - path: p.yaml\n';

test('manifests beside a kustomization can be added to its resources, one by one and all together', () => {
  assert.deepEqual(rewritten({ ...FILES, 'kustomization.yaml': `resources:\n  - a.‸yaml\n${PATCHES}` }), {
    'Add b.yaml to resources': `resources:\n  - a.yaml\n  - b.yaml\n${PATCHES}`,
    'Add c.yaml to resources': `resources:\n  - a.yaml\n  - c.yaml\n${PATCHES}`,
    'Add all 2 unlisted manifests to resources': `resources:\n  - a.yaml\n  - b.yaml\n  - c.yaml\n${PATCHES}`,
  });
  assert.deepEqual(rewritten({ 'a.yaml': object('a'), 'kustomization.yaml': 're‸sources: []\n' }), {
    'Add a.yaml to resources': 'resources: [a.yaml]\n',
  });
  assert.deepEqual(rewritten({ 'a.yaml': object('a'), 'kustomization.yaml': 'namePrefix: x-‸\n' }), {
    'Add a.yaml to resources': 'namePrefix: x-\nresources:\n  - a.yaml\n',
  });
});

test('a manifest that its kustomization does not list can be added from where it stands', () => {
  const files = { ...FILES, 'kustomization.yaml': `resources: [a.yaml]\n${PATCHES}` };
  assert.deepEqual(rewritten({ ...files, 'b.yaml': `${object('b')}‸` }), {
    'Add b.yaml to resources of kustomization.yaml': `resources: [a.yaml, b.yaml]\n${PATCHES}`,
  });
  assert.deepEqual(rewritten({ ...files, 'a.yaml': `${object('a')}‸` }), {});
  assert.deepEqual(rewritten({ ...files, 'p.yaml': `${object('a')}‸` }), {});
  assert.deepEqual(rewritten({ ...files, 'notes.yaml': '‸x: 1\n' }), {});
});

test('nothing is offered away from the resources, and without a kustomization', () => {
  assert.deepEqual(rewritten({ ...FILES, 'kustomization.yaml': `resources: [a.yaml]\n${PATCHES}namePrefix: ‸x\n` }), {});
  assert.deepEqual(rewritten({ 'a.yaml': `${object('a')}‸` }), {});
});
