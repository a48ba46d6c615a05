/** A build tells all that is wrong, Kustomize's own failure first, and nothing that follows from a failure before it. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { build } from '../../../server/src/model/kustomize/build/build.ts';
import { TestWorkspace } from '../../kit/workspace.ts';

const WEB = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 1
  template: { spec: { containers: [{ name: web, image: "web:1" }] } }
`;

/** The causes of the build of `.`, with what tells two of one kind apart. */
function causes(kustomization: string, files: Readonly<Record<string, string>> = {}): readonly string[] {
  const workspace = new TestWorkspace({ 'kustomization.yaml': kustomization, 'web.yaml': WEB, ...files });
  const { problems, objects } = build(workspace.db, workspace.path('.'));
  assert.equal(objects.length === 0, problems.length > 0, 'a build that fails has no objects');
  return problems.map(({ code, args }) => [code, args.path ?? args.name ?? args.id ?? ''].join(' ').trim());
}

/** An entry of `patches` with JSON 6902 operations, as pairs of operation and path. */
function operations(...pairs: readonly (readonly [op: string, path: string])[]): string {
  const lines = pairs.map(([op, path]) => `      - { op: ${op}, path: ${path}, value: 1 }\n`).join('');
  return `  - target: { kind: Deployment }\n    patch: |-\n${lines}`;
}

suite('independent failures', () => {
  test('resources, generators, patches, replicas and replacements', () => {
    const found = causes(
      `resources: [gone.yaml, web.yaml, web.yaml]
configMapGenerator:
  - literals: [a=1]
  - { name: twice, literals: [a=1, a=2] }
patches:
  - path: missing.yaml
  - patch: nothing
replacements:
  - source: { kind: Deployment, name: web }
`,
    );
    assert.deepEqual(found, [
      'missing-path gone.yaml',
      'duplicate-id Deployment.v1.apps/web.[noNs]',
      'generator-name',
      'generator-duplicate-key twice',
      'missing-path missing.yaml',
      'patch-unreadable',
      'replacement-incomplete',
    ]);
  });

  test('operations of one patch and of several', () => {
    const patches = operations(['remove', '/spec/a'], ['replace', '/spec/replicas'], ['remove', '/spec/b']);
    const more = operations(['remove', '/spec/c']);
    assert.deepEqual(causes(`resources: [web.yaml]\npatches:\n${patches}${more}replicas: [{ name: api, count: 1 }]\n`), [
      'json-patch-path /spec/a',
      'json-patch-path /spec/b',
      'json-patch-path /spec/c',
      'replicas-no-match api',
    ]);
  });

  test('those of a base, each once', () => {
    const files = {
      'base/kustomization.yaml': `resources: [web.yaml]\nnamePrefix: a-\npatches:\n${operations(['remove', '/spec/a'])}`,
      'base/web.yaml': WEB,
    };
    assert.deepEqual(causes(`resources: [base]\npatches:\n${operations(['remove', '/spec/b'])}`, files), [
      'json-patch-path /spec/a',
      'json-patch-path /spec/b',
    ]);
  });
});

suite('what follows from a failure', () => {
  test('a patch for an object whose file is missing', () => {
    const patch = '  - patch: |-\n      apiVersion: v1\n      kind: Service\n      metadata: { name: web }\n';
    assert.deepEqual(causes(`resources: [web.yaml, service.yaml]\npatches:\n${patch}`), ['missing-path service.yaml']);
  });

  test('operations below what a failed one would have added, or on other items of its list', () => {
    const patches = [
      operations(['add', '/spec/a/b']),
      operations(['replace', '/spec/a/b/c']),
      operations(['remove', '/spec/template/spec/volumes/0']),
      operations(['remove', '/spec/template/spec/volumes/1']),
      operations(['remove', '/spec/other']),
    ];
    assert.deepEqual(causes(`resources: [web.yaml]\npatches:\n${patches.join('')}`), [
      'json-patch-path /spec/a/b',
      'json-patch-path /spec/template/spec/volumes/0',
      'json-patch-path /spec/other',
    ]);
  });

  test('a component that cannot be read', () => {
    assert.deepEqual(
      causes(`resources: [web.yaml]\ncomponents: [part]\npatches:\n${operations(['remove', '/spec/a'])}`, {
        'part/kustomization.yaml': 'kind: Component\nresources: 1\n',
      }),
      ['invalid-kustomization'],
    );
  });
});

test('a thousand failures are told in part', () => {
  const patches = Array.from({ length: 1000 }, (_, i) => operations(['remove', `/spec/a${i}`])).join('');
  assert.equal(causes(`resources: [web.yaml]\npatches:\n${patches}`).length, 50);
});
