/** The formats of `check`, each read back by what reads it in life, with hostile names in every place. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { plumbline } from './world.ts';

const FILES = {
  'apps/web.yaml': 'metadata:\n  name: web\n\tname: api\n',
  'apps/compose.yaml': 'data:\n  key: 1\n  key: 2\n',
  'odd, 100%: ü\n/x.yaml': '"a\\e[31m\u202e<&>]]>": 1\n"a\\e[31m\u202e<&>]]>": 2\n# plumbline-ignore yaml/syntax: none\n',
};

async function written(format: string, files: Readonly<Record<string, string>> = FILES): Promise<string> {
  return (await plumbline(['check', '--format', format, '--severity', 'hint'], files)).out;
}

test('json keeps to its contract', async () => {
  const text = await written('json');
  const report = JSON.parse(text);
  assert.deepEqual(
    { ...report, diagnostics: [] },
    { version: 1, root: '.', files: 3, resources: 0, durationMs: 0, diagnostics: [] },
  );
  assert.deepEqual(
    report.diagnostics.find(({ file }: { file: string }) => file === 'apps/compose.yaml'),
    {
      code: 'yaml/duplicate-key',
      severity: 'error',
      message: 'The key "key" already stands above in this mapping',
      file: 'apps/compose.yaml',
      range: { start: { line: 2, character: 2 }, end: { line: 2, character: 5 } },
      url: 'docs/rules/yaml/duplicate-key.md',
      fixable: true,
      related: [
        {
          message: 'The same key, first',
          file: 'apps/compose.yaml',
          range: { start: { line: 1, character: 2 }, end: { line: 1, character: 5 } },
        },
      ],
    },
  );
  for (const { url } of report.diagnostics)
    assert.ok(existsSync(new URL(`../../${url}`, import.meta.url)), `${url} leads nowhere`);
  assert.match(JSON.stringify(report), /\u202e/);
  assert.doesNotMatch(text, /[\u202e\x1b]/);
});

test('sarif is what its schema demands', async () => {
  const path = fileURLToPath(import.meta.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'));
  const { $schema, id, ...schema } = JSON.parse(readFileSync(path, 'utf8'));
  // It uses nothing of draft 4 that later drafts read otherwise.
  assert.equal($schema, 'http://json-schema.org/draft-04/schema#');
  assert.match(id, /sarif-2\.1\.0/);
  const validator = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
  const validate = (value: unknown): boolean => validator(value);
  const log = JSON.parse(await written('sarif'));
  assert.ok(validate(log), JSON.stringify(validator.errors));
  assert.ok(!validate({ ...log, version: '1' }), 'the schema refuses what is wrong');
  const [run] = log.runs;
  assert.equal(run.results.length, 4);
  // A helpUri is absolute, and the pages have no address of that kind.
  for (const { id: rule, helpUri, help } of run.tool.driver.rules) {
    assert.equal(helpUri, undefined);
    assert.ok(help.text.endsWith(`More: plumbline explain ${rule}`), help.text);
  }
  for (const result of run.results) {
    assert.equal(run.tool.driver.rules[result.ruleIndex].id, result.ruleId);
    const { uri } = result.locations[0].physicalLocation.artifactLocation;
    assert.ok(new URL(uri, 'file:///root/').pathname.startsWith('/root/'), uri);
  }
  const prints = run.results.map((result: { partialFingerprints: object }) => Object.values(result.partialFingerprints)[0]);
  assert.equal(new Set(prints).size, prints.length);
  assert.ok(validate(JSON.parse(await written('sarif', { 'a.yaml': 'a: 1\n' }))), 'also without findings');
});

test('a fingerprint stays when lines above come and go', async () => {
  const prints = async (text: string) =>
    JSON.parse(await written('sarif', { 'a.yaml': text })).runs[0].results[0].partialFingerprints;
  assert.deepEqual(await prints('a: 1\na: 2\n'), await prints('# more\n\na: 1\na: 2\n'));
});

test('github reads its commands back', async () => {
  const lines = (await written('github')).trimEnd().split('\n');
  assert.equal(lines.length, 4, lines.join('\n'));
  for (const line of lines)
    assert.match(line, /^::(error|warning|notice) file=[^:,]+,line=\d+,endLine=\d+(,col=\d+,endColumn=\d+)?,title=[^:,]+::.+$/);
  assert.equal(
    lines.find((line) => line.includes('compose')),
    '::error file=apps/compose.yaml,line=3,endLine=3,col=3,endColumn=5,title=yaml/duplicate-key::The key "key" already stands above in this mapping',
  );
  const odd = lines.find((line) => line.includes('100')) ?? '';
  assert.ok(odd.includes('file=odd%2C 100%25%3A ü%0A/x.yaml,'), odd);
  assert.doesNotMatch(odd, /[\u202e\x1b]/);
});

test('junit is XML whose counts are true', async () => {
  const text = await written('junit');
  assert.match(
    text,
    /^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites name="plumbline" tests="4" failures="2" time="0.000">\n/,
  );
  assert.equal(text.match(/<testcase /g)?.length, 4);
  assert.equal(text.match(/<failure /g)?.length, 2);
  assert.equal(text.match(/<system-out>/g)?.length, 2);
  assert.ok(text.includes('a\\e[31m\\u{202e}&lt;&amp;&gt;]]&gt;'));
  const open: string[] = [];
  for (const [, close, name = '', selfClosed] of text.matchAll(/<(\/?)([a-z-]+)(?:"[^"]*"|[^"<>])*?(\/?)>/g)) {
    if (close === '/') assert.equal(open.pop(), name);
    else if (selfClosed !== '/') open.push(name);
  }
  assert.deepEqual(open, []);
  assert.match(await written('junit', { 'a.yaml': 'a: 1\n' }), /tests="1" failures="0"/);
});

test('pretty shows the line, with what cannot be seen spelled out and the mark below the right columns', async () => {
  const long = `{${Array.from({ length: 200 }, (_, i) => `k${i}: ${i}, `).join('')}k150: 1}\n`;
  const { out } = await plumbline(['check', '--severity', 'hint'], {
    'a.yaml': 'k: {"日本\u202e\t": 1, x: 2, x: 3}\n',
    'bbb\x1b[0m.yaml': long,
  });
  const lines = out.split('\n');
  assert.deepEqual(lines.slice(0, 6), [
    'a.yaml:1:22 warning yaml/duplicate-key',
    '  The key "x" already stands above in this mapping',
    '    1 │ k: {"日本\\u{202e}    ": 1, x: 2, x: 3}',
    `      │ ${' '.repeat('k: {"'.length + 4 + '\\u{202e}    ": 1, x: 2, '.length)}^`,
    '  a.yaml:1:16 The same key, first',
    '',
  ]);
  assert.equal(lines[6], `bbb\\e[0m.yaml:1:${long.lastIndexOf('k150') + 1} warning yaml/duplicate-key`);
  const [source = '', mark = ''] = lines.slice(8, 10);
  assert.ok(source.length < 130 && source.includes('│ …'), source);
  assert.equal(source.slice(mark.indexOf('^'), mark.lastIndexOf('^') + 1), 'k150');
  assert.doesNotMatch(out, /[\x1b\u202e]/);
});

test('colours follow NO_COLOR, FORCE_COLOR and the terminal', async () => {
  const coloured = async (env: Record<string, string>, isTTY: boolean) =>
    (await plumbline(['check'], FILES, { env, isTTY })).out.includes('\x1b[');
  assert.equal(await coloured({}, false), false);
  assert.equal(await coloured({}, true), true);
  assert.equal(await coloured({ TERM: 'dumb' }, true), false);
  assert.equal(await coloured({ NO_COLOR: '1' }, true), false);
  assert.equal(await coloured({ NO_COLOR: '' }, true), true);
  assert.equal(await coloured({ FORCE_COLOR: '1' }, false), true);
  assert.equal(await coloured({ FORCE_COLOR: '0' }, true), false);
  assert.equal(await coloured({ FORCE_COLOR: '1', NO_COLOR: '1' }, true), false);
});
