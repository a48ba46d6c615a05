/** Which documents are Kubernetes objects, and what they declare and point at. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { facts } from '../../../server/src/model/facts.ts';
import { objectsIn } from '../../../server/src/model/kubernetes/objects.ts';
import { declarationsOf, referencesTo } from '../../../server/src/model/names.ts';
import { placeSpan } from '../../../server/src/model/place.ts';
import { layout } from '../../../server/src/model/source.ts';
import { TestWorkspace } from '../../kit/workspace.ts';

/** The objects of a file as `group/Kind/name@scope`. */
function objects(workspace: TestWorkspace, file: string): readonly string[] {
  return objectsIn(workspace.db, workspace.path(file)).map(
    ({ group, kind, name, scope, partial }) => `${group}/${kind}/${name}@${scope ?? '?'}${partial ? ' partial' : ''}`,
  );
}

const CONFIG = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: web }\n';

describe('objects', () => {
  test('documents, and the items of Lists', () => {
    const workspace = new TestWorkspace({
      'all.yaml':
        'apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n---\n# nothing\n---\napiVersion: v1\nkind: List\nitems:\n- apiVersion: apps/v1\n  kind: Deployment\n  metadata: { name: b, namespace: a }\n- apiVersion: v1\n  kind: Secret\n  metadata: { name: c }\n---\njust: data\n',
    });
    assert.deepEqual(objects(workspace, 'all.yaml'), ['/Namespace/a@', 'apps/Deployment/b@a', '/Secret/c@?']);
  });

  test('kustomization files are none, the Flux object of the same kind is one whatever its file is called', () => {
    const workspace = new TestWorkspace({
      'a/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nmetadata: { name: x }\n',
      'b/kustomization.yaml':
        'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: x, namespace: flux-system }\n',
    });
    assert.deepEqual(objects(workspace, 'a/kustomization.yaml'), []);
    assert.deepEqual(objects(workspace, 'b/kustomization.yaml'), ['kustomize.toolkit.fluxcd.io/Kustomization/x@flux-system']);
  });

  test('a kustomization decides what a file is: a resource, a patch, data, its own configuration', () => {
    const workspace = new TestWorkspace({
      'kustomization.yaml':
        'namespace: prod\nresources: [web.yaml]\npatches: [{ path: patch.yaml }]\nconfigMapGenerator: [{ name: x, files: [key=data.yaml] }]\nconfigurations: [config.yaml]\n',
      'web.yaml': CONFIG,
      'patch.yaml': CONFIG,
      'data.yaml': CONFIG,
      'config.yaml': CONFIG,
      'other.yaml': CONFIG,
    });
    assert.deepEqual(objects(workspace, 'web.yaml'), ['/ConfigMap/web@?']);
    assert.deepEqual(objects(workspace, 'patch.yaml'), ['/ConfigMap/web@? partial']);
    assert.deepEqual(objects(workspace, 'data.yaml'), []);
    assert.deepEqual(objects(workspace, 'config.yaml'), []);
    assert.deepEqual(objects(workspace, 'other.yaml'), ['/ConfigMap/web@?']);
    workspace.write('kustomization.yaml', 'resources: [patch.yaml]\n');
    assert.deepEqual(objects(workspace, 'patch.yaml'), ['/ConfigMap/web@?']);
  });

  test('a namespace that a kustomization further up replaces is not known', () => {
    const object = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: web, namespace: old }\n';
    const workspace = new TestWorkspace({
      'top/kustomization.yaml': 'namespace: new\nresources: [../base]\n',
      'base/kustomization.yaml': 'resources: [web.yaml, ../top]\n',
      'base/web.yaml': object,
      'alone.yaml': object,
    });
    assert.deepEqual(objects(workspace, 'base/web.yaml'), ['/ConfigMap/web@?']);
    assert.deepEqual(objects(workspace, 'alone.yaml'), ['/ConfigMap/web@old']);
  });

  test('what a workload points at is found from both ends, and stands where it is written', () => {
    const workspace = new TestWorkspace({
      'web.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: a }\nspec:\n  template:\n    spec:\n      serviceAccountName: "robot"\n      containers:\n      - name: web\n        envFrom: [{ configMapRef: { name: web } }]\n      volumes: [{ secret: { secretName: $(NAME) } }]\n',
      'config.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: web, namespace: a }\ndata: { colour: red }\n',
    });
    const { db } = workspace;
    const file = workspace.path('web.yaml');
    const found = facts(db, file).references.map(({ key, scope, role, place }) => {
      const span = placeSpan(layout(db, file), workspace.text('web.yaml') ?? '', place);
      return `${role} ${key}@${scope} ${workspace.text('web.yaml')?.slice(span.start, span.end)}`;
    });
    assert.deepEqual(found, [
      'kubernetes/namespace /Namespace/a@ a',
      'kubernetes/configMap /ConfigMap/web@a web',
      'kubernetes/serviceAccount /ServiceAccount/robot@a robot',
    ]);
    const name = { space: 'object', key: '/ConfigMap/web', scope: 'a' };
    assert.deepEqual(
      declarationsOf(db, file, name).map((site) => site.file),
      [workspace.path('config.yaml')],
    );
    assert.deepEqual(
      referencesTo(db, file, name).map((site) => site.file),
      [file],
    );
    const outline = facts(db, workspace.path('config.yaml')).declarations.map(({ label, parent }) => [label, parent]);
    assert.deepEqual(outline, [
      ['ConfigMap web', undefined],
      ['colour', 0],
    ]);
  });
});
