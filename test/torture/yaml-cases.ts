/** Hostile YAML: bombs, depths, lengths, encodings, names and tags that a parser must survive. */
import { bytes, configMap, type Hostile, yamlCase } from './case.ts';

const OBJECT = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: hostile\n';

/** Ten levels of sequences, each naming the one before nine times. */
function laughs(): string {
  let text = `${OBJECT}laughs:\n  level0: &level0 [ha, ha, ha, ha, ha, ha, ha, ha, ha]\n`;
  for (let level = 1; level < 10; level++) {
    text += `  level${level}: &level${level} [${Array(9)
      .fill(`*level${level - 1}`)
      .join(', ')}]\n`;
  }
  return text;
}

/** Each mapping merges the one before twice. */
function merges(): string {
  let text = `${OBJECT}merged:\n  step0: &step0 { first: 1 }\n`;
  for (let step = 1; step <= 25; step++)
    text += `  step${step}: &step${step}\n    <<: [*step${step - 1}, *step${step - 1}]\n    own${step}: 1\n`;
  return text;
}

const RULES: readonly string[] = [
  'self.list.all(a, self.list.all(b, self.list.all(c, a + b + c > a)))',
  `[self.text]${'.map(s, s + s)'.repeat(60)}.size() > 0`,
  "self.text.matches('^(a+)+$')",
  `self.text.matches('${'(a?){100}'.repeat(40)}')`,
  "self.text.replace('', self.text).replace('', self.text).size() > 0",
  'lists.range(9223372036854775807).size() > 0',
  `${'('.repeat(10_000)}true${')'.repeat(10_000)}`,
  `self.number${' + self.number'.repeat(10_000)} > 0`,
  `self${'.a'.repeat(10_000)} > 0`,
  `${'!'.repeat(15_000)}true`,
];

function definition(rules: readonly string[]): string {
  // Each of them many times over, and told apart.
  const all = Array.from({ length: 50 }, (_, i) => rules.map((rule) => ({ rule: `${rule} || ${i} > ${i}` }))).flat();
  const properties = {
    list: { type: 'array', items: { type: 'integer' } },
    text: { type: 'string' },
    number: { type: 'integer' },
  };
  const spec = { type: 'object', properties, 'x-kubernetes-validations': all };
  const schema = { openAPIV3Schema: { type: 'object', properties: { spec } } };
  const names = { plural: 'things', kind: 'Thing' };
  const versions = [{ name: 'v1', served: true, storage: true, schema }];
  return JSON.stringify({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'things.example.org' },
    spec: { group: 'example.org', scope: 'Namespaced', names, versions },
  });
}

function ruled(): string {
  const list = Array(50_000).fill('1').join(',');
  return `apiVersion: example.org/v1\nkind: Thing\nmetadata: { name: thing }\nspec:\n  number: 1\n  text: ${'a'.repeat(500_000)}\n  list: [${list}]\n`;
}

export const YAML_CASES: readonly Hostile[] = [
  yamlCase('laughs', 'Aliases are never expanded.', laughs),
  yamlCase('merge-bomb', 'Merge keys are resolved once each.', merges),
  yamlCase('wide-aliases', 'A long sequence that is named often stays one sequence.', () => {
    return `${OBJECT}long: &long [${Array(20_000).fill('1').join(',')}]\nrepeated: [${Array(20_000).fill('*long').join(',')}]\n`;
  }),
  yamlCase(
    'alias-of-itself',
    'A mapping may hold itself.',
    () => 'apiVersion: v1\nkind: ConfigMap\nmetadata: &me\n  name: me\n  annotations: *me\n',
  ),
  yamlCase('unknown-alias', 'An alias without anchor is one error.', () => `${OBJECT}data:\n  value: *nowhere\n`),
  yamlCase('deep-flow', 'Depth is limited without a deep stack.', () => `value: ${'['.repeat(100_000)}${']'.repeat(100_000)}\n`),
  yamlCase(
    'deep-flow-5000',
    'A depth that overflows recursive composers.',
    () => `value: ${'['.repeat(5000)}${']'.repeat(5000)}\n`,
  ),
  yamlCase('unclosed-flow', 'A million open braces.', () => `value: ${'{'.repeat(1_000_000)}`),
  yamlCase('deep-block', 'Two thousand levels of indentation.', () => {
    return `${Array.from({ length: 2000 }, (_, level) => `${' '.repeat(level)}key${level}:`).join('\n')} value\n`;
  }),
  yamlCase('deep-dashes', 'Sequences in sequences on one line.', () => `${'- '.repeat(100_000)}end\n`),
  yamlCase('long-line', 'One line of 20 MB is over the size limit.', () => `key: "${'a'.repeat(20_000_000)}"\n`),
  yamlCase('line-below-limit', 'One line of 7 MB is read.', () => `${OBJECT}data:\n  key: "${'a'.repeat(7_000_000)}"\n`),
  yamlCase('many-keys', '300,000 keys of one mapping are compared in linear time.', () => {
    return `${Array.from({ length: 300_000 }, (_, i) => `key${i}: value`).join('\n')}\n`;
  }),
  yamlCase('many-documents', '300,000 documents.', () => '---\nkey: 1\n'.repeat(300_000), {
    says: [/more than 100000 documents/],
  }),
  yamlCase('many-objects', '10,000 objects of one name in one file.', () => `---\n${configMap('same')}`.repeat(10_000)),
  yamlCase('repeated-key', 'A repeated key is an error at its second place.', () => `${OBJECT}data: { key: 1, key: 2 }\n`, {
    says: [/^yaml\/duplicate-key: /],
  }),
  yamlCase(
    'repeated-keys',
    '50,000 repetitions give a bounded number of findings.',
    () => `${OBJECT}data:\n${'  key: value\n'.repeat(50_000)}`,
  ),
  yamlCase(
    'broken-lines',
    '50,000 broken lines give a bounded number of findings.',
    () => `${OBJECT}data:\n${'  a: b: [\n'.repeat(50_000)}`,
  ),
  yamlCase('nul', 'A NUL byte is an error, and the text is not cut there.', () => bytes(OBJECT, 'data:\n  a: "x', [0], 'y"\n')),
  yamlCase(
    'bom-crlf',
    'A byte order mark and CRLF are as good as any.',
    () => `\ufeff${configMap('marked').replaceAll('\n', '\r\n')}`,
    {
      silentOn: /./,
    },
  ),
  yamlCase('lone-cr', 'Old line ends are line ends.', () => configMap('old').replaceAll('\n', '\r'), { silentOn: /^yaml\// }),
  yamlCase('utf16', 'UTF-16 is read or told in one finding.', () =>
    bytes([0xff, 0xfe], [...Buffer.from(configMap('wide'), 'utf16le')]),
  ),
  yamlCase('invalid-utf8', 'Invalid bytes are told.', () =>
    bytes('apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: "', [0xff, 0xc3, 0x28], '"\n'),
  ),
  yamlCase(
    'lone-surrogate',
    'Escaped halves of a pair and characters beyond the plane.',
    () => `${OBJECT}data:\n  a: "\\ud800"\n  b: "\\U0010FFFF"\n  c: "😀😀" # 😀\n  d: [x\n`,
  ),
  yamlCase('tabs', 'A tab that indents is an error.', () => 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n\tname: tab\n', {
    says: [/^yaml\//],
  }),
  yamlCase('object-properties', 'Names of built-in properties are names.', () => {
    return `${OBJECT}  __proto__: { polluted: 1 }\n  constructor: { prototype: { polluted: 1 } }\n  labels: { __proto__: a, toString: b }\ndata:\n  hasOwnProperty: x\n  __proto__: y\n  valueOf: z\n`;
  }),
  yamlCase('tags', 'Tags construct nothing and read nothing.', () => {
    return (
      `${OBJECT}data:\n  a: !!python/object/apply:os.system ["touch PWNED"]\n  b: !!js/function "function () {}"\n  c: !!binary "####"\n  d: !include ../../../etc/passwd\n  e: !ENV $` +
      '{HOME}\n'
    );
  }),
  yamlCase('long-numbers', 'Numbers keep their text.', () => {
    return `${OBJECT}data:\n  a: ${'9'.repeat(1_000_000)}\n  b: 1e999999999\n  c: 0x${'f'.repeat(100_000)}\n  d: .inf\n  e: 190:20:30\n  f: 2001-02-30\n`;
  }),
  yamlCase('long-key', 'A key of a million characters.', () => `${OBJECT}data:\n  ? ${'k'.repeat(1_000_000)}\n  : value\n`),
  yamlCase(
    'long-implicit-key',
    'A key of more than 1,024 characters on one line.',
    () => `${OBJECT}data:\n  ${'k'.repeat(2000)}: value\n`,
  ),
  yamlCase(
    'long-anchor',
    'An anchor of a million characters.',
    () => `${OBJECT}data:\n  a: &${'x'.repeat(1_000_000)} text\n  b: *${'x'.repeat(1_000_000)}\n`,
  ),
  yamlCase(
    'long-name',
    'A name of a million characters is not repeated in full.',
    () => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${'N'.repeat(1_000_000)}\n`,
  ),
  yamlCase('many-comments', '200,000 comments.', () => `${'# words\n'.repeat(200_000)}${configMap('quiet')}`, { silentOn: /./ }),
  yamlCase('long-block', 'A block scalar of 200,000 lines.', () => `${OBJECT}data:\n  text: |\n${'    line\n'.repeat(200_000)}`, {
    silentOn: /./,
  }),
  yamlCase('many-anchors', '50,000 anchors, each used once.', () => {
    return `${OBJECT}data:\n${Array.from({ length: 50_000 }, (_, i) => `  a${i}: &n${i} text\n  b${i}: *n${i}`).join('\n')}\n`;
  }),
  yamlCase('markup', 'Markup and escape sequences in names reach no terminal and no hover as such.', () => {
    return 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: "\\e[2J\\e]8;;http://evil\\aX"\n  labels:\n    a: "[click](command:workbench.action.quit)"\n    b: "<img src=x onerror=alert(1)>"\n    c: "![x](http://127.0.0.1:9/x.png)"\n';
  }),
  yamlCase(
    'bidirectional',
    'Invisible and direction-changing characters in names.',
    () => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: "a\u202e\u2066b\u2069\u200b"\n  namespace: "\u0440\u0430ypal"\n`,
  ),
  yamlCase('template', 'A template is not a cascade of syntax errors.', () => {
    return 'apiVersion: v1\nkind: {{ .Values.kind }}\nmetadata:\n  name: {{ .Release.Name }}\n{{- range $key, $value := .Values.all }}\n  {{ $key }}: {{ $value }}\n{{- end }}\n';
  }),
  yamlCase('nothing', 'An empty file.', () => '', { silentOn: /./ }),
  yamlCase('only-separators', 'Documents without content.', () => '---\n---\n...\n---\n', { silentOn: /./ }),
  yamlCase('directives', 'Unknown directives.', () => '%YAML 9.9\n%TAG ! tag:example.com,2000:\n---\nkey: !type value\n'),
  {
    name: 'yaml-schema-comments',
    demand: 'A schema that a comment names is not read from outside, not fetched, and not obeyed blindly.',
    make: (canary) => ({
      files: {
        'slow.yaml': `# yaml-language-server: $schema=./slow.json\nkey: "${'a'.repeat(40)}!"\n`,
        'slow.json': '{"type":"object","properties":{"key":{"type":"string","pattern":"^(a+)+$"}}}',
        'device.yaml': '# yaml-language-server: $schema=./device.json\nkey: 1\n',
        'device.json': '{"$ref":"file:///dev/zero"}',
        'outside.yaml': `# yaml-language-server: $schema=file://${canary}\nkey: 1\n`,
        'loopback.yaml': '# yaml-language-server: $schema=http://127.0.0.1:9/schema.json\nkey: 1\n',
        'loop.yaml': '# yaml-language-server: $schema=./loop.json\nkey: { key: { key: 1 } }\n',
        'loop.json':
          '{"$ref":"#/definitions/a","definitions":{"a":{"allOf":[{"$ref":"#/definitions/a"},{"$ref":"#/definitions/a"}]}}}',
      },
    }),
  },
  {
    name: 'yaml-rules-of-a-definition',
    demand: 'Rules of a CustomResourceDefinition cost what they may and no more, however they nest, grow and match.',
    make: () => ({ files: { 'crd.yaml': definition(RULES), 'object.yaml': ruled() } }),
  },
  {
    name: 'yaml-not-files',
    demand: 'Directories, devices and names that look like files.',
    make: () => ({
      files: { 'folder.yaml/inner.yaml': configMap('inner') },
      links: { 'device.yaml': '/dev/zero', 'nowhere.yaml': 'gone.yaml' },
    }),
  },
];
