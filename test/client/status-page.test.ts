/** The status page reads well and takes names for names. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { statusPage } from '../../client/src/statusPage.ts';
import type { StatusResult } from '../../server/src/lsp/protocol.ts';

const STATUS: StatusResult = {
  version: '0.1.0',
  files: 3312,
  resources: 1,
  folders: ['/repo'],
  openDocuments: 2,
  memory: { heapBytes: 50 * 1024 * 1024, rssBytes: 120 * 1024 * 1024 },
  queries: { executed: 12_345, busiest: [{ name: 'parsed', executed: 12_000, held: 3312 }] },
  failures: [],
  leftOut: [],
  leftOutCount: 0,
  kinds: [
    { kind: 'example.org/v1 Thing|x', objects: 3, by: '' },
    { kind: 'argoproj.io/v1alpha1 Application', objects: 2, source: 'project', by: 'Argo CD 3.6.1' },
  ],
  kindsCount: 5,
  catalogues: [{ location: 'https://schemas.example.org', is: 'agreed', problem: 'no answer [x](command:evil)' }],
};

test('the figures stand in it', () => {
  const page = statusPage(STATUS, 1);
  for (const part of [
    '# Plumbline 0.1.0',
    '3,312 files, 2 open documents',
    '1 resource',
    '120 MB, heap 50 MB',
    '| `parsed` | 12,000 | 3,312 |',
    '1 crash',
    '| `example.org/v1 Thing\\|x` | 3 | **nobody** |',
    '| `argoproj.io/v1alpha1 Application` | 2 | Argo CD 3.6.1 |',
    '| `https://schemas.example.org` | asked in the background; last: no answer \\[x\\]\\(command:evil\\) |',
    '5 kinds, 1 of them described by nobody',
    'and 3 more',
  ]) {
    assert.ok(page.includes(part), `"${part}" is in\n${page}`);
  }
});

test('a server that does not run is said so, with what to do', () => {
  assert.match(statusPage(undefined, 0), /does not run: nothing is checked\. Run \*\*Plumbline: Restart Server\*\*/);
});

test('names from the workspace stay text', () => {
  const leftOut = [{ file: 'a`|b\n[x](command:evil)', reason: '[click](command:evil) **bold** <b>' }];
  const page = statusPage({ ...STATUS, leftOut, leftOutCount: 5 }, 0);
  assert.ok(page.includes('``a`\\|b\ufffd[x](command:evil)``'), page);
  assert.ok(page.includes('\\[click\\]\\(command:evil\\) \\*\\*bold\\*\\* \\<b\\>'), page);
  assert.ok(page.includes('and 4 more'), page);
});

test('a defect is shown whole, whatever it holds', () => {
  const page = statusPage({ ...STATUS, failures: ['Error: ```\n# no heading'] }, 0);
  assert.ok(page.includes('````text\nError: ```\n# no heading\n````'), page);
});
