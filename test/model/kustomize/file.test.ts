/** Kustomization files as read: their paths with exact places, what is remote, and the way back. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { kustomizationFile } from '../../../server/src/model/kustomize/file.ts';
import { kustomizationOf } from '../../../server/src/model/kustomize/recognise.ts';
import { isRemoteFile, isRemoteRepository } from '../../../server/src/model/kustomize/remote.ts';
import { buildersOf, includedBy } from '../../../server/src/model/kustomize/uses.ts';
import { placeSpan } from '../../../server/src/model/place.ts';
import { layout } from '../../../server/src/model/source.ts';
import { TestWorkspace } from '../../kit/workspace.ts';

describe('kustomization files', () => {
  test('every field that holds paths, with the place of exactly the path', () => {
    const workspace = new TestWorkspace({
      'app/kustomization.yaml': `resources: [a.yaml, "../base", https://example.org/x.yaml, github.com/a/b]
bases: [ old ]
components: ['c']
patches: [{ path: p.yaml, target: { kind: Deployment } }, { patch: "x: y" }]
patchesStrategicMerge: [s.yaml, "kind: X"]
patchesJson6902: [{ path: j.json }]
configMapGenerator: [{ name: g, files: [f.txt, 'k=v.txt'], envs: [e.env], env: one.env }]
secretGenerator: [{ files: ["k=w.txt"] }]
configurations: [n.yaml]
crds: [crd.json]
openapi: { path: schema.json }
replacements: [{ path: r.yaml }, { source: {} }]
generators: [gen.yaml]
helmCharts: [{ name: h, valuesFile: values.yaml, additionalValuesFiles: [more.yaml] }]
helmGlobals: { chartHome: charts }
`,
    });
    const { db } = workspace;
    const file = workspace.path('app/kustomization.yaml');
    const text = workspace.text('app/kustomization.yaml') ?? '';
    const read = kustomizationFile(db, file)?.paths.map(({ field, place, path }) => {
      const { start, end } = placeSpan(layout(db, file), text, place);
      return `${field} ${text.slice(start, end)} ${path?.slice('/repo/'.length)}`;
    });
    assert.deepEqual(read?.sort(), [
      'bases old app/old',
      'components c app/c',
      'configMapGenerator e.env app/e.env',
      'configMapGenerator f.txt app/f.txt',
      'configMapGenerator one.env app/one.env',
      'configMapGenerator v.txt app/v.txt',
      'configurations n.yaml app/n.yaml',
      'crds crd.json app/crd.json',
      'generators gen.yaml app/gen.yaml',
      'helmChartHome charts app/charts',
      'helmValues more.yaml app/more.yaml',
      'helmValues values.yaml app/values.yaml',
      'openapi schema.json app/schema.json',
      'patches p.yaml app/p.yaml',
      'patchesJson6902 j.json app/j.json',
      'patchesStrategicMerge s.yaml app/s.yaml',
      'replacements r.yaml app/r.yaml',
      'resources ../base base',
      'resources a.yaml app/a.yaml',
      'resources github.com/a/b undefined',
      'resources https://example.org/x.yaml undefined',
      'secretGenerator w.txt app/w.txt',
    ]);
  });

  test('remote entries are told from paths as Kustomize tells them', () => {
    const remote = [
      'https://github.com/a/b//deploy?ref=v1',
      'github.com/a/b/deploy',
      'git@github.com:a/b.git',
      'ssh://git@host.xz/a/b',
      'git::https://host/a/b',
      'https://dev.azure.com/o/p/_git/r/deploy',
      'file:///srv/repo',
      'GitHub.com/a/b',
    ];
    const local = ['base', '../base', './github.com', 'host.xz/a/b', 'a@b', '/abs', 'https', 'https://host', 'ftp://host/a/b'];
    assert.deepEqual([...remote, ...local].filter(isRemoteRepository), remote);
    assert.deepEqual(['https://host/x.yaml', 'HTTP://host/x', 'http.yaml', 'git@host:x'].filter(isRemoteFile), [
      'https://host/x.yaml',
      'HTTP://host/x',
    ]);
  });

  test('directories know their kustomization file, and paths who names them', () => {
    const workspace = new TestWorkspace({
      'base/kustomization.yml': 'resources: [a.yaml]\n',
      'base/a.yaml': 'a: b\n',
      'one/kustomization.yaml': 'resources: [../base]\n',
      'two/Kustomization': 'resources: [../one]\n',
      'three/kustomization.yaml': 'kind: HelmRelease\n',
    });
    const { db } = workspace;
    assert.equal(kustomizationOf(db, workspace.path('base')), workspace.path('base/kustomization.yml'));
    assert.equal(kustomizationOf(db, workspace.path('three')), undefined);
    assert.deepEqual(includedBy(db, workspace.path('base')), [
      { kustomization: workspace.path('one/kustomization.yaml'), field: 'resources' },
    ]);
    assert.deepEqual(buildersOf(db, workspace.path('base/kustomization.yml')), [
      workspace.path('base/kustomization.yml'),
      workspace.path('one/kustomization.yaml'),
      workspace.path('two/Kustomization'),
    ]);
    workspace.remove('one/kustomization.yaml');
    assert.deepEqual(includedBy(db, workspace.path('base')), []);
  });
});
