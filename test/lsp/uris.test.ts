/** The one function from URIs to paths, and its way back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toPath, toUri } from '../../server/src/lsp/uris.ts';

const SAME: readonly (readonly [uri: string, path: string])[] = [
  ['file:///repo/apps/web.yaml', '/repo/apps/web.yaml'],
  ['file:///repo/with%20blank/%C3%A4%23%3F%25.yaml', '/repo/with blank/ä#?%.yaml'],
  ['file:///c%3A/repo/a.yaml', 'c:/repo/a.yaml'],
  ['file://server/share/a.yaml', '/file:server/share/a.yaml'],
  ['untitled:Untitled-1', '/untitled:/Untitled-1'],
  ['vscode-vfs://github/owner/repo/a.yaml', '/vscode-vfs:github/owner/repo/a.yaml'],
  ['vscode-remote://ssh-remote+host/home/a.yaml', '/vscode-remote:ssh-remote+host/home/a.yaml'],
];

test('a URI becomes a path and the path that URI again', () => {
  for (const [uri, path] of SAME) {
    assert.equal(toPath(uri), path, uri);
    assert.equal(toUri(path), uri, path);
  }
});

test('other spellings of a URI mean the same path', () => {
  assert.equal(toPath('file:///C:/repo/a.yaml'), 'c:/repo/a.yaml');
  assert.equal(toPath('file:///C%3a/repo/./x/../a.yaml'), 'c:/repo/a.yaml');
  assert.equal(toPath('FILE://localhost/repo//a.yaml'), '/repo/a.yaml');
  assert.equal(toPath('file:/repo/a.yaml?query#fragment'), '/repo/a.yaml');
  assert.equal(toPath('file:///repo/..%2f../../etc'), '/etc');
});

test('what is no URI has no path, and bad percent signs stand for themselves', () => {
  assert.equal(toPath(''), undefined);
  assert.equal(toPath('/repo/a.yaml'), undefined);
  assert.equal(toPath('file:///repo/%E0%A4%A'), '/repo/%E0%A4%A');
});
