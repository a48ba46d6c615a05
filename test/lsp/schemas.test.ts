/**
 * Schemas from elsewhere in an editor: a catalogue is asked only after trust and the user's own setting, a cluster describes kinds while
 * it is connected; findings and status follow.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { SchemasParams } from '../../server/src/lsp/protocol-schemas.ts';
import { FakeApiServer } from '../kit/api-server.ts';
import { LspClient, uriOf } from '../kit/lsp-client.ts';

const SCHEMA = JSON.stringify({
  type: 'object',
  additionalProperties: false,
  properties: {
    spec: {
      type: 'object',
      additionalProperties: false,
      properties: { colour: { type: 'string', description: 'Which colour it has.' } },
    },
  },
});

test('a catalogue that a repository names is asked once a person has agreed', async (t) => {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'plumbline-schemas-')));
  const asked: string[] = [];
  const server = createServer(({ url }, response) => {
    asked.push(url ?? '');
    response.end(SCHEMA);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const location = `http://${host}/{{ .Group }}/{{ .ResourceKind }}_{{ .ResourceAPIVersion }}.json`;
  const client = new LspClient({ env: { ...process.env, PLUMBLINE_CACHE: join(scratch, 'cache') } });
  t.after(() => {
    client.process.kill();
    server.closeAllConnections();
    server.close();
    rmSync(scratch, { recursive: true, force: true });
  });
  const root = join(scratch, 'work');
  mkdirSync(join(root, '.git'), { recursive: true });
  const text = 'apiVersion: example.org/v1\nkind: Widget\nmetadata: { name: a }\nspec:\n  color: red\n  colour: red\n';
  writeFileSync(join(root, 'widget.yaml'), text);
  writeFileSync(join(root, '.plumbline.yaml'), `schemaLocations: ["${location}"]\n`);
  const capabilities = { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } };
  await client.initialize([root], capabilities, { trusted: false, commands: true });
  client.open(join(root, 'widget.yaml'), text);
  const uri = uriOf(join(root, 'widget.yaml'));
  const found = async (): Promise<readonly string[]> => {
    const { items } = await client.request<{ items: readonly { message: string }[] }>('textDocument/diagnostic', {
      textDocument: { uri },
    });
    return items.map(({ message }) => message);
  };
  const schemas = (wanted?: (params: SchemasParams) => boolean): Promise<SchemasParams> =>
    client.take<SchemasParams>('plumbline/schemas', wanted);
  const settings = (schemaLocations: readonly string[]): void =>
    client.notify('workspace/didChangeConfiguration', { settings: { plumbline: { schemaLocations } } });

  const first = await schemas();
  assert.deepEqual(first.proposed, [{ location, host }]);
  assert.deepEqual(first.undescribed, ['example.org/v1 Widget']);
  assert.equal(first.kinds.nobody, 1);
  client.notify('plumbline/trusted');
  settings(['http://127.0.0.1:1/never']);
  settings([]);
  assert.deepEqual(await found(), []);
  assert.deepEqual(asked, []);
  assert.equal(existsSync(join(scratch, 'cache')), false);

  settings([location]);
  await schemas(({ kinds }) => kinds.catalogue === 1);
  assert.deepEqual(asked, ['/example.org/widget_v1.json']);
  assert.deepEqual(await found(), [`spec has no field "color"; "colour" is probably meant (by ${host})`]);
  const hover = await client.request<{ contents: { value: string } }>('textDocument/hover', {
    textDocument: { uri },
    position: { line: 5, character: 4 },
  });
  assert.match(hover.contents.value, /Which colour it has/);
  const status = await client.request<{ kinds: unknown; catalogues: unknown }>('plumbline/status');
  assert.deepEqual(status.kinds, [{ kind: 'example.org/v1 Widget', objects: 1, source: 'catalogue', by: host }]);
  assert.deepEqual(status.catalogues, [{ location, is: 'agreed' }]);

  settings([]);
  // What was answered once is read from the cache, and nobody is asked.
  const last = await schemas(({ proposed }) => proposed.length === 1);
  assert.equal(last.kinds.catalogue, 1);
  assert.equal(asked.length, 1);
});

test('nothing is asked before trust, whatever the settings say', async (t) => {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'plumbline-schemas-')));
  let asked = 0;
  const server = createServer((_, response) => {
    asked++;
    response.end(SCHEMA);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const location = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new LspClient({ env: { ...process.env, PLUMBLINE_CACHE: join(scratch, 'cache') } });
  t.after(() => {
    client.process.kill();
    server.closeAllConnections();
    server.close();
    rmSync(scratch, { recursive: true, force: true });
  });
  writeFileSync(join(scratch, 'a.yaml'), 'apiVersion: example.org/v1\nkind: Widget\nmetadata: { name: a }\n');
  await client.initialize([scratch], {}, { trusted: false, commands: true });
  client.notify('workspace/didChangeConfiguration', { settings: { plumbline: { schemaLocations: [location] } } });
  await client.take('plumbline/schemas');
  assert.equal(asked, 0);
  client.notify('plumbline/trusted');
  await client.take<SchemasParams>('plumbline/schemas', ({ kinds }) => kinds.catalogue === 1);
  assert.equal(asked, 1);
});

test('a connected cluster describes kinds until it is disconnected', async (t) => {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'plumbline-schemas-')));
  const hostile = '[x](command:workbench.action.quit) <img src=x> \u202e';
  const widget = (more: object): object => ({
    metadata: { name: 'widgets.example.org', uid: 'a', generation: 1 },
    spec: {
      group: 'example.org',
      names: { kind: 'Widget', plural: 'widgets' },
      versions: [
        {
          name: 'v1',
          served: true,
          schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties: more } } } },
        },
      ],
    },
  });
  const [odd, bare] = [structuredClone(widget({})) as { spec: { group: string } }, { metadata: {}, spec: { versions: 'none' } }];
  odd.spec.group = `${hostile}.org`;
  const api = await FakeApiServer.start({
    collections: {
      '/apis/argoproj.io/v1alpha1/applications': [],
      '/apis/apiextensions.k8s.io/v1/customresourcedefinitions': [
        odd,
        bare,
        widget({ colour: { type: 'string', description: `Its colour. ${hostile}` } }),
      ],
    },
    answers: { 'GET /version': [200, { gitVersion: `v1.34.2-gke.1 ${hostile}` }] },
  });
  const kubeconfig = {
    clusters: [{ name: 'c', cluster: { server: api.url } }],
    users: [{ name: 'u', user: { token: 'token' } }],
    contexts: [{ name: 'prod-eu', context: { cluster: 'c', user: 'u' } }],
  };
  writeFileSync(join(scratch, 'kubeconfig'), JSON.stringify(kubeconfig));
  const env = { ...process.env, PLUMBLINE_CACHE: join(scratch, 'cache'), KUBECONFIG: join(scratch, 'kubeconfig'), HOME: scratch };
  const client = new LspClient({ env });
  t.after(() => {
    client.process.kill();
    api.close();
    rmSync(scratch, { recursive: true, force: true });
  });
  const root = join(scratch, 'work');
  mkdirSync(join(root, '.git'), { recursive: true });
  const text = 'apiVersion: example.org/v1\nkind: Widget\nmetadata: { name: a }\nspec:\n  color: red\n  colour: red\n';
  writeFileSync(join(root, 'widget.yaml'), text);
  const uri = uriOf(join(root, 'widget.yaml'));
  const capabilities = { textDocument: { diagnostic: {}, hover: { contentFormat: ['markdown'] } } };
  await client.initialize([root], capabilities, { trusted: true, commands: true });
  client.open(join(root, 'widget.yaml'), text);
  const messages = async (): Promise<readonly string[]> =>
    (
      await client.request<{ items: readonly { message: string }[] }>('textDocument/diagnostic', { textDocument: { uri } })
    ).items.map(({ message }) => message);
  assert.equal((await client.take<SchemasParams>('plumbline/schemas')).kinds.nobody, 1);
  assert.deepEqual(api.asked, []);

  await client.request('plumbline/connect', { context: 'prod-eu' });
  const known = await client.take<SchemasParams>('plumbline/schemas', ({ kinds }) => kinds.cluster === 1);
  assert.equal(known.version, '1.34');
  assert.deepEqual(await messages(), ['spec has no field "color"; "colour" is probably meant (by cluster prod-eu)']);
  const hover = await client.request<{ contents: { value: string } }>('textDocument/hover', {
    textDocument: { uri },
    position: { line: 5, character: 4 },
  });
  assert.match(hover.contents.value, /Its colour/);
  assert.doesNotMatch(hover.contents.value, /\]\(command|<img|\u202e/);
  const status = await client.request<{ cluster: unknown }>('plumbline/status');
  assert.deepEqual(status.cluster, { context: 'prod-eu', version: '1.34', kinds: 1, isForbidden: false });

  await client.request('plumbline/disconnect', null);
  const gone = await client.take<SchemasParams>('plumbline/schemas', ({ kinds }) => kinds.nobody === 1);
  assert.equal(gone.version, undefined);
  assert.deepEqual(await messages(), []);
});
