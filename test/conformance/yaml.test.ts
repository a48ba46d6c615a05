/** The YAML readers against each other, the YAML test suite, hostile texts of full size and random damage to real files. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseJson } from '../../server/src/syntax/json/parse.ts';
import { descendants, field, items, textOf } from '../../server/src/syntax/navigate.ts';
import { LayoutBuilder } from '../../server/src/syntax/tree.ts';
import { readEvents } from '../../server/src/syntax/yaml/events.ts';
import { parseYaml } from '../../server/src/syntax/yaml/parse.ts';
import { splitDocuments } from '../../server/src/syntax/yaml/split.ts';
import { CORPORA_MISSING, corpusTexts } from '../kit/corpus.ts';
import { HOSTILE } from '../kit/hostile-yaml.ts';
import { assertReadsAgain, assertSound, damaged, typed } from '../kit/mutations.ts';
import { Dice, SEED } from '../kit/random.ts';
import { agree, agreeDirectly } from '../kit/trees.ts';

function accepted(section: string): boolean {
  try {
    readEvents(section, 0, new LayoutBuilder());
    return true;
  } catch {
    return false;
  }
}

test('both readers make the same trees of every file of the corpora', { skip: CORPORA_MISSING }, (t) => {
  const counts = { files: 0, sections: 0, refused: 0, nodes: 0, taken: 0 };
  for (const { path, text } of corpusTexts('**/*.{yaml,yml}')) {
    counts.files++;
    counts.taken += agreeDirectly(path, text).taken;
    for (const { start, end } of splitDocuments(text)) {
      const section = text.slice(start, end);
      counts.sections++;
      if (accepted(section)) counts.nodes += agree(`${path} at ${start}`, section);
      else counts.refused++;
    }
  }
  t.diagnostic(JSON.stringify(counts));
  assert.ok(counts.nodes > 1_000_000 && counts.refused < counts.sections / 20, JSON.stringify(counts));
  // It is there for nearly all that people write.
  assert.ok(counts.taken > counts.sections * 0.9, JSON.stringify(counts));
});

/** Only Helm templates may be refused: all else in these repositories is deployed. */
test('what is refused in the corpora is a template', { skip: CORPORA_MISSING }, () => {
  const wrong = corpusTexts('**/*.{yaml,yml}')
    .filter(({ text }) => {
      const { documents, templated } = parseYaml(text).tree;
      return !templated && documents.some(({ problems }) => problems.length > 0);
    })
    .map(({ path }) => path);
  assert.deepEqual(wrong, []);
});

interface SuiteCase {
  readonly name: string;
  readonly text: string;
  readonly isWrong: boolean;
}

/** The cases of the YAML test suite, whose files are YAML themselves; characters that do not show are written as signs. */
function suiteCases(): readonly SuiteCase[] {
  return corpusTexts('yaml-test-suite/src/*.yaml').flatMap(({ path, text }) => {
    const id = path.slice(path.lastIndexOf('/') + 1, -'.yaml'.length);
    let yaml = '';
    return items(parseYaml(text).tree.documents[0]?.root).map((one, i) => {
      yaml = textOf(field(one, 'yaml')) ?? yaml;
      return { name: `${id}:${i}`, text: shown(yaml), isWrong: textOf(field(one, 'fail')) === 'true' };
    });
  });
}

function shown(text: string): string {
  return text
    .replaceAll('␣', ' ')
    .replace(/—*»/g, '\t')
    .replaceAll('⇔', '\ufeff')
    .replaceAll('↵', '')
    .replaceAll('←', '\r')
    .replaceAll('∎\n', '');
}

/** Where the answer is not the suite's, and why. */
const KNOWN: Readonly<Record<string, string>> = {
  '9C9N:0': 'Wrong, and accepted: go-yaml does not look at the indentation of continued lines in brackets.',
  '9JBA:0': 'Wrong, and accepted: go-yaml reads a comment directly behind a bracket.',
  'CVW2:0': 'Wrong, and accepted: go-yaml reads a comment directly behind a comma.',
  'DK95:1': 'Wrong, and accepted: go-yaml does not look at the indentation of continued lines in quotes.',
  'G5U8:0': 'Wrong, and accepted: go-yaml reads a lone dash in brackets as text.',
  'HRE5:0': "Wrong, and accepted: go-yaml knows the escape \\'.",
  'JKF3:0': 'Wrong, and accepted: continued quotes as in DK95:1; that they are a key makes go-yaml refuse this one.',
  'QB6E:0': 'Wrong, and accepted: go-yaml does not look at the indentation of continued lines in quotes.',
  'SU5Z:0': 'Wrong, and accepted: go-yaml reads a comment directly behind a quote.',
  'VJP3:0': 'Wrong, and accepted: go-yaml does not look at the indentation of continued lines in brackets.',
  'X4QW:0': 'Wrong, and accepted: go-yaml reads a comment directly behind the sign of a block scalar.',
  'Y79Y:3': 'Wrong, and accepted: go-yaml does not look at the indentation of continued lines in brackets.',
  'YJV2:0': 'Wrong, and accepted: go-yaml reads a lone dash in brackets as text.',
  'ZYU8:2': 'Right by the letter, and refused: "%YAML 1.1 1.2"; no reader of the field accepts it.',
};

test('the YAML test suite: same trees, and its verdict on right and wrong', { skip: CORPORA_MISSING }, (t) => {
  const cases = suiteCases();
  const counts = { cases: cases.length, sections: 0, nodes: 0, known: 0, taken: 0 };
  const different: string[] = [];
  for (const { name, text, isWrong } of cases) {
    for (const { start, end } of splitDocuments(text)) {
      const section = text.slice(start, end);
      if (!accepted(section)) continue;
      counts.sections++;
      counts.nodes += agree(name, section);
    }
    counts.taken += agreeDirectly(name, text).taken;
    const isRefused = parseYaml(text).tree.documents.some(({ problems }) => problems.length > 0);
    if (isRefused === isWrong) assert.equal(KNOWN[name], undefined, `${name} needs no explanation any more`);
    else if (KNOWN[name] === undefined) different.push(`${name}: ${isWrong ? 'wrong, and accepted' : 'right, and refused'}`);
    else counts.known++;
  }
  t.diagnostic(JSON.stringify(counts));
  assert.deepEqual(different, []);
  assert.ok(counts.cases > 400, `only ${counts.cases} cases`);
});

/** What the host lets through at most. */
const LARGEST = 8 * 1024 * 1024;

/** The sizes at which texts cost most: just short of what is not read again, and the largest. */
for (const size of [127 * 1024, LARGEST]) {
  test(`hostile texts of ${size} units`, (t) => {
    const slowest: [string, number][] = [];
    for (const [name, make] of Object.entries(HOSTILE)) {
      const text = make(size).slice(0, size);
      for (const [reader, read] of [
        ['YAML', () => parseYaml(text)] as const,
        ['JSON', () => parseJson(text, 'json5')] as const,
      ]) {
        const start = process.cpuUsage();
        const { tree } = read();
        const spent = process.cpuUsage(start).user / 1000;
        slowest.push([`${name} as ${reader}`, Math.round(spent)]);
        assert.ok(spent < 3000, `${name} as ${reader}: ${spent.toFixed(0)} ms of CPU`);
        for (const { problems } of tree.documents) assert.ok(problems.length <= 20, name);
      }
    }
    slowest.sort((a, b) => b[1] - a[1]);
    t.diagnostic(`slowest, in ms of CPU: ${JSON.stringify(slowest.slice(0, 5))}`);
  });
}

test(`real files, damaged (PLUMBLINE_SEED=${SEED})`, { skip: CORPORA_MISSING }, (t) => {
  const dice = new Dice(SEED);
  const files = corpusTexts('**/*.{yaml,yml}').filter(({ text }) => text.length < 8000 && text.length > 20);
  const rounds = 4000;
  for (let i = 0; i < rounds; i++) {
    const { path, text } = dice.pick(files);
    const changed = damaged(text, dice);
    try {
      assertSound(changed);
    } catch (error) {
      throw new Error(`damage ${i} of ${path}: ${JSON.stringify(changed)}`, { cause: error });
    }
  }
  t.diagnostic(`${rounds} damaged texts of ${files.length} files`);
});

test(`real files, typed in (PLUMBLINE_SEED=${SEED})`, { skip: CORPORA_MISSING }, (t) => {
  const dice = new Dice(SEED);
  const files = corpusTexts('**/*.{yaml,yml}').filter(({ text }) => text.length > 20 && text.length < 50_000);
  const counts = { files: 100, edits: 0, kept: 0 };
  for (let i = 0; i < counts.files; i++) {
    const { path, text } = dice.pick(files);
    let parsed = parseYaml(text);
    for (let edit = 0; edit < 12; edit++) {
      const next = edit % 3 === 2 ? text : typed(parsed.text, dice);
      try {
        const again = assertReadsAgain(parsed, next);
        counts.edits++;
        // Something of the old tree is part of the new one.
        const [old, now] = [parsed, again].map(
          ({ tree }) => new Set(tree.documents.flatMap(({ root }) => [...descendants(root)])),
        );
        if (old !== undefined && now !== undefined && [...now].some((node) => old.has(node))) counts.kept++;
        parsed = again;
      } catch (error) {
        throw new Error(`edit ${edit} of ${path}: ${JSON.stringify(next)}`, { cause: error });
      }
    }
  }
  t.diagnostic(JSON.stringify(counts));
  assert.ok(counts.kept > counts.edits / 5, JSON.stringify(counts));
});

test('speed of the fast path', { skip: CORPORA_MISSING }, (t) => {
  const texts = corpusTexts('**/*.{yaml,yml}')
    .map(({ text }) => text)
    .filter((text) => !text.includes('{{'));
  const units = texts.reduce((sum, text) => sum + text.length, 0);
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3; round++) {
    const start = process.cpuUsage();
    for (const text of texts) parseYaml(text);
    best = Math.min(best, process.cpuUsage(start).user / 1e6);
  }
  const rate = units / 1e6 / best;
  t.diagnostic(`${rate.toFixed(1)} MB/s over ${texts.length} files of ${(units / 1e6).toFixed(1)} MB, with trees and layouts`);
  assert.ok(rate > 8, `${rate.toFixed(1)} MB/s`);
});
