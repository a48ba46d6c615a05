/** Nothing that stands in a repository becomes markup, a link or an invisible character. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { escaped, inert, visible } from '../../server/src/lsp/markdown.ts';

test('markup of names is shown and not followed', () => {
  assert.equal(escaped('web-1.2'), 'web\\-1\\.2');
  for (const hostile of [
    '[x](command:workbench.action.quit)',
    '![x](https://example.com/pixel.png)',
    '<img src=x onerror=alert(1)>',
    '`code` **bold** _it_ ~~no~~',
    '# title',
    '| a | b |',
    'https://example.com/ and a@example.com',
    '$(zap) &lt;b&gt;',
  ]) {
    const shown = escaped(hostile);
    assert.ok(!/(?<!\\)[[\](){}`*_#|~!$:@<>]/.test(shown.replaceAll('&lt;', '').replaceAll('&amp;', '')), shown);
    const back = shown
      .replaceAll('&lt;', '<')
      .replaceAll('&amp;', '&')
      .replaceAll(/\\([!-/:-@[-`{-~])/g, '$1');
    assert.equal(back, hostile);
  }
});

test('what cannot be seen is made visible, line breaks become blanks, long texts are cut', () => {
  assert.equal(visible('a\u202eb\u200bc\u0007'), 'a\\u{202e}b\\u{200b}c\\u{7}');
  assert.equal(visible('a\r\nb\tc'), 'a  b c');
  assert.equal(visible('ä💡日本'), 'ä💡日本');
  assert.ok(visible('x'.repeat(100_000)).length < 1000);
});

test('texts for notifications and pick lists have neither links nor icons', () => {
  assert.equal(inert('[x](command:a) $(zap) f(1) a[0] $x'), '[x] (command:a) $ (zap) f(1) a[0] $x');
  assert.equal(inert('[a](b)](c)$($(d)\u202e'), '[a] (b)] (c)$ ($ (d)\\u{202e}');
});
