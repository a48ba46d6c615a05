/** Taking live values into Git: the text that comes out, what else would change, and what is refused. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parse } from 'yaml';
import { after } from '../../../server/src/ide/conversion/what-if.ts';
import { type TakeForm, takings } from '../../../server/src/ide/drift/take.ts';
import { blockLines } from '../../../server/src/ide/drift/written-value.ts';
import type { DeployedApplication } from '../../../server/src/model/drift/application.ts';
import type { JsonObject } from '../../../server/src/model/drift/json.ts';
import { fileText } from '../../../server/src/model/workspace/inputs.ts';
import type { Manifest } from '../../cluster/kit/api.ts';
import { PACE } from '../../kit/workspace.ts';
import { argoApplication, DriftTest, fluxApplication, stored } from '../../model/drift/kit.ts';

/** What the cluster has of an object: a change of its JSON. */
type Live = (object: Manifest) => unknown;

/** A repository whose application has drifted in one object. */
function driftedIn(files: Record<string, string>, named: string, live: Live, application: DeployedApplication): DriftTest {
  const found = new DriftTest(files, application);
  found.observe((applied) => {
    const object = structuredClone(applied) as JsonObject;
    if (`${object.kind} ${(object.metadata as JsonObject).name}` === named) live(object);
    const result = stored(applied);
    return { live: stored(object), result };
  });
  return found;
}

/** The ways as `form place: line that comes out | what else changes`, or why there is none. */
async function taken(found: DriftTest, field: string): Promise<readonly string[]> {
  const object = found.drift.find((one) => one.fields.some((each) => each.field === field));
  assert.ok(object, `no drift in ${field}: ${found.fields.join('; ')}`);
  const result = await takings(found.db, { application: found.key, object: object.key, field }, PACE);
  if ('refused' in result) return [result.refused];
  return result.ways.map(({ form, place, others }) => [`${form} ${place}`, ...others].join(' | '));
}

/** A file after the first way, or that of the form, is taken. */
async function written(found: DriftTest, field: string, file: string, form?: TakeForm): Promise<string | undefined> {
  const object = found.drift.find((one) => one.fields.some((each) => each.field === field));
  const result = await takings(found.db, { application: found.key, object: object?.key ?? '', field }, PACE);
  assert.ok('ways' in result, 'refused' in result ? result.refused : '');
  const way = form === undefined ? result.ways[0] : result.ways.find((one) => one.form === form);
  assert.ok(way);
  return fileText(after(found.db, way.change), found.path(file));
}

const WEB = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web # the shop
  namespace: a
  labels: {app: web}
  annotations:
    note: 'as it was'
spec:
  replicas: 3 # enough
  template:
    spec:
      containers:
        - name: web
          image: "web:1.4.2"
          args:
            - --verbose
            - --port=80
          env:
            - name: LEVEL
              value: info
      tolerations: [{key: a, operator: Exists}]
`;
const MAP = `apiVersion: v1
kind: ConfigMap
metadata: {name: map, namespace: a}
data:
  level: info
  conf: |
    [a]
    b = 1
  number: "5"
`;
const PLAIN = { 'app/kustomization.yaml': 'resources: [web.yaml, map.yaml]\n', 'app/web.yaml': WEB, 'app/map.yaml': MAP };
const flux = fluxApplication({});

describe('a value that one line declares is written there, in its own style', () => {
  const cases: readonly (readonly [
    what: string,
    named: string,
    live: Live,
    field: string,
    file: string,
    from: string,
    to: string,
  ])[] = [
    [
      'a number before a comment',
      'Deployment web',
      (o) => (o.spec.replicas = 5),
      'spec.replicas',
      'web',
      'replicas: 3 # enough',
      'replicas: 5 # enough',
    ],
    [
      'a quoted image',
      'Deployment web',
      (o) => (o.spec.template.spec.containers[0].image = 'web:1.4.3'),
      'spec.template.spec.containers[name=web].image',
      'web',
      '"web:1.4.2"',
      '"web:1.4.3"',
    ],
    [
      'single quotes',
      'Deployment web',
      (o) => (o.metadata.annotations.note = "it's new"),
      'metadata.annotations.note',
      'web',
      "'as it was'",
      "'it''s new'",
    ],
    [
      'a plain text that now needs quotes',
      'ConfigMap map',
      (o) => (o.data.level = 'yes'),
      'data.level',
      'map',
      'level: info',
      'level: "yes"',
    ],
    ['a text that looks like a number', 'ConfigMap map', (o) => (o.data.number = '6'), 'data.number', 'map', '"5"', '"6"'],
    [
      'a literal block',
      'ConfigMap map',
      (o) => (o.data.conf = '[a]\nb = 2\n\n[c]\n'),
      'data.conf',
      'map',
      '    b = 1\n',
      '    b = 2\n\n    [c]\n',
    ],
    [
      'a literal block without its last break',
      'ConfigMap map',
      (o) => (o.data.conf = '[a]\nb = 1'),
      'data.conf',
      'map',
      'conf: |',
      'conf: |-',
    ],
    [
      'a flow mapping in a list',
      'Deployment web',
      (o) => (o.metadata.labels.app = 'shop'),
      'metadata.labels.app',
      'web',
      '{app: web}',
      '{app: shop}',
    ],
    [
      'a list without keys',
      'Deployment web',
      (o) => (o.spec.template.spec.containers[0].args = ['--quiet', 'a: b', '3']),
      'spec.template.spec.containers[name=web].args',
      'web',
      '            - --verbose\n            - --port=80\n',
      '            - --quiet\n            - "a: b"\n            - "3"\n',
    ],
    [
      'a flow list',
      'Deployment web',
      (o) =>
        (o.spec.template.spec.tolerations = [
          { key: 'b', operator: 'Exists' },
          { key: 'c', effect: 'NoSchedule' },
        ]),
      'spec.template.spec.tolerations',
      'web',
      '[{key: a, operator: Exists}]',
      '[{key: b, operator: Exists}, {key: c, effect: NoSchedule}]',
    ],
    [
      'an added field',
      'ConfigMap map',
      (o) => (o.data.more = 'x: y'),
      'data.more',
      'map',
      '  number: "5"\n',
      '  number: "5"\n  more: "x: y"\n',
    ],
    [
      'an added field in a flow mapping',
      'Deployment web',
      (o) => (o.metadata.labels.tier = 'a'),
      'metadata.labels.tier',
      'web',
      '{app: web}',
      '{app: web, tier: a}',
    ],
    [
      'a field that is added with what is around it',
      'Deployment web',
      (o) => (o.spec.template.metadata = { labels: { a: 'b' } }),
      'spec.template.metadata.labels.a',
      'web',
      '      tolerations: [{key: a, operator: Exists}]\n',
      '      tolerations: [{key: a, operator: Exists}]\n    metadata:\n      labels:\n        a: b\n',
    ],
    [
      'an added item',
      'Deployment web',
      (o) => o.spec.template.spec.containers[0].env.push({ name: 'MODE', value: '1' }),
      'spec.template.spec.containers[name=web].env[name=MODE]',
      'web',
      '              value: info\n',
      '              value: info\n            - name: MODE\n              value: "1"\n',
    ],
    ['a field that is gone', 'ConfigMap map', (o) => delete o.data.level, 'data.level', 'map', '  level: info\n', ''],
  ];
  for (const [what, named, live, field, file, from, to] of cases)
    test(what, async () => {
      const found = driftedIn(PLAIN, named, live, flux);
      const before = PLAIN[`app/${file}.yaml` as keyof typeof PLAIN];
      assert.ok(before.includes(from));
      assert.equal(await written(found, field, `app/${file}.yaml`), before.replace(from, to));
      assert.deepEqual(
        (await taken(found, field)).map((one) => one.split(' ')[0]),
        ['declared'],
      );
    });
});

const BASE =
  'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: 3\n  template: {spec: {containers: [{name: web, image: web:1.0}]}}\n';
const SHARED = {
  'base/kustomization.yaml': 'resources: [web.yaml]\nimages:\n  - name: web\n    newTag: "1.1"\n',
  'base/web.yaml': BASE,
  'overlays/production/kustomization.yaml': `resources:
  - ../../base
namespace: shop
namePrefix: a-
configMapGenerator:
  - name: settings
    literals:
      - LEVEL=info
      - 'MODE=fast'
    envs: [settings.env]
    files: [motd.txt]
    options: {disableNameSuffixHash: true}
  - name: hashed
    literals: [A=1]
patches:
  - target: {kind: Deployment}
    patch: |-
      - op: add
        path: /spec/minReadySeconds
        value: 10
  - patch: |-
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        revisionHistoryLimit: 2
labels:
  - pairs: {team: a}
`,
  'overlays/production/settings.env': '# settings\nREGION=eu\nZONE=1\n',
  'overlays/production/motd.txt': 'hello\nworld\n',
  'overlays/staging/kustomization.yaml': 'resources: [../../base]\nnamespace: staging\n',
};
const production = argoApplication({}, { path: 'overlays/production' });
const OVERLAY = 'overlays/production/kustomization.yaml';

describe('what sets the value is changed', () => {
  const cases: readonly (readonly [
    what: string,
    named: string,
    live: Live,
    field: string,
    file: string,
    from: string,
    to: string,
  ])[] = [
    [
      'an inline JSON 6902 patch',
      'Deployment a-web',
      (o) => (o.spec.minReadySeconds = 20),
      'spec.minReadySeconds',
      OVERLAY,
      'value: 10',
      'value: 20',
    ],
    [
      'an inline strategic merge patch',
      'Deployment a-web',
      (o) => (o.spec.revisionHistoryLimit = 4),
      'spec.revisionHistoryLimit',
      OVERLAY,
      'Limit: 2',
      'Limit: 4',
    ],
    [
      'a literal',
      'ConfigMap a-settings',
      (o) => (o.data.LEVEL = 'debug'),
      'data.LEVEL',
      OVERLAY,
      '- LEVEL=info',
      '- LEVEL=debug',
    ],
    [
      'a quoted literal',
      'ConfigMap a-settings',
      (o) => (o.data.MODE = 'it is: slow'),
      'data.MODE',
      OVERLAY,
      "'MODE=fast'",
      "'MODE=it is: slow'",
    ],
    [
      'a line of an env file',
      'ConfigMap a-settings',
      (o) => (o.data.REGION = 'us'),
      'data.REGION',
      'overlays/production/settings.env',
      'REGION=eu',
      'REGION=us',
    ],
    [
      'a whole file',
      'ConfigMap a-settings',
      (o) => (o.data['motd.txt'] = 'hello\nmoon\n'),
      'data["motd.txt"]',
      'overlays/production/motd.txt',
      'world',
      'moon',
    ],
  ];
  for (const [what, named, live, field, file, from, to] of cases)
    test(what, async () => {
      const found = driftedIn(SHARED, named, live, production);
      const before = SHARED[file as keyof typeof SHARED];
      assert.ok(before.includes(from));
      assert.equal(await written(found, field, file), before.replace(from, to));
      assert.equal(
        (await taken(found, field)).join(),
        `declared ${file}:${before.slice(0, before.indexOf(from)).split('\n').length}`,
      );
    });

  test('a common label, with what else has it', async () => {
    const found = driftedIn(SHARED, 'Deployment a-web', (o) => (o.metadata.labels.team = 'b'), production);
    assert.deepEqual(await taken(found, 'metadata.labels.team'), [
      'declared overlays/production/kustomization.yaml:28 | ConfigMap a-settings | ConfigMap a-hashed-89g4tffbfk',
    ]);
  });

  test('a literal that gives its object another name, with what names it', async () => {
    const found = driftedIn(SHARED, 'ConfigMap a-hashed-89g4tffbfk', (o) => (o.data.A = '2'), production);
    const [way] = await taken(found, 'data.A');
    assert.match(
      way ?? '',
      /^declared \S+:14 \| ConfigMap a-hashed-\S+ is named a-hashed-\S+, since its name ends in a hash of its content$/,
    );
  });
});

describe('a line that others share', () => {
  const image = 'spec.template.spec.containers[name=web].image';

  test('is told of, and a way for this application alone is offered', async () => {
    const found = driftedIn(SHARED, 'Deployment a-web', (o) => (o.spec.replicas = 5), production);
    assert.deepEqual(await taken(found, 'spec.replicas'), [
      'declared base/web.yaml:5 | overlays/staging: Deployment web · replicas 3 → 5',
      'overlay overlays/production/kustomization.yaml:28',
    ]);
    assert.equal(
      await written(found, 'spec.replicas', OVERLAY, 'overlay'),
      `${SHARED[OVERLAY]}replicas:\n  - name: web\n    count: 5\n`,
    );
  });

  test('is the tag where the image differs in its tag, and a patch the way around it', async () => {
    const found = driftedIn(
      SHARED,
      'Deployment a-web',
      (o) => (o.spec.template.spec.containers[0].image = 'web:1.2'),
      production,
    );
    assert.deepEqual(await taken(found, image), [
      'declared base/kustomization.yaml:4 | overlays/staging: Deployment web · image 1.1 → 1.2',
      'overlay overlays/production/kustomization.yaml:26',
    ]);
    assert.equal(
      await written(found, image, 'base/kustomization.yaml'),
      SHARED['base/kustomization.yaml'].replace('"1.1"', '"1.2"'),
    );
    assert.ok(
      (await written(found, image, OVERLAY, 'overlay'))?.includes(
        '        revisionHistoryLimit: 2\n  - patch: |\n      apiVersion: apps/v1\n      kind: Deployment\n      metadata:\n        name: web\n      spec:\n        template:\n          spec:\n            containers:\n              - name: web\n                image: web:1.2\nlabels:',
      ),
    );
  });
});

test('a way for one application alone keeps lists in their order', async () => {
  const base = BASE.replace('}]}}', '}, {name: proxy, image: proxy:1}]}}');
  const found = driftedIn(
    { ...SHARED, 'base/web.yaml': base },
    'Deployment a-web',
    (o) => (o.spec.template.spec.containers[1].image = 'proxy:2'),
    production,
  );
  const text = await written(found, 'spec.template.spec.containers[name=proxy].image', OVERLAY, 'overlay');
  assert.ok(
    text?.includes(
      `  - target:
      kind: Deployment
      name: web
    patch: |
      - op: test
        path: /spec/template/spec/containers/1/name
        value: proxy
      - op: replace
        path: /spec/template/spec/containers/1/image
        value: proxy:2
labels:`,
    ),
    text,
  );
});

describe('what cannot be sure is refused with a sentence', () => {
  test('an image that differs in more than one part', async () => {
    const files = {
      ...SHARED,
      'overlays/production/kustomization.yaml': 'resources: [../../base]\nnamePrefix: a-\nimages: [{name: web, newTag: "7"}]\n',
    };
    const found = driftedIn(files, 'Deployment a-web', (o) => (o.spec.template.spec.containers[0].image = 'other:2'), production);
    assert.deepEqual(await taken(found, 'spec.template.spec.containers[name=web].image'), [
      'overlay overlays/production/kustomization.yaml:3',
    ]);
  });

  test('values of Secrets', async () => {
    const files = {
      'app/secret.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: a}\nstringData: {token: hunter2}\n',
    };
    const found = driftedIn(files, 'Secret s', (o) => (o.data.token = 'aHVudGVyMw=='), flux);
    const said = await taken(found, 'data.token');
    assert.deepEqual(said, ['The value of data.token is secret, and secret values are not written into files.']);
  });

  test('a value that is copied, and what the Application itself sets', async () => {
    const copied = {
      'app/kustomization.yaml':
        'resources: [web.yaml, map.yaml]\nreplacements:\n  - source: {kind: ConfigMap, fieldPath: data.level}\n    targets: [{select: {kind: Deployment}, fieldPaths: [metadata.annotations.note]}]\n',
      'app/web.yaml': WEB,
      'app/map.yaml': MAP,
    };
    const found = driftedIn(copied, 'Deployment web', (o) => (o.metadata.annotations.note = 'x'), flux);
    assert.deepEqual(await taken(found, 'metadata.annotations.note'), [
      'The value of metadata.annotations.note is secret, and secret values are not written into files.',
    ]);
    const images = driftedIn(
      { 'app/kustomization.yaml': 'resources: [web.yaml]\n', 'app/web.yaml': BASE },
      'Deployment web',
      (o) => (o.spec.template.spec.containers[0].image = 'web:3'),
      argoApplication({}, { kustomize: { images: ['web:2'] } }),
    );
    assert.deepEqual(await taken(images, 'spec.template.spec.containers[name=web].image'), [
      'spec.template.spec.containers[name=web].image of Deployment web is set by the Application web, which this workspace does not declare.',
    ]);
  });
});

test('what the manifest of the application sets is changed there, where the cluster has it as it is now', async () => {
  const source = { kustomize: { images: ['web:2', 'db=registry.example.org/db:1'] } };
  const { object } = argoApplication({}, source);
  const declared = `${JSON.stringify(object, null, 2)}\n`;
  const files = { 'app/kustomization.yaml': 'resources: [web.yaml]\n', 'app/web.yaml': BASE, 'argo/web.json': declared };
  const live: Live = (o) => (o.spec.template.spec.containers[0].image = 'web:3');
  const image = 'spec.template.spec.containers[name=web].image';
  const found = driftedIn(files, 'Deployment web', live, argoApplication({}, source));
  assert.deepEqual(await taken(found, image), ['declared argo/web.json:14']);
  assert.equal(await written(found, image, 'argo/web.json'), declared.replace('web:2', 'web:3'));
  const older = driftedIn(files, 'Deployment web', live, argoApplication({ project: 'x' }, source));
  assert.deepEqual(await taken(older, image), [
    'spec.template.spec.containers[name=web].image of Deployment web is set by the Application web in argo/web.json, of which the cluster has another state: sync that first.',
  ]);
});

const NASTY = [
  'x\n  evil: true',
  'x # no comment',
  '{{ .Values.x }}',
  '- a',
  '---\nkind: Secret',
  '...',
  '&a *b',
  '!!binary aGk=',
  'it\'s "both"',
  'trailing \n\n\n',
  '\ttab',
  ' lead',
  '\u0000',
  '\u202e',
  '\u2028',
  'null',
  '~',
  '1e3',
  '0x1f',
  '012',
  '1_000',
  '12:30:45',
  '2026-01-01',
  '=',
  '<<',
  '\\',
  '%YAML 1.2',
  '`',
  '@',
  '',
];

test('whatever a cluster has is written as that text and nothing else, or not at all', async () => {
  const nasty = fc.oneof(fc.constantFrom(...NASTY), fc.string(), fc.string({ unit: 'binary' }));
  const fields = fc.constantFrom(
    ['data.level', 'level'] as const,
    ['data.number', 'number'] as const,
    ['data.conf', 'conf'] as const,
  );
  await fc.assert(
    fc.asyncProperty(nasty, fields, async (value, [field, key]) => {
      const found = driftedIn(PLAIN, 'ConfigMap map', (o) => (o.data[key] = value), flux);
      const object = found.drift.find((one) => one.fields.some((each) => each.field === field));
      if (object === undefined) return;
      const result = await takings(found.db, { application: found.key, object: object.key, field }, PACE);
      if ('refused' in result) return;
      const before = parse(MAP);
      for (const { change, form } of result.ways) {
        const text = fileText(after(found.db, change), found.path('app/map.yaml')) ?? '';
        const expected = form === 'declared' ? { ...before, data: { ...before.data, [key]: value } } : before;
        assert.deepEqual(parse(text), expected);
      }
    }),
    { numRuns: 30 },
  );
});

test('the manager that a cluster names is text in the rule', () => {
  const names = NASTY.filter((name) => name !== '');
  for (const name of names)
    assert.deepEqual(parse(blockLines({ managedFieldsManagers: [name] }).join('\n')), { managedFieldsManagers: [name] });
});
