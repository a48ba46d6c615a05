/** The preview of a pull request: what is written into it is what is read out of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { facts } from '../../client/src/pull-request/draft.ts';
import { previewText, readPreview } from '../../client/src/pull-request/text.ts';
import type * as protocol from '../../server/src/lsp/protocol.ts';

test('title and text come back, however they were edited', () => {
  assert.deepEqual(readPreview(previewText('Change web', 'Because.\n\n# Not the title\n')), {
    title: 'Change web',
    body: 'Because.\n\n# Not the title',
  });
  assert.deepEqual(readPreview('\r\n\r\n## Other\r\nText\r\n'), { title: 'Other', body: 'Text' });
  assert.deepEqual(readPreview('Plain\n'), { title: 'Plain', body: '' });
  for (const empty of ['', '\n\n', '#  \n\ntext']) assert.equal(readPreview(empty), undefined);
});

test('what will happen is said in a few words', () => {
  const plan: protocol.PullRequestPlan = {
    root: 'file:///repo',
    branch: 'main',
    target: 'main',
    remote: { name: 'origin', url: '', host: '', webHost: '', path: '', scheme: 'https' },
    files: [],
    commits: ['One'],
    hooks: ['pre-push'],
  };
  const draft = { plan, files: ['a', 'b'], branch: 'change/x', reviewers: ['@a'], owners: ['@a'], isDraft: true, dangers: 0 };
  assert.deepEqual(facts(draft), {
    branch: 'change/x → main',
    files: '2 files and 1 earlier commit',
    reviewers: 'reviewers @a',
    draft: 'draft',
    hooks: 'runs your hooks pre-push',
  });
  const revert = { commit: 'abcdef0123456789', onto: '', files: 1 };
  const commits: readonly string[] = [];
  assert.equal(facts({ ...draft, plan: { ...plan, commits }, files: [], revert }).files, 'takes back abcdef0 in 1 file');
  // A branch may have a name that looks like an icon.
  assert.equal(facts({ ...draft, branch: 'x$(zap)' }).branch, 'x\\$(zap) → main');
});
