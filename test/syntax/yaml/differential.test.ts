/** Both YAML readers make the same tree of every text that the fast one accepts. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { splitDocuments } from '../../../server/src/syntax/yaml/split.ts';
import { CORPORA_MISSING, corpusTexts } from '../../kit/corpus.ts';
import { agree, agreeDirectly } from '../../kit/trees.ts';

const FIXTURES = resolve(import.meta.dirname, '../../fixtures/yaml');

function sections(text: string): readonly string[] {
  return splitDocuments(text).map(({ start, end }) => text.slice(start, end));
}

for (const name of ['features.yaml', 'manifests.yaml']) {
  const text = readFileSync(resolve(FIXTURES, name), 'utf8');
  const variants: Readonly<Record<string, string>> = {
    'as it stands': text,
    'with CRLF': text.replaceAll('\n', '\r\n'),
    'with lone CR': text.replaceAll('\n', '\r'),
    'with a byte order mark': `\ufeff${text}`,
    'without its last line break': text.trimEnd(),
    'with astral characters': text.replaceAll('one', '😀e'),
  };
  for (const [variant, changed] of Object.entries(variants)) {
    test(`${name} ${variant}`, () => {
      const nodes = sections(changed).reduce((sum, section, i) => sum + agree(`section ${i}`, section), 0);
      assert.ok(nodes > 40, `only ${nodes} nodes were compared`);
      agreeDirectly(variant, changed);
    });
  }
}

// The whole corpora are compared in test/conformance/yaml.test.ts.
test('every fortieth small file of the corpora', { skip: CORPORA_MISSING }, () => {
  let nodes = 0;
  const files = corpusTexts('{flux2-*,home-ops,podinfo,flux-local}/**/*.{yaml,yml}').filter(({ text }) => text.length < 20_000);
  for (const { path, text } of files.filter((_, i) => i % 40 === 0)) {
    for (const section of sections(text)) {
      if (!section.includes('{{')) nodes += agree(path, section);
    }
    agreeDirectly(path, text);
  }
  assert.ok(nodes > 500, `only ${nodes} nodes were compared`);
});
