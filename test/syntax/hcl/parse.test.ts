/** HCL to a tree: what is written is read, mistakes cost little, and hostile text costs time in proportion to its size. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: HCL writes its templates as JavaScript does.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deepEqual } from '../../../server/src/base/equal.ts';
import { equalFiles } from '../../../server/src/syntax/hcl/equal.ts';
import { parseHcl } from '../../../server/src/syntax/hcl/parse.ts';
import type { Expression, Item } from '../../../server/src/syntax/hcl/tree.ts';
import { spanOf } from '../../../server/src/syntax/tree.ts';

/** The tree in one line: `block label { name = value }`. */
function shown(items: readonly Item[]): string {
  return items
    .map((item) =>
      item.kind === 'attribute'
        ? `${item.name.text} = ${value(item.value)}`
        : `${[item.type, ...item.labels].map(({ text }) => text).join(' ')} {${shown(item.items)}}`,
    )
    .join('; ');
}

function value(one: Expression): string {
  switch (one.kind) {
    case 'literal':
      return one.text;
    case 'missing':
      return '?';
    case 'template':
      return JSON.stringify(
        one.parts
          .map((part) =>
            part.kind === 'text'
              ? part.text
              : part.kind === 'interpolation'
                ? `\${${value(part.value)}}`
                : `%{${[part.word, ...part.names].join(' ')}${part.value ? ` ${value(part.value)}` : ''}}`,
          )
          .join(''),
      );
    case 'traversal':
      return one.root.text + steps(one.steps);
    case 'access':
      return value(one.of) + steps(one.steps);
    case 'call':
      return `${one.name.text}(${one.arguments.map(value).join(', ')})`;
    case 'tuple':
      return `[${one.items.map(value).join(', ')}]`;
    case 'object':
      return `{${one.entries.map((entry) => `${value(entry.key)}: ${value(entry.value)}`).join(', ')}}`;
    case 'for':
      return `for(${one.names.map(({ text }) => text).join(', ')} in ${value(one.over)}: ${one.inner.map(value).join(', ')})`;
    case 'operation':
      return `(${one.operator} ${one.operands.map(value).join(' ')})`;
  }
}

function steps(all: (Expression & { kind: 'traversal' })['steps']): string {
  return all
    .map((step) => (step.kind === 'attribute' ? `.${step.name.text}` : step.kind === 'splat' ? '[*]' : `[${value(step.key)}]`))
    .join('');
}

function check(text: string, expected: string, problems: readonly string[] = []): void {
  const { file, layout } = parseHcl(text);
  assert.equal(shown(file.items), expected);
  assert.deepEqual(
    file.problems.map(({ id, message }) => {
      const { start, end } = spanOf(layout, id);
      return `${text.slice(0, start).split('\n').length}:${text.slice(start, end)}: ${message}`;
    }),
    problems,
  );
}

test('expressions of every kind', () => {
  check('a = 1 + 2 * 3 - -x', 'a = (+ 1 (* 2 3) (- x))');
  check('a = x ? y : z ? 1 : 2', 'a = (?: x y (?: z 1 2))');
  check('a = !b && c == d || e >= 1', 'a = (|| (&& (! b) (== c d)) (>= e 1))');
  check('a = f(x, [1, 2]...).y[0].*.z', 'a = f(x, [1, 2]).y[0][*].z');
  check('a = provider::aws::arn_parse(x)', 'a = provider::aws::arn_parse(x)');
  check('a = {\n  b = 1, "c" : 2\n  (d) = e.f\n}', 'a = {b: 1, "c": 2, (() d): e.f}');
  check('a = [for k, v in m : upper(v) if k != ""]', 'a = for(k, v in m: upper(v), (!= k ""))');
  check('a = { for s in l : s.id => s... }', 'a = for(s in l: s.id, s)');
  check('a = { for = 1 }', 'a = {for: 1}');
  check('a = x.0.1.y', 'a = x[0][1].y');
  check('a = (\n  x\n  .y\n)', 'a = (() x.y)');
  check('a = [\n 1,\n # c\n 2,\n]', 'a = [1, 2]');
});

test('templates and heredocs', () => {
  check('a = "x ${y.z} $${no} %{ if c ~}t%{ endif }\\n\\u0041"', 'a = "x ${y.z} ${no} %{if c}t%{endif}\\nA"');
  check('a = "${f("${b}")}"', 'a = "${f(\\"${b}\\")}"');
  check('a = "%{ for k, v in m }${k}%{ endfor }"', 'a = "%{for k v m}${k}%{endfor}"');
  check('a = <<-EOT\n  x ${b}\n  EOTX\n  EOT\nc = 1', 'a = "  x ${b}\\n  EOTX\\n"; c = 1');
  check('a = [<<A\nx\nA\n, 1]', 'a = ["x\\n", 1]');
  check('a = <<E\nresource "a" "b" {\nE\n', 'a = "resource \\"a\\" \\"b\\" {\\n"');
});

test('blocks, labels, comments', () => {
  check('resource "a" b {\n  x = 1 // c\n  y {}\n}\n# end', 'resource a b {x = 1; y {}}');
  check('a { b = 1 }\nc {}', 'a {b = 1}; c {}');
  check('\ufeffa = 1 /* x\n y */\nb = 2\r\n', 'a = 1; b = 2');
});

test('a mistake costs its attribute', () => {
  check('a {\n  x =\n  y = 1\n}\nb {}', 'a {x = ?; y = 1}; b {}', ['2:: Expected a value, found the end of the line']);
  check('a {\n  x = [1, 2\n  y = 1\n}\nb {}', 'a {x = ?; y = 1}; b {}', ['3:: Expected "]" to close the list, found "y"']);
  check('a {\n  x = { y = }\n  z = 1\n}\nb {}', 'a {x = ?; z = 1}; b {}', ['2:: Expected a value, found "}"']);
  check('a {\n  x = "y\n  z = 1\n}\nb {}', 'a {x = ?; z = 1}; b {}', ['2:"y: This text has no closing quote on its line']);
  check('a = 1 2\nb = 3', 'a = ?; b = 3', ['1:: Expected the end of the line behind the value, found "2"']);
  check('a {\n  x = var.\n}\nb {}', 'a {x = ?}; b {}', [
    '2:: Expected an attribute\'s name behind ".", found the end of the line',
  ]);
  check('a = 1\na = 2', 'a = 1; a = 2', ['2:a: "a" is set twice in the same block']);
});

test('what is never closed costs its block', () => {
  check('a {\n  x = {\n\nb {\n  y = 1\n}\nc {}\n', 'a {x = ?}; b {y = 1}; c {}', ['4:: Expected a value, found the next block']);
  check('a {\n  x = 1\n\nb {\n  y = 1\n}\n', 'a {x = 1}; b {y = 1}', ['1:a: The block "a" is never closed']);
  check('a {\n  x = <<E\n  y\n}\nb {\n  y = 1\n}\n', 'a {x = ?}; b {y = 1}', [
    '2:<<E: This heredoc is never closed by a line "E"',
  ]);
  check('a {\n  x = "${y\n}\nb {}\n', 'a {x = ?}; b {}', ['2:"${y\n}: This text has no closing quote on its line']);
});

test('comments that speak are found once, and comments change no structure', () => {
  const plain = parseHcl('a {\n  b = 1\n}\n');
  const noted = parseHcl('# note\na {\n  /* x */ b = 1 // y\n}\n');
  assert.deepEqual(noted.file, plain.file);
  const { file, layout } = parseHcl('# plumbline-ignore a/b: why\na = 1 // plumbline-ignore c/d\nx {\n');
  assert.deepEqual(
    file.directives.map(({ id, text }) => [text, spanOf(layout, id).start]),
    [
      ['plumbline-ignore a/b: why', 2],
      ['plumbline-ignore c/d', 37],
    ],
  );
});

test('two texts are equal where their trees are, character by character', () => {
  const text =
    'a b "c" {\n  d = [1, x.y[0].*, f("t${z}%{ for k, v in m }u%{ endfor }", e...)]\n  g = { h = -1, (i) : j ? k : l }\n  m = [for n, o in p : q if r]\n  s = <<T\nu\nT\n}\n# w\n';
  const tree = parseHcl(text).file;
  let equal = 0;
  for (let at = 0; at < text.length; at++) {
    for (const sign of ['', ' ', '2', 'q', '"', '}', '-', '.z']) {
      const other = parseHcl(text.slice(0, at) + sign + text.slice(at + 1)).file;
      assert.equal(equalFiles(tree, other), deepEqual(tree, other), `${at} ${sign}`);
      if (equalFiles(tree, other)) equal++;
    }
  }
  assert.ok(equal > 10);
});

const HOSTILE: Readonly<Record<string, (size: number) => string>> = {
  'nested lists': (size) => `a = ${'['.repeat(size)}`,
  'nested objects': (size) => `a = ${'{a='.repeat(size / 3)}`,
  'nested calls': (size) => `a = ${'f('.repeat(size / 2)}`,
  'nested templates': (size) => `a = ${'"${'.repeat(size / 3)}`,
  'nested conditions': (size) => `a = ${'a?'.repeat(size / 2)}`,
  signs: (size) => `a = ${'-'.repeat(size)}1`,
  'a long sum': (size) => `a = ${'1+'.repeat(size / 2)}1`,
  'a long address': (size) => `a = ${'b.'.repeat(size / 2)}c`,
  'indexes of indexes': (size) => `a = ${'b['.repeat(size / 2)}`,
  'nested blocks': (size) => 'a {\n'.repeat(size / 4),
  'unclosed lists in lines': (size) => 'x = [\n'.repeat(size / 6),
  'unclosed blocks': (size) => 'a "b" {\n  x = 1\n'.repeat(size / 16),
  'unclosed blocks with lists': (size) => 'a "b" {\n  x = [\n'.repeat(size / 16),
  'an unclosed heredoc': (size) => `a = <<EOT\n${'line of text\n'.repeat(size / 13)}`,
  'unclosed heredocs': (size) => 'a {\n  x = <<EOT\n  y\n}\n'.repeat(size / 22),
  'heredocs of almost the word': (size) => `a = <<EOT\n${'EOTT\n'.repeat(size / 5)}`,
  'an unclosed comment': (size) => `/* ${'x'.repeat(size)}`,
  'unclosed comments': (size) => 'a = 1 /*\n'.repeat(size / 9),
  comments: (size) => '# c\n'.repeat(size / 4),
  'blank lines': (size) => '\n'.repeat(size),
  'a long line of words': (size) => 'a '.repeat(size / 2),
  'blanks before a break': (size) => `a${' '.repeat(size)}\n`,
  'closing braces': (size) => '}\n'.repeat(size / 2),
  quotes: (size) => '"'.repeat(size),
  'open quotes in lines': (size) => 'a = "\n'.repeat(size / 6),
  escapes: (size) => `a = "${'\\q'.repeat(size / 2)}"`,
  'many attributes': (size) => Array.from({ length: size / 10 }, (_, i) => `k${i} = 1\n`).join(''),
  'names in Chinese': (size) => '变'.repeat(size),
  'a broken line in a long block': (size) => `a {\n${'  x = = 1\n'.repeat(size / 10)}}`,
  'broken brackets in a long block': (size) => `a {\n${'  x = [ = \n'.repeat(size / 10)}}`,
};

for (const [name, make] of Object.entries(HOSTILE)) {
  test(`hostile: ${name}`, () => {
    for (const text of [make(1_000_000), make(1_000_000).replaceAll('\n', '\r\n')]) {
      // The thread's own time: what else the machine is busy with does not count.
      const before = process.threadCpuUsage();
      const { file } = parseHcl(text);
      const spent = process.threadCpuUsage(before);
      const took = (spent.user + spent.system) / 1000;
      assert.ok(took < 4000, `${Math.round(took)} ms for ${text.length} characters`);
      assert.ok(file.problems.length <= 50);
    }
  });
}
