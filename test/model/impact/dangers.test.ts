/** Dangers that are certain, each with a near miss that is none. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quantity } from '../../../server/src/model/impact/quantities.ts';
import { impactOfChange } from '../../kit/change.ts';

/** The dangers of replacing one manifest by another, in a directory that Flux deploys with prune. */
async function dangers(before: string, after: string, prune = true): Promise<readonly string[]> {
  const rest = {
    'clusters/kustomization.yaml': 'resources: [apps.yaml]\n',
    'clusters/apps.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: apps, namespace: flux-system }\nspec:\n  path: ./apps\n  prune: ${prune}\n  sourceRef: { kind: GitRepository, name: flux-system }\n`,
  };
  const side = (text: string): Record<string, string> => ({
    ...rest,
    'apps/kustomization.yaml': 'resources: [it.yaml]\n',
    'apps/it.yaml': text,
  });
  return (await impactOfChange(side(before), side(after))).dangers.map(({ id, message }) => `${id}: ${message}`);
}

const CONFIG = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n';
const object = (apiVersion: string, kind: string, rest = ''): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: it\n${rest}`;

const CASES: readonly (readonly [string, string, string, readonly RegExp[]])[] = [
  [
    'a claim that goes',
    `${object('v1', 'PersistentVolumeClaim')}---\n${CONFIG}`,
    CONFIG,
    [/^removed-pvc: PersistentVolumeClaim it would be deleted with its data$/],
  ],
  [
    'a claim that is kept',
    `${object('v1', 'PersistentVolumeClaim', '  annotations: { kustomize.toolkit.fluxcd.io/prune: disabled }\n')}---\n${CONFIG}`,
    CONFIG,
    [],
  ],
  [
    'a namespace that goes',
    `${object('v1', 'Namespace')}---\n${CONFIG}`,
    CONFIG,
    [/^removed-namespace: .* with everything in it$/],
  ],
  ['a CRD that goes', `${object('apiextensions.k8s.io/v1', 'CustomResourceDefinition')}---\n${CONFIG}`, CONFIG, [/^removed-crd/]],
  [
    'a network policy that goes',
    `${object('networking.k8s.io/v1', 'NetworkPolicy')}---\n${CONFIG}`,
    CONFIG,
    [/^removed-networkpolicy/],
  ],
  ['a stateful set that goes', `${object('apps/v1', 'StatefulSet')}---\n${CONFIG}`, CONFIG, [/^removed-statefulset/]],
  ['a config map that goes', `${object('v1', 'ConfigMap')}---\n${CONFIG}`, CONFIG, []],
  [
    'replicas to 0',
    object('apps/v1', 'Deployment', 'spec: { replicas: 2 }\n'),
    object('apps/v1', 'Deployment', 'spec: { replicas: 0 }\n'),
    [/^replicas-zero/],
  ],
  [
    'replicas to 1',
    object('apps/v1', 'Deployment', 'spec: { replicas: 2 }\n'),
    object('apps/v1', 'Deployment', 'spec: { replicas: 1 }\n'),
    [],
  ],
  [
    'a selector',
    object('apps/v1', 'Deployment', 'spec: { selector: { matchLabels: { app: a } } }\n'),
    object('apps/v1', 'Deployment', 'spec: { selector: { matchLabels: { app: b } } }\n'),
    [/^immutable-field: Deployment it: spec\.selector\.matchLabels cannot be changed/],
  ],
  [
    'a selector of what is replaced',
    object(
      'apps/v1',
      'Deployment',
      '  annotations: { argocd.argoproj.io/sync-options: "Prune=true,Replace=true" }\nspec: { selector: { matchLabels: { app: a } } }\n',
    ),
    object(
      'apps/v1',
      'Deployment',
      '  annotations: { argocd.argoproj.io/sync-options: "Prune=true,Replace=true" }\nspec: { selector: { matchLabels: { app: b } } }\n',
    ),
    [],
  ],
  [
    'a service name',
    object('apps/v1', 'StatefulSet', 'spec: { serviceName: a }\n'),
    object('apps/v1', 'StatefulSet', 'spec: { serviceName: b }\n'),
    [/^immutable-field/],
  ],
  [
    'a default written out',
    object('apps/v1', 'StatefulSet', 'spec: { serviceName: a }\n'),
    object('apps/v1', 'StatefulSet', 'spec: { serviceName: a, podManagementPolicy: OrderedReady }\n'),
    [],
  ],
  [
    'the template of a stateful set',
    object('apps/v1', 'StatefulSet', 'spec: { template: { a: 1 } }\n'),
    object('apps/v1', 'StatefulSet', 'spec: { template: { a: 2 } }\n'),
    [],
  ],
  [
    'a claim that shrinks',
    object('v1', 'PersistentVolumeClaim', 'spec: { resources: { requests: { storage: 10Gi } } }\n'),
    object('v1', 'PersistentVolumeClaim', 'spec: { resources: { requests: { storage: 9Gi } } }\n'),
    [/^pvc-shrink/],
  ],
  [
    'a claim that grows, or is written otherwise',
    object('v1', 'PersistentVolumeClaim', 'spec: { resources: { requests: { storage: 1Gi } } }\n'),
    object('v1', 'PersistentVolumeClaim', 'spec: { resources: { requests: { storage: 1024Mi } } }\n'),
    [],
  ],
  [
    'a role reference',
    object('rbac.authorization.k8s.io/v1', 'RoleBinding', 'roleRef: { name: a }\n'),
    object('rbac.authorization.k8s.io/v1', 'RoleBinding', 'roleRef: { name: b }\n'),
    [/^immutable-field/],
  ],
  [
    'all verbs',
    object('rbac.authorization.k8s.io/v1', 'Role', 'rules: [{ verbs: [get], resources: [pods] }]\n'),
    object('rbac.authorization.k8s.io/v1', 'Role', 'rules: [{ verbs: ["*"], resources: [pods] }]\n'),
    [/^rbac-widened: Role it is given all verbs$/],
  ],
  [
    'a privileged container',
    object('apps/v1', 'DaemonSet', 'spec: { template: { spec: { containers: [{ name: a }] } } }\n'),
    object(
      'apps/v1',
      'DaemonSet',
      'spec: { template: { spec: { containers: [{ name: a, securityContext: { privileged: true } }] } } }\n',
    ),
    [/^privileged: DaemonSet it: container a becomes privileged$/],
  ],
  [
    'a version that is served no longer',
    object(
      'apiextensions.k8s.io/v1',
      'CustomResourceDefinition',
      'spec: { versions: [{ name: v1alpha1, served: true }, { name: v1, served: true }] }\n',
    ),
    object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'spec: { versions: [{ name: v1, served: true }] }\n'),
    [/serves v1alpha1 no longer$/],
  ],
  [
    'another namespace',
    object('v1', 'ConfigMap', '  namespace: a\n'),
    object('v1', 'ConfigMap', '  namespace: b\n'),
    [/^namespace-change: ConfigMap it moves from namespace a to namespace b/],
  ],
  [
    'a suspension',
    object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'spec: { suspend: false }\n'),
    object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'spec: { suspend: true }\n'),
    [/^suspends/],
  ],
  [
    'pruning, and another destination',
    object('argoproj.io/v1alpha1', 'Application', 'spec: { destination: { namespace: a } }\n'),
    object(
      'argoproj.io/v1alpha1',
      'Application',
      'spec: { destination: { namespace: b }, syncPolicy: { automated: { prune: true } } }\n',
    ),
    [/^prune-enabled/, /^destination-change/],
  ],
  [
    'an Application whose finalizer takes all along',
    `${object('argoproj.io/v1alpha1', 'Application', '  finalizers: [resources-finalizer.argocd.argoproj.io]\n')}---\n${CONFIG}`,
    CONFIG,
    [/^removed-application/],
  ],
  [
    'an immutable config map',
    object('v1', 'ConfigMap', 'immutable: true\ndata: { a: b }\n'),
    object('v1', 'ConfigMap', 'immutable: true\ndata: { a: c }\n'),
    [/^immutable-field/],
  ],
];

for (const [name, before, after, expected] of CASES)
  test(name, async () => {
    const found = await dangers(before, after);
    assert.equal(found.length, expected.length, found.join('\n'));
    for (const [i, one] of expected.entries()) assert.match(found[i] ?? '', one);
  });

test('what is not pruned is not deleted', async () => {
  assert.deepEqual(await dangers(`${object('v1', 'PersistentVolumeClaim')}---\n${CONFIG}`, CONFIG, false), []);
});

test('what another directory of the environment takes on is not deleted', async () => {
  const claim = object('v1', 'PersistentVolumeClaim');
  const before = {
    'a/kustomization.yaml': 'resources: [it.yaml, c.yaml]\n',
    'a/it.yaml': claim,
    'a/c.yaml': CONFIG,
    'b/kustomization.yaml': 'resources: [d.yaml]\n',
    'b/d.yaml': object('v1', 'Service'),
  };
  const after = {
    'a/kustomization.yaml': 'resources: [c.yaml]\n',
    'a/c.yaml': CONFIG,
    'b/kustomization.yaml': 'resources: [it.yaml, d.yaml]\n',
    'b/it.yaml': claim,
    'b/d.yaml': object('v1', 'Service'),
  };
  assert.deepEqual((await impactOfChange(before, after)).dangers, []);
});

test('quantities', () => {
  for (const [text, value] of [
    ['10', 10],
    ['1Ki', 1024],
    ['1.5G', 1.5e9],
    ['100m', 0.1],
    ['1e3', 1000],
    ['x', undefined],
    ['1Zi', undefined],
    ['', undefined],
  ] as const)
    assert.equal(quantity(text), value, text);
});
