/** CODEOWNERS patterns by the hosts' documented examples, and the proof that one pattern covers another. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { covers, type Dialect, matchesPath, patternParts } from '../../../server/src/model/codeowners/pattern.ts';

function matches(dialect: Dialect, pattern: string, path: string): boolean {
  const parts = patternParts(pattern, dialect);
  return parts !== undefined && matchesPath(parts, path.split('/'));
}

function check(dialect: Dialect, pattern: string, yes: readonly string[], no: readonly string[]): void {
  for (const path of yes) assert.ok(matches(dialect, pattern, path), `${pattern} should match ${path}`);
  for (const path of no) assert.ok(!matches(dialect, pattern, path), `${pattern} should not match ${path}`);
}

test('GitHub’s patterns match what its documentation says', () => {
  check('github', '*', ['a', 'a/b/c.js'], []);
  check('github', '*.js', ['a.js', 'x/y/a.js', 'dir.js/a.txt'], ['a.jsx', 'js']);
  check('github', '/build/logs/', ['build/logs/a', 'build/logs/x/y'], ['x/build/logs/a', 'build/logs']);
  check('github', 'docs/*', ['docs/getting-started.md'], ['docs/build-app/troubleshooting.md', 'x/docs/a.md']);
  check('github', 'apps/', ['apps/a', 'x/apps/y/z'], ['apps', 'apps2/a']);
  check('github', '/docs/', ['docs/a', 'docs/x/a'], ['x/docs/a']);
  check('github', '/scripts/', ['scripts/a'], []);
  check('github', '**/logs', ['logs/a', 'build/logs/a', 'deeply/nested/logs/a', 'x/logs'], ['logsx']);
  check('github', '/apps/github', ['apps/github', 'apps/github/a/b'], ['apps/githubs', 'x/apps/github']);
  check('github', 'foo/**/bar', ['foo/bar', 'foo/x/y/bar', 'foo/bar/z'], ['x/foo/bar']);
  check('github', '/docs/**', ['docs/a', 'docs/a/b'], ['docs']);
  check('github', 'with\\ space', ['with space', 'x/with space/a'], ['with']);
  check('github', '/a?c', ['abc', 'abc/d'], ['a/c', 'ac']);
  check('github', '/*', ['a'], ['a/b']);
});

test('GitHub reads no negations, ranges and escaped hashes', () => {
  for (const pattern of ['!a', 'a[bc]', '\\#a', '/']) assert.equal(patternParts(pattern, 'github'), undefined, pattern);
});

test('GitLab’s patterns match as fnmatch does', () => {
  check('gitlab', '*', ['a', 'a/b/.c'], []);
  check('gitlab', 'internal/README.md', ['internal/README.md', 'x/internal/README.md'], ['internal/README.md/a']);
  check('gitlab', '/docs', ['docs'], ['docs/a']);
  check('gitlab', '/docs/', ['docs/a', 'docs/a/b'], ['docs']);
  check('gitlab', '/docs/**', ['docs/a'], ['docs/a/b']);
  check('gitlab', '/docs/**/*.md', ['docs/a.md', 'docs/x/y/a.md'], ['docs/a.rb']);
  check('gitlab', '\\#file.rb', ['#file.rb', 'x/#file.rb'], []);
  check('gitlab', 'path\\ with\\ spaces/', ['path with spaces/a'], ['path']);
  check('gitlab', '[ab].md', ['a.md', 'x/b.md'], ['c.md']);
});

test('a pattern covers another only where every path of the other is its own', () => {
  const covered = (outer: string, inner: string): boolean =>
    covers(patternParts(outer, 'github') ?? [], patternParts(inner, 'github') ?? []);
  for (const [outer, inner] of [
    ['*', '/apps/'],
    ['*', '*.md'],
    ['**', '*'],
    ['/apps/', '/apps/production/'],
    ['/apps', '/apps/'],
    ['/apps', '/apps'],
    ['/apps/', '/apps/*.yaml'],
    ['apps/', '/apps/x'],
    ['*.yaml', '/apps/web.yaml'],
    ['/apps/**/web.yaml', '/apps/*/web.yaml'],
  ] as const)
    assert.ok(covered(outer, inner), `${outer} covers ${inner}`);
  for (const [outer, inner] of [
    ['/apps/production/', '/apps/'],
    ['/apps/', '/apps'],
    ['/apps/*', '/apps/'],
    ['/apps/*', '/apps/*.yaml'],
    ['/apps/', 'apps/'],
    ['/apps/*/web.yaml', '/apps/**/web.yaml'],
    ['*.yaml', '*.y*'],
    ['/a?c', '/a*c'],
    ['/*/', '/a'],
  ] as const)
    assert.ok(!covered(outer, inner), `${outer} does not cover ${inner}`);
});

test('covering is never claimed wrongly: checked against every path over a small alphabet', () => {
  const names = ['a', 'b', 'ab'];
  const paths = names.flatMap((x) => [[x], ...names.flatMap((y) => [[x, y], ...names.map((z) => [x, y, z])])]);
  const pieces = ['a', 'b', '*', 'a*', '**'];
  const patterns = pieces.flatMap((x) => [x, `/${x}`, `${x}/`, ...pieces.flatMap((y) => [`${x}/${y}`, `/${x}/${y}/`])]);
  let claimed = 0;
  for (const outer of patterns) {
    for (const inner of patterns) {
      const [o, i] = [patternParts(outer, 'github') ?? [], patternParts(inner, 'github') ?? []];
      if (!covers(o, i)) continue;
      claimed++;
      for (const path of paths)
        assert.ok(!matchesPath(i, path) || matchesPath(o, path), `${outer} covers ${inner}: ${path.join('/')}`);
    }
  }
  assert.ok(claimed > patterns.length);
});

test('hostile patterns take linear time', () => {
  const pattern = patternParts(`/${'**/*a*/'.repeat(400)}x`, 'github') ?? [];
  const start = process.cpuUsage();
  assert.ok(!matchesPath(pattern, 'aaaaaaaaaaaaaaaaaaaaaaaa/'.repeat(200).split('/')));
  // Without bounds it would not end in years.
  assert.ok(process.cpuUsage(start).user < 200_000);
});
