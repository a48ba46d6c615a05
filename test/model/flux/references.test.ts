/** What Flux's objects point at, with the namespaces that the controllers would take. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { facts } from '../../../server/src/model/facts.ts';
import { findings } from '../../../server/src/rules/findings.ts';
import { TestWorkspace } from '../../kit/workspace.ts';

function references(text: string): readonly string[] {
  const workspace = new TestWorkspace({ 'a.yaml': text });
  return facts(workspace.db, workspace.path('a.yaml'))
    .references.filter(({ role }) => role.startsWith('flux/'))
    .map(({ role, key, scope }) => `${role} ${key} in ${scope ?? '?'}`);
}

test('a Kustomization points at source, dependencies, Secrets and what it watches', () => {
  const found = references(`apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: apps, namespace: team }
spec:
  sourceRef: { kind: GitRepository, name: fleet, namespace: flux-system }
  dependsOn: [ { name: crds }, { name: base, namespace: flux-system } ]
  decryption: { provider: sops, secretRef: { name: keys } }
  postBuild: { substituteFrom: [ { kind: ConfigMap, name: settings }, { kind: Secret, name: '\${x}' } ] }
  healthChecks: [ { apiVersion: apps/v1, kind: Deployment, name: web, namespace: web } ]
  targetNamespace: web
`);
  assert.deepEqual([...found].sort(), [
    'flux/dependsOn kustomize.toolkit.fluxcd.io/Kustomization/base in flux-system',
    'flux/dependsOn kustomize.toolkit.fluxcd.io/Kustomization/crds in team',
    'flux/healthCheck apps/Deployment/web in web',
    'flux/namespace /Namespace/web in ',
    'flux/secretRef /Secret/keys in team',
    'flux/sourceRef source.toolkit.fluxcd.io/GitRepository/fleet in flux-system',
    'flux/substituteFrom /ConfigMap/settings in team',
  ]);
});

test('without a namespace the object’s own is meant, which others may decide', () => {
  const found = references(`apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web }
spec:
  chartRef: { kind: OCIRepository, name: web }
  valuesFrom: [ { kind: ConfigMap, name: values } ]
`);
  assert.deepEqual([...found].sort(), [
    'flux/sourceRef source.toolkit.fluxcd.io/OCIRepository/web in ?',
    'flux/valuesFrom /ConfigMap/values in ?',
  ]);
});

test('alerts, receivers and image automation name kinds without a group', () => {
  const found = references(`apiVersion: notification.toolkit.fluxcd.io/v1beta3
kind: Alert
metadata: { name: a, namespace: flux-system }
spec:
  providerRef: { name: slack }
  eventSources: [ { kind: HelmRelease, name: web, namespace: web }, { kind: Kustomization, name: '*' }, { kind: Odd, name: x } ]
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: { name: p, namespace: flux-system }
spec: { imageRepositoryRef: { name: web } }
`);
  assert.deepEqual([...found].sort(), [
    'flux/eventSource helm.toolkit.fluxcd.io/HelmRelease/web in web',
    'flux/imageRepository image.toolkit.fluxcd.io/ImageRepository/web in flux-system',
    'flux/provider notification.toolkit.fluxcd.io/Provider/slack in flux-system',
  ]);
});

test('a directory that appears takes its finding away, and the other way round', () => {
  const workspace = new TestWorkspace({
    'apps.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: apps, namespace: flux-system }
spec: { path: ./web, sourceRef: { kind: GitRepository, name: flux-system } }
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: api, namespace: flux-system }
spec: { path: ./api, sourceRef: { kind: GitRepository, name: flux-system } }
`,
    'web/a.yaml': 'a: 1\n',
  });
  const missing = (): number =>
    findings(workspace.db, workspace.path('apps.yaml')).findings.filter(({ rule }) => rule === 'flux/missing-path').length;
  assert.equal(missing(), 1);
  workspace.write('api/a.yaml', 'a: 1\n');
  assert.equal(missing(), 0);
  workspace.remove('api/a.yaml');
  assert.equal(missing(), 1);
});

test('a comment typed into an object wakes nothing', () => {
  const text = 'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: a }\nspec: { path: ./a }\n';
  const workspace = new TestWorkspace({ 'a.yaml': text, 'b.yaml': text.replaceAll('a }', 'b }') });
  const ask = (): void => {
    for (const file of workspace.files) findings(workspace.db, file);
  };
  ask();
  const ran: string[] = [];
  workspace.db.observe(({ query }) => ran.push(query));
  workspace.write('a.yaml', `# a remark\n${text}`);
  ask();
  assert.deepEqual(ran, ['parsed']);
});
