/** Definition, references, links, hover and symbols: the cursor is `‸`, what should be found stands in `[[…]]`. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { definition } from '../../server/src/ide/definition.ts';
import { hover } from '../../server/src/ide/hover.ts';
import { documentLinks } from '../../server/src/ide/links.ts';
import { references } from '../../server/src/ide/references.ts';
import { documentSymbols, symbolSpan, workspaceSymbols } from '../../server/src/ide/symbols.ts';
import { foundRange, marked } from '../kit/marks.ts';
import { PACE } from '../kit/workspace.ts';

function checkDefinition(files: Record<string, string>): void {
  const { workspace, cursor, ranges } = marked(files);
  const found = definition(workspace.db, cursor.file, cursor.offset);
  const targets = (found?.targets ?? []).map(({ file, name }) => foundRange(workspace, file, name));
  assert.deepEqual(targets.sort(), ranges);
}

async function checkReferences(files: Record<string, string>, withDeclaration = true): Promise<void> {
  const { workspace, cursor, ranges } = marked(files);
  const found = await references(workspace.db, cursor.file, cursor.offset, withDeclaration, PACE);
  assert.deepEqual(found.map(({ file, span }) => foundRange(workspace, file, span)).sort(), ranges);
}

function checkHover(files: Record<string, string>, expected: readonly string[]): void {
  const { workspace, cursor } = marked(files);
  const found = hover(workspace.db, cursor.file, cursor.offset);
  assert.deepEqual(
    (found?.parts ?? []).map((part) => (part.is === 'title' ? `${part.text} (${part.detail})` : part.text)),
    expected,
  );
}

const deployment = (name: string, rest = ''): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\nspec:\n  template:\n    spec:\n      containers: []\n${rest}`;
const configMap = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata: {}\n`;
const usesConfig = (name: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n  volumes:\n    - name: c\n      configMap: { name: ${name} }\n`;
const lists = (...paths: string[]): string => `resources:\n${paths.map((path) => `  - ${path}\n`).join('')}`;

test('a path leads to its file, a directory to its kustomization, a missing one nowhere', () => {
  checkDefinition({ 'kustomization.yaml': lists('w‸eb.yaml'), 'web.yaml': `[[]]${deployment('web')}` });
  checkDefinition({ 'kustomization.yaml': lists('"../repo/ba‸se"'), 'base/kustomization.yaml': `[[]]${lists()}` });
  checkDefinition({
    'kustomization.yaml': lists('b‸ase'),
    'base/a.yaml': '[[]]a: 1\n',
    'base/b.yml': '[[]]b: 1\n',
    'base/c.txt': '',
  });
  checkDefinition({ 'kustomization.yaml': lists('mis‸sing.yaml') });
});

test('a name leads to what declares it, a declaration to itself', () => {
  checkDefinition({ 'a.yaml': usesConfig('‸settings'), 'b.yaml': configMap('[[settings]]') });
  checkDefinition({ 'a.yaml': usesConfig('"setting‸s"'), 'b.yaml': configMap("'[[settings]]'") });
  checkDefinition({ 'b.yaml': configMap('[[set‸tings]]') });
  checkDefinition({ 'a.yaml': usesConfig('oth‸er'), 'b.yaml': configMap('settings') });
});

const usesKey = (kind: 'configMap' | 'secret', name: string, key: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec:\n  containers:\n    - name: c\n      env:\n        - name: A\n          valueFrom: { ${kind}KeyRef: { name: ${name}, key: ${key} } }\n`;
const externalSecret = (name: string, target: string): string =>
  `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: { name: ${name} }\nspec: { target: { name: ${target} } }\n`;

test('a Secret leads to what makes it, and is renamed there; a name that is made out of another stays', async () => {
  checkDefinition({ 'a.yaml': usesKey('secret', 'creden‸tials', 'a'), 'b.yaml': externalSecret('db', '[[credentials]]') });
  checkDefinition({
    'a.yaml': usesKey('secret', 'pg-‸app', 'password'),
    'b.yaml': 'apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: { name: [[pg]] }\n',
  });
  checkHover({ 'a.yaml': usesKey('secret', 'creden‸tials', 'a'), 'b.yaml': externalSecret('db', 'credentials') }, [
    'Secret credentials (made by ExternalSecret db)',
    'b.yaml',
  ]);
  await checkReferences({
    'a.yaml': usesKey('secret', '[[credentials]]', 'a'),
    'b.yaml': externalSecret('db', '[[creden‸tials]]'),
  });
});

test('a key leads to where the ConfigMap has it', () => {
  const config = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata:\n  [[LEVEL]]: info\n  OTHER: x\n';
  checkDefinition({ 'a.yaml': usesKey('configMap', 'settings', 'LEV‸EL'), 'b.yaml': config });
});

test('routes, classes, stores and issuers lead to what they name', () => {
  const object = (apiVersion: string, kind: string, name: string): string =>
    `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${name} }\n`;
  checkDefinition({
    'a.yaml': `${object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'r')}spec: { parentRefs: [{ name: pub‸lic, namespace: net }] }\n`,
    'b.yaml': object('gateway.networking.k8s.io/v1', 'Gateway', '[[public]]'),
  });
  checkDefinition({
    'a.yaml': `${object('v1', 'PersistentVolumeClaim', 'c')}spec: { storageClassName: fa‸st }\n`,
    'b.yaml': object('storage.k8s.io/v1', 'StorageClass', '[[fast]]'),
  });
  checkDefinition({
    'a.yaml': `${object('external-secrets.io/v1', 'ExternalSecret', 's')}spec: { secretStoreRef: { kind: ClusterSecretStore, name: va‸ult } }\n`,
    'b.yaml': object('external-secrets.io/v1', 'ClusterSecretStore', '[[vault]]'),
    'c.yaml': object('external-secrets.io/v1', 'SecretStore', 'vault'),
  });
});

test('selectors lead to what they select, ports to who has them, as an overlay makes the labels', () => {
  const files = {
    'base/kustomization.yaml': lists('web.yaml', 'service.yaml'),
    'base/web.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: { name: [[web]], labels: { app: web } }\nspec: { containers: [] }\n',
    'base/service.yaml':
      'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { selector: { app: we‸b }, ports: [{ port: 80 }] }\n',
    'production/kustomization.yaml': 'resources: [../base]\nlabels: [{ pairs: { tier: one }, includeSelectors: true }]\n',
  };
  checkDefinition(files);
  checkHover({ ...files, 'base/web.yaml': files['base/web.yaml'].replace(/[[\]]{2}/g, '') }, ['Means Pod web']);
  checkDefinition({
    'web.yaml':
      'apiVersion: v1\nkind: Pod\nmetadata: { name: web, labels: { app: web } }\nspec: { containers: [{ name: a, ports: [{ name: [[http]], containerPort: 80 }] }] }\n',
    'service.yaml':
      'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { selector: { app: web }, ports: [{ port: 80, targetPort: ht‸tp }] }\n',
  });
});

test('of several declarations of one name the one that is built together is meant', () => {
  checkDefinition({
    'a/kustomization.yaml': lists('pod.yaml', 'config.yaml'),
    'a/pod.yaml': usesConfig('set‸tings'),
    'a/config.yaml': configMap('[[settings]]'),
    'b/kustomization.yaml': lists('pod.yaml', 'config.yaml'),
    'b/pod.yaml': usesConfig('settings'),
    'b/config.yaml': configMap('settings'),
    'kustomization.yaml': lists('a', 'b'),
  });
});

test('where no file lists both, the declaration in the nearest directory is meant', () => {
  checkDefinition({
    'clusters/a/pods/pod.yaml': usesConfig('set‸tings'),
    'clusters/a/config.yaml': configMap('[[settings]]'),
    'clusters/b/config.yaml': configMap('settings'),
  });
});

test('references come from all files that mean the name, with the declaration when wanted', async () => {
  const files = {
    'a/kustomization.yaml': lists('pod.yaml', 'config.yaml'),
    'a/pod.yaml': usesConfig('[[settings]]'),
    'a/config.yaml': configMap('[[set‸tings]]'),
    'b/kustomization.yaml': lists('pod.yaml', 'config.yaml'),
    'b/pod.yaml': usesConfig('settings'),
    'b/config.yaml': configMap('settings'),
  };
  await checkReferences(files);
  await checkReferences({ ...files, 'a/config.yaml': configMap('set‸tings') }, false);
});

test('a patch points at what it patches', async () => {
  await checkReferences({
    'base/kustomization.yaml': lists('web.yaml'),
    'base/web.yaml': deployment('[[web]]'),
    'over/kustomization.yaml': 'resources: [../base]\npatches:\n  - path: patch.yaml\n',
    'over/patch.yaml': deployment('[[w‸eb]]'),
  });
});

test('the file that stands for a path is found by its references', async () => {
  await checkReferences(
    {
      'a/kustomization.yaml': lists('[[../ba‸se]]'),
      'b/kustomization.yaml': lists('[[../base]]'),
      'base/kustomization.yaml': lists(),
    },
    false,
  );
});

test('links cover exactly the paths that lead somewhere', () => {
  const { workspace, cursor, ranges } = marked({
    'kustomization.yaml': `${lists('[[web.yaml]]', 'missing.yaml', '[[base]]', 'empty', 'https://example.com/x.yaml')}‸`,
    'web.yaml': deployment('web'),
    'base/kustomization.yaml': lists(),
    'empty/readme.txt': '',
  });
  const links = documentLinks(workspace.db, cursor.file);
  assert.deepEqual(links.map(({ span }) => foundRange(workspace, cursor.file, span)).sort(), ranges);
  assert.deepEqual(
    links.map(({ tooltip }) => tooltip),
    ['Open web.yaml', 'Open base/kustomization.yaml'],
  );
});

test('a hover says what is meant and where it is, or that it is nowhere', () => {
  checkHover({ 'a.yaml': usesConfig('‸settings'), 'b.yaml': configMap('settings') }, ['ConfigMap settings (v1)', 'b.yaml']);
  checkHover({ 'a.yaml': usesConfig('‸settings') }, ['"settings" is not declared in this repository.']);
  checkHover({ 'a.yaml': usesConfig('settings'), 'b.yaml': configMap('settin‸gs') }, [
    'ConfigMap settings (v1)',
    'Referenced once',
    'a.yaml',
  ]);
  checkHover({ 'kustomization.yaml': lists('mi‸ssing.yaml') }, ['missing.yaml (does not exist)']);
});

test('a hover over a Secret shows none of its values', () => {
  const secret = `apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\nstringData:\n  password: hunter2\ndata:\n  token: aHVudGVyMg==\n`;
  for (let offset = 0; offset < secret.length; offset++) {
    const { workspace, cursor } = marked({ 'a.yaml': `${secret.slice(0, offset)}‸${secret.slice(offset)}` });
    const shown = JSON.stringify(hover(workspace.db, cursor.file, cursor.offset) ?? '');
    assert.ok(!/hunter2|aHVudGVyMg/.test(shown), shown);
  }
});

test('an outline nests the parts of an object below it', () => {
  const { workspace, cursor } = marked({ 'a.yaml': `${configMap('a')}---\n${configMap('b').replace('{}', '{ k: v }')}‸` });
  const found = documentSymbols(workspace.db, cursor.file);
  assert.deepEqual(
    found.map(({ label, children }) => [label, children.map((child) => child.label)]),
    [
      ['ConfigMap a', []],
      ['ConfigMap b', ['k']],
    ],
  );
  for (const { whole, name } of found) assert.ok(whole.start <= name.start && name.end <= whole.end);
});

test('a workspace search finds by parts and characters in order, the best first', () => {
  const { workspace } = marked({
    'a.yaml': deployment('web-server'),
    'b.yaml': deployment('web'),
    'c.yaml': `${configMap('w-e-b')}‸`,
  });
  const found = (query: string) => workspaceSymbols(workspace.db, query).map(({ label }) => label);
  assert.deepEqual(found('web'), ['Deployment web', 'Deployment web-server', 'ConfigMap w-e-b']);
  assert.deepEqual(found('deployment web'), ['Deployment web', 'Deployment web-server']);
  assert.deepEqual(found('nothing'), []);
  const [first] = workspaceSymbols(workspace.db, 'web');
  assert.ok(first);
  assert.equal(foundRange(workspace, first.file, symbolSpan(workspace.db, first.file, first.index)), 'b.yaml:4: web');
});
