/** Diffs of lines: both sides can be read back, nothing alike is told to differ more than it must. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { hunks, lineDiff } from '../../../server/src/base/line-diff.ts';

const drawn = (before: string, after: string): string =>
  lineDiff([...before], [...after])
    .map(({ is, text }) => (is === 'added' ? '+' : is === 'removed' ? '-' : '') + text)
    .join('');

test('the shortest way', () => {
  assert.equal(drawn('abcd', 'abxd'), 'ab-c+xd');
  assert.equal(drawn('', 'ab'), '+a+b');
  assert.equal(drawn('ab', ''), '-a-b');
  assert.equal(drawn('abcabba', 'cbabac').replace(/[^+-]/g, '').length, 5);
});

test('property: both sides come back, and equal lines are never told', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 30 });
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const diff = lineDiff(before, after);
      const side = (not: string): readonly string[] => diff.filter(({ is }) => is !== not).map(({ text }) => text);
      assert.deepEqual(side('added'), before);
      assert.deepEqual(side('removed'), after);
      if (before.join() === after.join()) assert.ok(diff.every(({ is }) => is === 'same'));
    }),
  );
});

test('lists far apart are replaced, in bounded time', () => {
  const list = (letter: string): readonly string[] => Array.from({ length: 20_000 }, (_, i) => `${letter}${i}`);
  const diff = lineDiff(list('a'), list('b'));
  assert.equal(diff.length, 40_000);
});

test('only what is near to a change is shown', () => {
  const lines = lineDiff([...'abcdefghij'], [...'abcdeXghij']);
  assert.deepEqual(
    hunks(lines, 1).map((line) => (line.is === 'skipped' ? line.count : line.text)),
    [4, 'e', 'f', 'X', 'g', 3],
  );
});
