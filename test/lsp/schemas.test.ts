/** Catalogues in an editor: a repository's is asked only after trust and the user's own setting; then findings and status follow. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { SchemasParams } from '../../server/src/lsp/protocol-schemas.ts';
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
