/** The requests that run Terraform: nothing runs before the workspace is trusted, and what it says arrives as diagnostics and edits. */
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { LspClient, uriOf } from '../kit/lsp-client.ts';

const TEXT = 'locals {\n  a = nosuch()\n}\n';
const SAID = {
  valid: false,
  diagnostics: [
    {
      severity: 'error',
      summary: 'Call to unknown function',
      detail: 'There is no function\nnamed "nosuch".',
      range: { filename: 'main.tf', start: { line: 2, column: 7, byte: 15 }, end: { line: 2, column: 13, byte: 21 } },
    },
  ],
};

test('Terraform runs when it is asked for in a trusted workspace, and not before', {
  skip: process.platform === 'win32' ? 'the program of this test is a shell script' : false,
}, async (t) => {
  const [root, outside] = [1, 2].map(() => realpathSync(mkdtempSync(join(tmpdir(), 'plumbline-'))));
  assert.ok(root !== undefined && outside !== undefined);
  const before = process.env.PATH;
  t.after(() => {
    process.env.PATH = before;
    for (const directory of [root, outside]) rmSync(directory, { recursive: true, force: true });
  });
  writeFileSync(join(root, 'main.tf'), TEXT);
  writeFileSync(join(outside, 'said.json'), JSON.stringify(SAID));
  const program = join(outside, 'terraform');
  writeFileSync(
    program,
    `#!/bin/sh\necho "$@" >> "${outside}/ran"\ncase "$1" in fmt) sed 's/a = /a  =  /' ;; *) cat "${outside}/said.json" ;; esac\n`,
  );
  chmodSync(program, 0o755);
  process.env.PATH = [outside, before].join(delimiter);

  const client = new LspClient();
  t.after(() => client.process.kill());
  const uri = uriOf(join(root, 'main.tf'));
  await client.initialize([root], {}, { trusted: false });
  client.open(join(root, 'main.tf'), TEXT, 1, 'terraform');
  for (const method of ['plumbline/terraformValidate', 'plumbline/terraformFormat'])
    assert.deepEqual(await client.request(method, { uri }), { state: 'untrusted' });
  await client.request('textDocument/formatting', { textDocument: { uri }, options: {} }).catch(() => {});
  assert.equal(existsSync(join(outside, 'ran')), false);

  client.notify('plumbline/trusted');
  const validated = await client.request<{ readonly directory: string }>('plumbline/terraformValidate', { uri });
  assert.deepEqual({ ...validated, directory: '' }, { state: 'done', directory: '', errors: 1, warnings: 0 });
  const report = await client.request<{ items: readonly { code: string; message: string; range: object }[] }>(
    'textDocument/diagnostic',
    { textDocument: { uri } },
  );
  assert.deepEqual(
    report.items.map(({ code, message, range }) => ({ code, message, range })),
    [
      {
        code: 'terraform/validate',
        message: 'Call to unknown function: There is no function named "nosuch".',
        range: { start: { line: 1, character: 6 }, end: { line: 1, character: 12 } },
      },
    ],
  );
  assert.deepEqual(await client.request('plumbline/terraformFormat', { uri }), {
    state: 'done',
    edits: [{ range: { start: { line: 1, character: 4 }, end: { line: 1, character: 5 } }, newText: ' = ' }],
  });
  assert.deepEqual(await client.request('plumbline/terraformValidate', { uri: uriOf(join(outside, 'x.tf')) }), {
    state: 'failed',
    message: 'This directory does not belong to the workspace.',
  });
});
