/** Which line a comment silences, in every language that has comments. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { activeSuppressions } from '../../server/src/ide/suppress.ts';
import { TestWorkspace } from '../kit/workspace.ts';

function silenced(name: string, text: string): readonly (number | 'file')[] {
  const workspace = new TestWorkspace({ [name]: text });
  return activeSuppressions(workspace.db, workspace.path(name)).map(({ line, wholeFile }) => (wholeFile ? 'file' : line));
}

test('comments of YAML silence the file, the next line or their own', () => {
  const text =
    '# plumbline-ignore a\n\nk: v\n# plumbline-ignore b\n# plumbline-ignore c\n\n# d\nl: w # plumbline-ignore e\nm: x\n';
  assert.deepEqual(silenced('a.yaml', text), ['file', 7, 7, 7]);
  assert.deepEqual(silenced('b.yaml', 'k: "\n  # plumbline-ignore a\n  "\nl: |\n  # plumbline-ignore b\n'), []);
  assert.deepEqual(silenced('c.yaml', 'k: v\r\n# plumbline-ignore a\r\nl: w\r\n'), [2]);
});

test('comments of JSON5 do the same', () => {
  const text =
    '// plumbline-ignore a\n{\n  // plumbline-ignore b\n  k: 1, // plumbline-ignore c\n  /* plumbline-ignore d */\n  l: 2,\n}\n';
  assert.deepEqual(silenced('a.json5', text), ['file', 3, 3, 5]);
});

test('100,000 comments are read in one pass', () => {
  const start = process.cpuUsage();
  assert.equal(silenced('a.yaml', `k: v\n${'# plumbline-ignore a\n'.repeat(100_000)}`).length, 100_000);
  assert.ok(process.cpuUsage(start).user < 5_000_000);
});
