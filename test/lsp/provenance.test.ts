/** What a client sees of built kustomizations: hovers, lenses and rendered documents. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { LspClient, uriOf } from '../kit/lsp-client.ts';

const FILES: Record<string, string> = {
  'base/kustomization.yaml': 'resources: [web.yaml]\n',
  'base/web.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 1\n',
  'staging/kustomization.yaml': 'resources: [../base]\nreplicas:\n  - name: web\n    count: 2\n',
};

const cleanups: (() => void)[] = [];
after(() => {
  for (const cleanup of cleanups) cleanup();
});

async function start(
  options?: object,
  more: object = {},
): Promise<{ client: LspClient; uri: (file: string) => string; root: string }> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'plumbline-')));
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const client = new LspClient();
  cleanups.push(() => {
    client.process.kill();
    rmSync(root, { recursive: true, force: true });
  });
  await client.initialize(
    [root],
    { textDocument: { hover: { contentFormat: ['markdown'] }, codeAction: { codeActionLiteralSupport: {} } }, ...more },
    options,
  );
  return { client, root, uri: (file) => uriOf(join(root, file)) };
}

test('a hover over a field links to what sets it in an overlay', async () => {
  const { client, uri } = await start();
  const at = { textDocument: { uri: uri('base/web.yaml') }, position: { line: 5, character: 4 } };
  const hover = async (): Promise<string> =>
    (await client.request<{ contents: { value: string } }>('textDocument/hover', at)).contents.value;
  // What a hover has no time for on a loaded machine is built by the next one.
  let value = await hover();
  for (let tries = 0; tries < 60 && value.includes('…and'); tries++) value = await hover();
  const source = `[staging/kustomization\\.yaml\\:4](<${uri('staging/kustomization.yaml')}#L4>)`;
  assert.ok(value.startsWith('**spec\\.replicas** — '), value);
  assert.ok(value.endsWith(`Here 1 · staging 2 \\(${source}, replicas\\)`), value);
});

test('a client with the commands gets lenses, rendered documents that follow typing, and the way back to the source', async () => {
  const { client, uri, root } = await start({ commands: true });
  const lenses = await client.request<{ command: { title: string; command: string; arguments: unknown[] } }[]>(
    'textDocument/codeLens',
    { textDocument: { uri: uri('base/web.yaml') } },
  );
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  assert.deepEqual(
    lenses.map(({ command }) => command),
    [
      {
        title: 'used by staging',
        command: 'plumbline.showUses',
        arguments: [uri('base/web.yaml'), [{ uri: uri('staging/kustomization.yaml'), range }]],
      },
    ],
  );
  const [choice] = await client.request<{ directory: string; name: string; path: string }[]>('plumbline/kustomizations', {
    of: uri('staging/kustomization.yaml'),
  });
  assert.deepEqual(choice, { directory: uri('staging'), name: 'staging', path: 'staging' });
  const directory = uri('staging');
  assert.match(await client.request<string>('plumbline/rendered', { directory }), /^ {2}replicas: 2$/m);
  client.open(join(root, 'staging/kustomization.yaml'), 'resources: [../base]\nreplicas:\n  - name: web\n    count: 5\n');
  await client.take('plumbline/changed');
  const text = await client.request<string>('plumbline/rendered', { directory });
  const line = text.split('\n').indexOf('  replicas: 5');
  assert.deepEqual(await client.request('plumbline/renderedSource', { directory, line }), {
    uri: uri('staging/kustomization.yaml'),
    range: { start: { line: 3, character: 11 }, end: { line: 3, character: 12 } },
  });
});

test('a client without the commands gets no lenses that would run them', async () => {
  const { client, uri } = await start();
  assert.equal(await client.request('textDocument/codeLens', { textDocument: { uri: uri('base/web.yaml') } }), null);
});

test('a patch is converted by a command, and the editor is told why where it is not', async () => {
  const { client, uri, root } = await start(undefined, {
    workspace: { applyEdit: true, workspaceEdit: { documentChanges: true } },
  });
  const patch = (image: string): string =>
    `resources: [../base]\npatches:\n  - patch: |-\n      apiVersion: apps/v1\n      kind: Deployment\n      metadata: {name: ${image}}\n      spec: {replicas: 4}\n`;
  const applied: unknown[] = [];
  client.replies.set('workspace/applyEdit', (params) => {
    applied.push(params);
    return { applied: true };
  });
  const run = async (name: string): Promise<void> => {
    client.open(join(root, 'staging/kustomization.yaml'), patch(name));
    const [action] = await client.request<{ title: string; kind: string; command: { command: string; arguments: unknown[] } }[]>(
      'textDocument/codeAction',
      {
        textDocument: { uri: uri('staging/kustomization.yaml') },
        range: { start: { line: 2, character: 6 }, end: { line: 2, character: 6 } },
        context: { diagnostics: [], only: ['refactor'] },
      },
    );
    assert.equal(action?.title, 'Convert to a JSON 6902 patch');
    assert.equal(action.kind, 'refactor.rewrite');
    await client.request('workspace/executeCommand', action.command);
    client.close(join(root, 'staging/kustomization.yaml'));
  };
  await run('web');
  assert.match(JSON.stringify(applied), /\/spec\/replicas/);
  await run('other');
  assert.equal(applied.length, 1);
  const { message } = await client.take<{ message: string }>('window/showMessage');
  assert.match(message, /^Plumbline: /);
});

test('hints are there once they are switched on, and the editor is told to ask again when another file changes them', async () => {
  const { client, uri, root } = await start(undefined, {
    workspace: { configuration: true, inlayHint: { refreshSupport: true } },
  });
  client.replies.set('workspace/configuration', () => [{ inlayHints: { effectiveValues: true } }]);
  let refreshes = 0;
  client.replies.set('workspace/inlayHint/refresh', () => {
    refreshes++;
    return null;
  });
  const hints = (): Promise<{ position: unknown; label: string }[]> =>
    client.request('textDocument/inlayHint', {
      textDocument: { uri: uri('base/web.yaml') },
      range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } },
    });
  client.notify('workspace/didChangeConfiguration', { settings: null });
  const expected = (value: number) => [
    {
      position: { line: 5, character: 13 },
      label: `staging ${value}`,
      tooltip: `What overlays make of it: staging ${value}`,
      paddingLeft: true,
    },
  ];
  const until = async (done: () => boolean | Promise<boolean>): Promise<void> => {
    for (let left = 600; !(await done()); left--) {
      assert.ok(left > 0, 'nothing came');
      await new Promise((resume) => setTimeout(resume, 100));
    }
  };
  await until(async () => (await hints()).length > 0);
  assert.deepEqual(await hints(), expected(2));
  refreshes = 0;
  client.open(join(root, 'staging/kustomization.yaml'), FILES['staging/kustomization.yaml']?.replace('2', '7') ?? '');
  await until(() => refreshes > 0);
  assert.deepEqual(await hints(), expected(7));
});
