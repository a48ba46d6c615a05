/** Sessions on folders of a real disk: every request, watched files, several folders, cancellation, settings. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { LspClient, type Refused, uriOf } from '../kit/lsp-client.ts';

const PULL = {
  textDocument: {
    diagnostic: { relatedDocumentSupport: true },
    definition: { linkSupport: true },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    hover: { contentFormat: ['markdown'] },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
    documentLink: { tooltipSupport: true },
  },
  workspace: {
    diagnostics: { refreshSupport: true },
    didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
    workspaceEdit: { documentChanges: true, resourceOperations: ['create'] },
    symbol: { resolveSupport: { properties: ['location.range'] } },
    workspaceFolders: true,
  },
  window: { workDoneProgress: true },
};

const cleanups: (() => void)[] = [];
after(() => {
  for (const cleanup of cleanups) cleanup();
});

function folder(files: Readonly<Record<string, string>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'plumbline-')));
  cleanups.push(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) put(join(root, path), text);
  return root;
}

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

async function start(folders: readonly string[], capabilities: object = PULL): Promise<LspClient> {
  const client = new LspClient();
  cleanups.push(() => client.process.kill());
  await client.initialize(folders, capabilities);
  return client;
}

interface Item {
  readonly code: string;
  readonly message: string;
  readonly range: Range;
}
interface Range {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}
interface WorkspaceItem {
  readonly uri: string;
  readonly version: number | null;
  readonly resultId: string;
  readonly items: readonly Item[];
}
interface Published {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: readonly Item[];
}

const configMap = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata: {}\n`;
const pod = (config: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n  volumes:\n    - name: c\n      configMap:\n        name: ${config}\n  containers: [{ name: p, image: p }]\n`;
const TWICE = 'a: 1\na: 2\n';

const FILES = {
  'kustomization.yaml': 'resources:\n  - map.yaml\n  - pod.yaml\n',
  'map.yaml': configMap('settings'),
  'pod.yaml': pod('settings'),
  'twice.yaml': TWICE,
};

test('every request is answered over files that are open and files that are not', async () => {
  const root = folder(FILES);
  const client = await start([root]);
  const uri = (file: string) => uriOf(join(root, file));
  client.open(join(root, 'pod.yaml'), pod('settings'), 4);
  const inPod = { textDocument: { uri: uri('pod.yaml') }, position: { line: 8, character: 15 } };
  const nameInMap: Range = { start: { line: 3, character: 8 }, end: { line: 3, character: 16 } };
  const nameInPod: Range = { start: { line: 8, character: 14 }, end: { line: 8, character: 22 } };

  const [link] = await client.request<object[]>('textDocument/definition', inPod);
  assert.deepEqual(link, {
    originSelectionRange: nameInPod,
    targetUri: uri('map.yaml'),
    targetRange: { start: { line: 0, character: 0 }, end: { line: 4, character: 8 } },
    targetSelectionRange: nameInMap,
  });
  assert.deepEqual(await client.request('textDocument/references', { ...inPod, context: { includeDeclaration: true } }), [
    { uri: uri('map.yaml'), range: nameInMap },
    { uri: uri('pod.yaml'), range: nameInPod },
  ]);
  const hover = await client.request<{ contents: { kind: string; value: string } }>('textDocument/hover', inPod);
  assert.equal(hover.contents.kind, 'markdown');
  assert.equal(hover.contents.value, `**ConfigMap settings** — v1\n\n[map\\.yaml\\:4](<${uri('map.yaml')}#L4>)`);
  assert.deepEqual(await client.request('textDocument/documentLink', { textDocument: { uri: uri('kustomization.yaml') } }), [
    {
      range: { start: { line: 1, character: 4 }, end: { line: 1, character: 12 } },
      target: uri('map.yaml'),
      tooltip: 'Open map.yaml',
    },
    {
      range: { start: { line: 2, character: 4 }, end: { line: 2, character: 12 } },
      target: uri('pod.yaml'),
      tooltip: 'Open pod.yaml',
    },
  ]);
  const outline = await client.request<{ name: string }[]>('textDocument/documentSymbol', inPod);
  assert.deepEqual(
    outline.map(({ name }) => name),
    ['Pod p'],
  );
  const [symbol] = await client.request<{ name: string; location: object }[]>('workspace/symbol', { query: 'settings' });
  assert.equal(symbol?.name, 'ConfigMap settings');
  const resolved = await client.request<{ location: object }>('workspaceSymbol/resolve', symbol);
  assert.deepEqual(resolved.location, { uri: uri('map.yaml'), range: nameInMap });
  const offered = await client.request<{ items: { label: string }[] }>('textDocument/completion', inPod);
  assert.deepEqual(
    offered.items.map(({ label }) => label),
    ['settings'],
  );
  assert.deepEqual(await client.request('textDocument/prepareRename', inPod), { range: nameInPod, placeholder: 'settings' });
  assert.deepEqual(await client.request('textDocument/rename', { ...inPod, newName: 'options' }), {
    documentChanges: [
      { textDocument: { uri: uri('map.yaml'), version: null }, edits: [{ range: nameInMap, newText: 'options' }] },
      { textDocument: { uri: uri('pod.yaml'), version: 4 }, edits: [{ range: nameInPod, newText: 'options' }] },
    ],
  });
  await assert.rejects(client.request('textDocument/rename', { ...inPod, newName: 'Not Valid' }), (error: Refused) => {
    assert.match(error.message, /"Not Valid" is no name for a ConfigMap/);
    return error.code === -32803;
  });
  const twice = { textDocument: { uri: uri('twice.yaml') } };
  const { items } = await client.request<{ items: Item[] }>('textDocument/diagnostic', twice);
  assert.deepEqual(
    items.map(({ code }) => code),
    ['yaml/duplicate-key'],
  );
  const range = { start: { line: 0, character: 0 }, end: { line: 2, character: 0 } };
  const actions = await client.request<{ title: string; kind: string }[]>('textDocument/codeAction', {
    ...twice,
    range,
    context: { diagnostics: [] },
  });
  assert.ok(actions.some(({ title }) => title === 'Suppress yaml/duplicate-key for this line'));
  assert.deepEqual(
    await client.request('textDocument/codeAction', { ...twice, range, context: { diagnostics: [], only: ['refactor'] } }),
    [],
  );
  assert.equal(await client.shutdown(), 0);
  assert.equal(client.errorOutput, '');
});

test('places to fill in are sent as such to editors that take them', async () => {
  const root = folder({ 'pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec:\n  containers:\n    - name: p\n' });
  const textDocument = { uri: uriOf(join(root, 'pod.yaml')) };
  const range = { start: { line: 5, character: 6 }, end: { line: 5, character: 6 } };
  const edits = async (workspaceEdit: object): Promise<unknown> => {
    const client = await start([root], { ...PULL, workspace: { ...PULL.workspace, workspaceEdit } });
    const params = { textDocument, range, context: { diagnostics: [] } };
    const found = await client.request<{ title: string; edit: { documentChanges: { edits: unknown }[] } }[]>(
      'textDocument/codeAction',
      params,
    );
    assert.equal(await client.shutdown(), 0);
    return found.find(({ title }) => title === 'Add image')?.edit.documentChanges[0]?.edits;
  };
  const behind = { line: 5, character: 13 };
  assert.deepEqual(await edits({ documentChanges: true }), [
    { range: { start: behind, end: behind }, newText: '\n      image: ' },
  ]);
  assert.deepEqual(await edits({ documentChanges: true, snippetEditSupport: true }), [
    {
      range: { start: { line: 5, character: 0 }, end: behind },
      snippet: { kind: 'snippet', value: '    - name: p\n      image: $1' },
    },
  ]);
});

test('the whole workspace is pulled, unchanged files are left out, and a change ends the wait', async () => {
  const root = folder(FILES);
  const client = await start([root]);
  const first = await client.request<{ items: WorkspaceItem[] }>('workspace/diagnostic', { previousResultIds: [] });
  const known = first.items.map(({ uri, resultId }) => ({ uri, value: resultId }));
  assert.deepEqual(
    first.items.map(({ uri }) => uri),
    [uriOf(join(root, 'twice.yaml'))],
  );
  const waiting = client.request<{ items: WorkspaceItem[] }>('workspace/diagnostic', { previousResultIds: known });
  client.open(join(root, 'twice.yaml'), 'a: 1\n', 1);
  const { items } = await waiting;
  assert.deepEqual(
    items.map(({ uri, version, items }) => ({ uri, version, items })),
    [{ uri: uriOf(join(root, 'twice.yaml')), version: 1, items: [] }],
  );
});

test('partial results carry the workspace in pieces', async () => {
  const files = Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`f${i}.yaml`, TWICE]));
  const client = await start([folder(files)]);
  const rest = await client.request<{ items: WorkspaceItem[] }>('workspace/diagnostic', {
    previousResultIds: [],
    partialResultToken: 'pieces',
  });
  const pieces = client.received.filter(({ method }) => method === '$/progress');
  const sent = pieces.flatMap(({ params }) => {
    const { token, value } = params as { token: string; value: { items?: WorkspaceItem[] } };
    return token === 'pieces' ? (value.items ?? []) : [];
  });
  assert.equal(sent.length, 100);
  assert.equal(rest.items.length, 20);
});

test('a client that cannot pull is sent the whole workspace, and told when a finding goes', async () => {
  const root = folder({ ...FILES, 'second.yaml': TWICE });
  const client = await start([root], {});
  for (const file of ['second.yaml', 'twice.yaml']) {
    const { diagnostics, version } = await client.take<Published>(
      'textDocument/publishDiagnostics',
      ({ uri }) => uri === uriOf(join(root, file)),
    );
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ['yaml/duplicate-key'],
    );
    assert.equal(version, undefined);
  }
  client.open(join(root, 'twice.yaml'), 'a: 1\n', 1);
  const gone = await client.take<Published>('textDocument/publishDiagnostics');
  assert.deepEqual(gone, { uri: uriOf(join(root, 'twice.yaml')), version: 1, diagnostics: [] });
  client.close(join(root, 'twice.yaml'));
  const back = await client.take<Published>('textDocument/publishDiagnostics');
  assert.equal(back.diagnostics.length, 1);
});

test('what changes on disk is followed, open documents stand before it', async () => {
  const root = folder(FILES);
  const client = await start([root]);
  const { registrations } = await client.take<{
    registrations: { method: string; registerOptions: { watchers: { globPattern: unknown; kind: number }[] } }[];
  }>('client/registerCapability');
  assert.deepEqual(
    registrations.map(({ method }) => method),
    ['workspace/didChangeWatchedFiles'],
  );
  for (const { globPattern, kind } of registrations[0]?.registerOptions.watchers ?? [])
    assert.ok(
      (kind & 2) === 0 || JSON.stringify(globPattern).includes('.'),
      `${JSON.stringify(globPattern)} is wide and watches changes`,
    );

  const changed = (file: string, type: number) =>
    client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOf(join(root, file)), type }] });
  const codes = async (file: string): Promise<readonly string[]> => {
    const report = await client.request<{ items: Item[] }>('textDocument/diagnostic', {
      textDocument: { uri: uriOf(join(root, file)) },
    });
    return report.items.map(({ code }) => code);
  };
  assert.deepEqual(await codes('twice.yaml'), ['yaml/duplicate-key']);
  put(join(root, 'twice.yaml'), 'a: 1\n');
  changed('twice.yaml', 2);
  await client.take('workspace/diagnostic/refresh');
  assert.deepEqual(await codes('twice.yaml'), []);
  client.open(join(root, 'twice.yaml'), 'b: 1\nb: 2\nb: 3\n');
  put(join(root, 'twice.yaml'), 'a: 5\n');
  changed('twice.yaml', 2);
  assert.equal((await codes('twice.yaml')).length, 2);
  client.close(join(root, 'twice.yaml'));
  assert.deepEqual(await codes('twice.yaml'), []);
  put(join(root, 'new/map.yaml'), configMap('brand-new'));
  changed('new', 1);
  changed('new/map.yaml', 1);
  await client.take('workspace/diagnostic/refresh');
  const found = await client.request<{ name: string }[]>('workspace/symbol', { query: 'brand-new' });
  assert.equal(found.length, 1);
  rmSync(join(root, 'new'), { recursive: true });
  changed('new', 3);
  await client.take('workspace/diagnostic/refresh');
  assert.deepEqual(await client.request('workspace/symbol', { query: 'brand-new' }), []);
});

test('folders come and go', async () => {
  const [one, two] = [folder({ 'a.yaml': configMap('from-one') }), folder({ 'b.yaml': configMap('from-two') })];
  const client = await start([one, two]);
  const names = async () => {
    const found = await client.request<{ name: string }[]>('workspace/symbol', { query: 'from' });
    return found.map(({ name }) => name);
  };
  assert.deepEqual(await names(), ['ConfigMap from-one', 'ConfigMap from-two']);
  const removed = [{ uri: uriOf(one), name: 'one' }];
  client.notify('workspace/didChangeWorkspaceFolders', { event: { added: [], removed } });
  await client.take('workspace/diagnostic/refresh');
  assert.deepEqual(await names(), ['ConfigMap from-two']);
  const pulled = await client.request<{ items: WorkspaceItem[] }>('workspace/diagnostic', {
    previousResultIds: [{ uri: uriOf(join(one, 'a.yaml')), value: 'old' }],
  });
  assert.deepEqual(
    pulled.items.map(({ uri, items }) => [uri, items]),
    [[uriOf(join(one, 'a.yaml')), []]],
  );
  const { queries } = await client.request<{ queries: { busiest: { name: string; held: number }[] } }>('plumbline/status');
  assert.equal(queries.busiest.find(({ name }) => name === 'names')?.held, 1, 'what was known of the folder is forgotten');
  client.notify('workspace/didChangeWorkspaceFolders', { event: { added: removed, removed: [] } });
  await client.take('workspace/diagnostic/refresh');
  assert.deepEqual(await names(), ['ConfigMap from-one', 'ConfigMap from-two']);
  const status = await client.request<{ files: number; resources: number; folders: string[] }>('plumbline/status');
  assert.deepEqual([status.files, status.resources, status.folders.length], [2, 2, 2]);
});

test('the status says of which kinds nothing is known', async () => {
  const root = folder({
    'things.yaml':
      'apiVersion: example.org/v1\nkind: Thing\nmetadata: {name: a}\n---\napiVersion: example.org/v1\nkind: Thing\nmetadata: {name: b}\n',
    'known.yaml':
      'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: a}\nspec: {interval: 1m, prune: true, sourceRef: {kind: GitRepository, name: a}}\n',
    'pod.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
  });
  const client = new LspClient();
  cleanups.push(() => client.process.kill());
  await client.initialize([root], PULL);
  await client.request('workspace/symbol', { query: 'a' });
  const status = await client.request<{ kinds: readonly { kind: string }[]; kindsCount: number }>('plumbline/status');
  assert.deepEqual(status.kinds[0], { kind: 'example.org/v1 Thing', objects: 2, by: '' });
  const { by, ...known } = status.kinds[1] as { kind: string; by: string };
  assert.deepEqual(known, { kind: 'kustomize.toolkit.fluxcd.io/v1 Kustomization', objects: 1, source: 'project' });
  assert.match(by, /^Flux kustomize-controller \d/);
  assert.equal(status.kindsCount, 2);
});

test('settings are asked for and change severities; those of a client that cannot be asked are taken as sent', async () => {
  const root = folder({ 'twice.yaml': TWICE });
  const twice = { textDocument: { uri: uriOf(join(root, 'twice.yaml')) } };
  const client = new LspClient();
  cleanups.push(() => client.process.kill());
  let level = 'warning';
  client.replies.set('workspace/configuration', () => [{ rules: { 'yaml/duplicate-key': level } }]);
  const configuration = { ...PULL.workspace, configuration: true, didChangeConfiguration: { dynamicRegistration: true } };
  await client.initialize([root], { ...PULL, workspace: configuration });
  await client.take('workspace/diagnostic/refresh');
  const severities = async () =>
    (await client.request<{ items: { severity: number }[] }>('textDocument/diagnostic', twice)).items.map(
      ({ severity }) => severity,
    );
  assert.deepEqual(await severities(), [2]);
  level = 'off';
  client.notify('workspace/didChangeConfiguration', { settings: null });
  await client.take('workspace/diagnostic/refresh');
  assert.deepEqual(await severities(), []);

  const other = await start([root], { textDocument: PULL.textDocument });
  other.notify('workspace/didChangeConfiguration', { settings: { plumbline: { rules: { 'yaml/duplicate-key': 'info' } } } });
  const { items } = await other.request<{ items: { severity: number }[] }>('textDocument/diagnostic', twice);
  assert.deepEqual(
    items.map(({ severity }) => severity),
    [3],
  );
});
