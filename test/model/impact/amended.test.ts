/** What deployers add to a build counts in the impact: Flux's and Argo CD's own fields, variables, and what sets fill in. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { impactOfChange } from '../../kit/change.ts';

const BASE: Readonly<Record<string, string>> = {
  'apps/web/kustomization.yaml': 'resources: [web.yaml]\n',
  'apps/web/web.yaml': `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 1\n  template:\n    spec:\n      containers:\n        - name: web\n          image: acme/web:1\n          args: ["--host=\${domain}"]\n`,
};

const FLUX = (spec: string): string =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: web, namespace: flux-system }\nspec:\n  path: ./apps/web\n  sourceRef: { kind: GitRepository, name: flux-system }\n${spec}`;
const ARGO = (rest: string): string =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: web, namespace: argocd }\nspec:\n  source: { repoURL: 'https://git.example.com/acme/gitops', path: apps/web${rest} }\n`;

const DEPLOYERS: ReadonlySet<string> = new Set(['Kustomization', 'Application', 'ApplicationSet']);

/** `title: object field before → after` of all that is deployed and changes, the deployers themselves aside. */
async function changes(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const { applications } = await impactOfChange({ ...BASE, ...before }, { ...BASE, ...after });
  return applications.flatMap(({ title, objects, problems }) => [
    ...problems.map(({ message }) => `${title}: ${message}`),
    ...objects
      .filter(({ kind }) => !DEPLOYERS.has(kind))
      .flatMap(({ kind, name, change, fields }) =>
        change === 'changed'
          ? fields.map(
              (one) => `${title}: ${kind} ${name} ${one.field} ${JSON.stringify(one.before)} → ${JSON.stringify(one.after)}`,
            )
          : [`${title}: ${change} ${kind} ${name}`],
      ),
  ]);
}

test('a Flux Kustomization’s own images, patches and names', async () => {
  const file = 'clusters/prod/web.yaml';
  assert.deepEqual(await changes({ [file]: FLUX('') }, { [file]: FLUX('  images: [ { name: acme/web, newTag: "2" } ]\n') }), [
    'prod/web: Deployment web spec.template.spec.containers[web].image "acme/web:1" → "acme/web:2"',
  ]);
  const patch = '  patches: [ { patch: "[{op: replace, path: /spec/replicas, value: 3}]", target: { kind: Deployment } } ]\n';
  assert.deepEqual(await changes({ [file]: FLUX('') }, { [file]: FLUX(patch) }), [
    'prod/web: Deployment web spec.replicas 1 → 3',
  ]);
  // What the deployer sets, an edit of the base does not change.
  const edited = { 'apps/web/web.yaml': (BASE['apps/web/web.yaml'] ?? '').replace('replicas: 1', 'replicas: 9') };
  assert.deepEqual(await changes({ [file]: FLUX(patch) }, { [file]: FLUX(patch), ...edited }), []);
});

test('variables of Flux: written, from a ConfigMap of the repository, unknown', async () => {
  const file = 'clusters/prod/web.yaml';
  const args = 'spec.template.spec.containers[web].args[0]';
  const from = '  postBuild: { substituteFrom: [ { kind: ConfigMap, name: settings } ] }\n';
  const settings = (domain: string): Record<string, string> => ({
    [file]: FLUX(from),
    'clusters/prod/settings.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings, namespace: flux-system }\ndata: { domain: ${domain} }\n`,
    'clusters/stage/settings.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings, namespace: flux-system }\ndata: { domain: stage }\n',
  });
  const found = await changes(settings('a.example'), settings('b.example'));
  assert.ok(found.includes(`prod/web: Deployment web ${args} "--host=a.example" → "--host=b.example"`), found.join('\n'));
  const written = (domain: string): Record<string, string> => ({
    [file]: FLUX(`  postBuild: { substitute: { domain: ${domain} } }\n`),
  });
  assert.deepEqual(await changes(written('a'), written('b')), [`prod/web: Deployment web ${args} "--host=a" → "--host=b"`]);
  const secret = '  postBuild: { substituteFrom: [ { kind: Secret, name: settings } ] }\n';
  assert.deepEqual(await changes({ [file]: FLUX(secret) }, { [file]: FLUX(secret.replace('settings', 'others')) }), []);
});

test('an Application’s kustomize block', async () => {
  const file = 'argocd/web.yaml';
  assert.deepEqual(
    await changes({ [file]: ARGO('') }, { [file]: ARGO(", kustomize: { images: [ 'acme/web:7' ], namePrefix: p- }") }),
    ['web: added Deployment p-web', 'web: removed Deployment web'],
  );
  assert.deepEqual(
    await changes(
      { [file]: ARGO(", kustomize: { images: [ 'acme/web:6' ] }") },
      { [file]: ARGO(", kustomize: { images: [ 'acme/web:7' ] }") },
    ),
    ['web: Deployment web spec.template.spec.containers[web].image "acme/web:6" → "acme/web:7"'],
  );
});

test('an ApplicationSet: a directory that its generator finds, and a value that it fills in', async () => {
  const set = (elements: string, rest = ''): Record<string, string> => ({
    // Where the repository is known by its paths: they say which one it is.
    'argocd/web.yaml': ARGO(''),
    'argocd/set.yaml': `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: { name: all, namespace: argocd }\nspec:\n  generators: [ ${elements} ]\n  template:\n    metadata: { name: 'x-{{n}}' }\n    spec:\n      source: { repoURL: 'https://git.example.com/acme/gitops', path: 'apps/{{n}}'${rest} }\n`,
  });
  const list = (...elements: readonly string[]): string => `{ list: { elements: [ ${elements.join(', ')} ] } }`;
  const kustomize = ", kustomize: { images: [ 'acme/web:{{tag}}' ] }";
  assert.deepEqual(await changes(set(list("{ n: web, tag: '1' }"), kustomize), set(list("{ n: web, tag: '5' }"), kustomize)), [
    'all: Deployment web spec.template.spec.containers[web].image "acme/web:1" → "acme/web:5"',
  ]);
  const api = {
    'apps/api/kustomization.yaml': 'resources: [c.yaml]\n',
    'apps/api/c.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c }\n',
  };
  const git = set(
    "{ git: { repoURL: 'https://git.example.com/acme/gitops', directories: [ { path: 'apps/*' } ], values: { n: '{{path.basename}}' } } }",
  );
  const found = { ...git, 'argocd/set.yaml': (git['argocd/set.yaml'] ?? '').replaceAll('{{n}}', '{{values.n}}') };
  assert.deepEqual(await changes(found, { ...found, ...api }), ['all: added ConfigMap c']);
});
