/** Who owns a path, and which queries a typed line costs. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ownersOf } from '../../../server/src/model/codeowners/entries.ts';
import { directives, layout } from '../../../server/src/model/source.ts';
import { findings } from '../../../server/src/rules/findings.ts';
import { parseCodeowners } from '../../../server/src/syntax/codeowners/parse.ts';
import { TestWorkspace } from '../../kit/workspace.ts';

function owners(files: Readonly<Record<string, string>>, path: string, remotes: readonly string[] = []): readonly string[] {
  const workspace = new TestWorkspace(files, remotes);
  return ownersOf(workspace.db, workspace.path(path)).map((one) => `${one.section}:${one.owners.join(' ')}`);
}

test('the last line that matches decides, and one without owners takes ownership away', () => {
  const files = { '.github/CODEOWNERS': '* @a\n/apps/ @b @c\n/apps/free\n' };
  assert.deepEqual(owners(files, 'x.yaml'), [':@a']);
  assert.deepEqual(owners(files, 'apps/x.yaml'), [':@b @c']);
  assert.deepEqual(owners(files, 'apps/free/x.yaml'), [':']);
});

test('each section of GitLab decides for itself, with its default owners and exclusions', () => {
  const text = '* @a\n[Docs] @docs\n*.md\nREADME.md @lead\n!vendor/\n[docs]\n*.txt @t\n';
  const remotes = ['https://gitlab.com/acme/x.git'];
  assert.deepEqual(owners({ CODEOWNERS: text }, 'a.md', remotes), [':@a', 'docs:@docs']);
  assert.deepEqual(owners({ CODEOWNERS: text }, 'README.md', remotes), [':@a', 'docs:@lead']);
  assert.deepEqual(owners({ CODEOWNERS: text }, 'vendor/a.md', remotes), [':@a']);
  assert.deepEqual(owners({ CODEOWNERS: text }, 'a.txt', remotes), [':@a', 'docs:@t']);
});

test('every word has its exact span, also behind CRLF and a byte order mark', () => {
  const text = '\ufeff# x\r\n  /a\\ b  @x/y me@z # why\r\n^[Na me][2] @d\r\n';
  const { file, layout: spans } = parseCodeowners(text);
  const at = (id: number): string => text.slice(spans.starts[id], spans.ends[id]);
  const [entry, section] = file.lines;
  assert.ok(entry?.kind === 'entry' && section?.kind === 'section');
  assert.equal(at(entry.id), '/a\\ b  @x/y me@z');
  assert.deepEqual(
    [entry.pattern, ...entry.owners, ...entry.remark].map(({ id }) => at(id)),
    ['/a\\ b', '@x/y', 'me@z', '#', 'why'],
  );
  assert.equal(at(section.id), '^[Na me][2] @d');
  assert.deepEqual(
    [section.name?.id, section.approvals?.id].map((id) => at(id ?? -1)),
    ['Na me', '2'],
  );
});

test('a typed comment costs one query', () => {
  const workspace = new TestWorkspace({ '.github/CODEOWNERS': '* @a\n# plumbline-ignore x/y: z\n/x/ @b\n' });
  const file = workspace.path('.github/CODEOWNERS');
  const ask = (): void => {
    findings(workspace.db, file);
    layout(workspace.db, file);
    assert.equal(directives(workspace.db, file).length, 1);
  };
  ask();
  const ran: string[] = [];
  workspace.db.observe(({ query }) => ran.push(query));
  workspace.write('.github/CODEOWNERS', '# new\n* @a\n# plumbline-ignore x/y: z\n/x/ @b\n');
  ask();
  assert.deepEqual(ran, ['parsedOwners']);
});
