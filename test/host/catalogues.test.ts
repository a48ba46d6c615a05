/** Catalogues of schemas: who is asked, for what, what is kept, and what hostile answers and names come to. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Asked, Catalogues } from '../../server/src/host/schemas/catalogues.ts';
import { diagnostics } from '../../server/src/ide/diagnostics.ts';
import { catalogueSchema } from '../../server/src/model/workspace/outside.ts';
import { Disk, type Loaded } from './disk.ts';

const LAYOUT = '{{ .Group }}/{{ .ResourceKind }}_{{ .ResourceAPIVersion }}.json';

const SCHEMA = JSON.stringify({
  type: 'object',
  required: ['spec'],
  additionalProperties: false,
  properties: {
    apiVersion: { type: 'string' },
    kind: { type: 'string' },
    metadata: { type: 'object' },
    spec: {
      type: 'object',
      additionalProperties: false,
      properties: { replicas: { type: 'integer', minimum: 1 }, mode: { type: 'string', enum: ['a', 'b'] } },
    },
  },
});

const WIDGET = (spec: string): string => `apiVersion: example.org/v1\nkind: Widget\nmetadata: { name: one }\nspec: ${spec}\n`;
const KEY = 'example.org/v1 Widget';

type Answer = string | readonly [status: number, headers: Record<string, string>, body?: string];

class Server {
  readonly asked: string[] = [];
  readonly answers = new Map<string, Answer>();
  url = '';

  static async start(t: TestContext): Promise<Server> {
    const made = new Server();
    const server = createServer((request, response) => made.#answer(request, response));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    made.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    t.after(() => {
      server.closeAllConnections();
      server.close();
    });
    return made;
  }

  #answer({ url = '', headers }: IncomingMessage, response: ServerResponse): void {
    this.asked.push(url);
    assert.deepEqual(Object.keys(headers).sort(), ['connection', 'host', 'user-agent']);
    const answer = this.answers.get(url) ?? [404, {}];
    if (typeof answer === 'string') response.end(answer);
    else response.writeHead(answer[0], answer[1]).end(answer[2]);
  }
}

function cacheOf(t: TestContext): string {
  const cache = mkdtempSync(join(tmpdir(), 'plumbline-schemas-'));
  t.after(() => rmSync(cache, { recursive: true, force: true }));
  return cache;
}

async function all(asked: AsyncIterable<Asked>): Promise<readonly Asked[]> {
  const found: Asked[] = [];
  for await (const one of asked) found.push(one);
  return found;
}

function findings(loaded: Loaded, disk: Disk, file: string): readonly string[] {
  return diagnostics(loaded.db, disk.path(file)).map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`);
}

test('a kind that nobody describes is asked for once, and checked by what came', async (t) => {
  const server = await Server.start(t);
  const cache = cacheOf(t);
  const disk = new Disk(t, {
    '.git/config': '',
    'a.yaml': WIDGET('{ replicas: 0, mode: c, typo: 1 }'),
    'known.yaml': 'apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: { name: a }\nspec: { encryptedData: {} }\n',
  });
  const loaded = await disk.load();
  let now = Date.UTC(2026, 0, 1);
  const catalogues = new Catalogues(loaded.db, cache, () => now);
  server.answers.set('/example.org/widget_v1.json', SCHEMA);
  await catalogues.load();
  assert.deepEqual(await all(catalogues.fetch()), []);
  assert.deepEqual(server.asked, []);

  catalogues.own = [`${server.url}/${LAYOUT}`];
  await catalogues.load();
  assert.deepEqual(findings(loaded, disk, 'a.yaml'), []);
  const host = server.url.slice('http://'.length);
  assert.deepEqual(await all(catalogues.fetch()), [{ kind: KEY, host, result: 'found' }]);
  assert.deepEqual(server.asked, ['/example.org/widget_v1.json']);
  await catalogues.load();
  assert.deepEqual(findings(loaded, disk, 'a.yaml'), [
    `warning kubernetes/out-of-range: spec.replicas cannot be 0: it takes 1 or more (by ${host})`,
    `warning kubernetes/unknown-value: spec.mode does not take "c"; "a" is probably meant (by ${host})`,
    `info kubernetes/unknown-field: spec has no field "typo" (by ${host})`,
  ]);
  assert.deepEqual(await all(catalogues.fetch()), [], 'what is in the cache is not asked for again');

  // Another process finds it in the cache; after a week it is asked for anew and counts meanwhile.
  const later = new Catalogues(loaded.db, cache, () => now);
  later.own = [`${server.url}/${LAYOUT}`];
  await later.load();
  assert.notEqual(catalogueSchema(loaded.db, KEY), undefined);
  now += 8 * 86_400_000;
  assert.equal((await all(later.fetch())).length, 1);
  assert.deepEqual(await all(later.fetch()), []);

  // Without the setting nothing counts any more.
  later.own = [];
  await later.load();
  assert.equal(catalogueSchema(loaded.db, KEY), undefined);
});

test('what a catalogue lacks is remembered for a day, and the next is asked', async (t) => {
  const [first, second] = [await Server.start(t), await Server.start(t)];
  const disk = new Disk(t, { '.git/config': '', 'a.yaml': WIDGET('{}') });
  const loaded = await disk.load();
  let now = Date.UTC(2026, 0, 1);
  const catalogues = new Catalogues(loaded.db, cacheOf(t), () => now);
  second.answers.set('/example.org/widget_v1.json', SCHEMA);
  catalogues.own = [`${first.url}/${LAYOUT}`, second.url];
  assert.deepEqual(
    (await all(catalogues.fetch())).map(({ result }) => result),
    ['unknown', 'found'],
  );
  now += 3_600_000;
  assert.deepEqual(await all(catalogues.fetch()), []);
  now += 86_400_000;
  assert.deepEqual(
    (await all(catalogues.fetch())).map(({ host }) => host),
    [first.url.slice('http://'.length)],
  );
});

test('a repository makes nobody be asked', async (t) => {
  const server = await Server.start(t);
  const location = `${server.url}/${LAYOUT}`;
  const disk = new Disk(t, {
    '.git/config': '',
    '.plumbline.yaml': `schemaLocations: ["${location}", "../outside", "/etc/{{ .Group }}.json", "https://me:secret@example.org/"]\n`,
    'a.yaml': WIDGET('{}'),
  });
  const loaded = await disk.load();
  const catalogues = new Catalogues(loaded.db, cacheOf(t));
  server.answers.set('/example.org/widget_v1.json', SCHEMA);
  assert.deepEqual(await all(catalogues.fetch()), []);
  assert.deepEqual(server.asked, []);
  assert.deepEqual(catalogues.locations, [{ location, is: 'proposed', problem: undefined }]);
  const told = findings(loaded, disk, '.plumbline.yaml');
  assert.equal(told.length, 3, told.join('\n'));
  catalogues.own = [location];
  assert.deepEqual(catalogues.locations, [{ location, is: 'agreed', problem: undefined }]);
  assert.equal((await all(catalogues.fetch())).length, 1);
});

test('answers that are no schemas leave nothing behind', async (t) => {
  const server = await Server.start(t);
  const elsewhere = await Server.start(t);
  const bad: Readonly<Record<string, Answer>> = {
    html: [200, { 'content-type': 'text/html' }, '<html>Sign in</html>'],
    list: '[1, 2]',
    empty: '',
    deep: `${'{"properties":{"a":'.repeat(20_000)}1${'}}'.repeat(20_000)}`,
    text: '{"type":"string"}',
    huge: `{"type":"object","properties":{"spec":{"description":"${'x'.repeat(5 * 1024 * 1024)}"}}}`,
    away: [302, { location: `${elsewhere.url}/example.org/away_v1.json` }],
    file: [302, { location: 'file:///etc/passwd' }],
    circle: [302, { location: '/example.org/circle_v1.json' }],
    broken: [500, {}, 'no'],
  };
  const files: Record<string, string> = { '.git/config': '' };
  for (const name of Object.keys(bad)) {
    server.answers.set(`/example.org/${name}_v1.json`, bad[name] ?? '');
    files[`${name}.yaml`] = `apiVersion: example.org/v1\nkind: ${name}\nmetadata: { name: a }\n`;
  }
  const disk = new Disk(t, files);
  const loaded = await disk.load();
  const cache = cacheOf(t);
  for (const name of Object.keys(bad)) {
    // One at a time: a host that fails again and again is left alone.
    const alone = new Disk(t, { '.git/config': '', 'a.yaml': files[`${name}.yaml`] ?? '' });
    const catalogues = new Catalogues((await alone.load()).db, cache);
    catalogues.own = [server.url];
    const [answer, ...more] = await all(catalogues.fetch());
    assert.deepEqual(more, []);
    assert.equal(typeof answer?.result, 'object', `${name}: ${JSON.stringify(answer?.result)}`);
  }
  assert.deepEqual(elsewhere.asked, []);
  assert.deepEqual(existsSync(cache) ? readdirSync(cache) : [], []);
  const catalogues = new Catalogues(loaded.db, cache);
  catalogues.own = [server.url];
  const before = server.asked.length;
  assert.ok((await all(catalogues.fetch())).length <= 7);
  assert.ok(server.asked.length - before <= 20);
  assert.match(catalogues.locations[0]?.problem ?? '', /./);
});

test('names that are no names are asked of nobody', async (t) => {
  const server = await Server.start(t);
  const secret = new Disk(t, { 'secret_v1.json': SCHEMA, 'in/x.json': SCHEMA });
  const kinds = [
    ['../..', 'v1', 'Secret'],
    ['example.org/..', 'v1', 'Secret'],
    ['example.org', '../../etc', 'passwd'],
    ['example.org', 'v1', '../../secret'],
    ['example.org', 'v1', 'A?x=1#'],
    ['example.org', 'v1', 'A%2e%2e'],
    ['EXAMPLE.org', 'v1', 'Kind'],
    ['example..org', 'v1', 'Kind'],
    ['127.0.0.1:80', 'v1', 'Kind'],
  ];
  const text = kinds.map(
    ([group, version, kind]) => `apiVersion: "${group}/${version}"\nkind: "${kind}"\nmetadata: { name: a }\n`,
  );
  const disk = new Disk(t, { '.git/config': '', 'a.yaml': text.join('---\n') });
  const loaded = await disk.load();
  const catalogues = new Catalogues(loaded.db, cacheOf(t));
  catalogues.own = [`${server.url}/${LAYOUT}`, secret.path('in')];
  await catalogues.load();
  assert.deepEqual(await all(catalogues.fetch()), []);
  assert.deepEqual(server.asked, []);
});

test('a folder is read, of the repository or of the user, and nothing outside of it', async (t) => {
  const outside = new Disk(t, { 'widget_v1.json': SCHEMA });
  const disk = new Disk(t, {
    '.git/config': '',
    '.plumbline.yaml': `schemaLocations: ["schemas/${LAYOUT}", "linked"]\n`,
    'schemas/example.org/widget_v1.json': SCHEMA,
    'a.yaml': WIDGET('{ typo: 1 }'),
    'b.yaml': WIDGET('{}').replace('Widget', 'Gadget'),
  });
  disk.link('linked/example.org/gadget_v1.json', outside.path('widget_v1.json'));
  const loaded = await disk.load();
  const catalogues = new Catalogues(loaded.db, cacheOf(t));
  await catalogues.load();
  assert.deepEqual(findings(loaded, disk, 'a.yaml'), ['info kubernetes/unknown-field: spec has no field "typo" (by schemas)']);
  assert.equal(catalogueSchema(loaded.db, 'example.org/v1 Gadget'), undefined);

  const own = new Disk(t, { 'example.org/gadget_v1.json': SCHEMA });
  catalogues.own = [own.path('')];
  await catalogues.load();
  assert.notEqual(catalogueSchema(loaded.db, 'example.org/v1 Gadget'), undefined);
  own.write('example.org/gadget_v1.json', '{');
  await catalogues.load();
  assert.equal(catalogueSchema(loaded.db, 'example.org/v1 Gadget'), undefined);
});

test('the cache is bounded, and what somebody wrote into it is not believed', async (t) => {
  const server = await Server.start(t);
  const cache = cacheOf(t);
  const disk = new Disk(t, { '.git/config': '', 'a.yaml': WIDGET('{}') });
  const loaded = await disk.load();
  server.answers.set('/example.org/widget_v1.json', SCHEMA);
  for (let i = 0; i < 2100; i++) {
    writeFileSync(join(cache, `${i}.json`), '{}');
    utimesSync(join(cache, `${i}.json`), 1000 + i, 1000 + i);
  }
  const catalogues = new Catalogues(loaded.db, cache);
  catalogues.own = [server.url];
  await all(catalogues.fetch());
  assert.equal(readdirSync(cache).length, 2000);
  const entry = readdirSync(cache).find((name) => name.length > 20) ?? '';
  const kept = JSON.parse(readFileSync(join(cache, entry), 'utf8'));
  for (const wrong of [{ ...kept, url: 'http://other.example.org' }, { ...kept, text: 7 }, { ...kept, asked: 'x' }, [], null]) {
    writeFileSync(join(cache, entry), JSON.stringify(wrong));
    const again = new Catalogues(loaded.db, cache);
    again.own = [server.url];
    await again.load();
    assert.equal(catalogueSchema(loaded.db, KEY), undefined);
  }
});
