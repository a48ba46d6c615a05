/** No feature throws, wherever the cursor is and whatever the text: real files, broken ones, and the YAML test suite's. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyEdits, type Span } from '../../server/src/base/spans.ts';
import { codeActions, fixAll } from '../../server/src/ide/actions.ts';
import { completion } from '../../server/src/ide/completion.ts';
import { definition } from '../../server/src/ide/definition.ts';
import { hover } from '../../server/src/ide/hover.ts';
import { documentLinks } from '../../server/src/ide/links.ts';
import { references } from '../../server/src/ide/references.ts';
import { rename } from '../../server/src/ide/rename.ts';
import { documentSymbols } from '../../server/src/ide/symbols.ts';
import { textOf } from '../../server/src/ide/text.ts';
import { CORPORA_MISSING, corpusTexts } from '../kit/corpus.ts';
import { Dice, SEED } from '../kit/random.ts';
import { PACE, TestWorkspace } from '../kit/workspace.ts';

/** Asks everything at one place; spans must lie in the texts and edits must fit. */
async function askAll(workspace: TestWorkspace, file: string, offset: number): Promise<void> {
  const { db } = workspace;
  const inside = (path: string, { start, end }: Span): void => {
    const { length } = textOf(db, path);
    assert.ok(0 <= start && start <= end && end <= length, `${start}-${end} of ${length} in ${path}`);
  };
  const found = definition(db, file, offset);
  if (found !== undefined) inside(file, found.span);
  for (const target of found?.targets ?? []) {
    inside(target.file, target.whole);
    inside(target.file, target.name);
  }
  for (const one of await references(db, file, offset, true, PACE)) inside(one.file, one.span);
  const shown = hover(db, file, offset);
  if (shown !== undefined) assert.ok(shown.parts.length > 0);
  for (const { edit } of completion(db, file, offset).items) {
    inside(file, edit.span);
    assert.ok(edit.span.start <= offset && offset <= edit.span.end, 'a completion that does not touch the cursor');
  }
  const changes = codeActions(db, file, { start: offset, end: offset }).map(({ change }) => change);
  const renamed = await rename(db, file, offset, 'renamed', PACE);
  if ('edits' in renamed) changes.push(renamed);
  else assert.match(renamed.refused, /^["A-Z].*\.$/s);
  for (const { edits } of changes) {
    for (const [path, list] of edits) {
      for (const { span } of list) inside(path, span);
      for (const [index, { span }] of list.entries()) assert.ok(span.start >= (list[index - 1]?.span.end ?? 0), 'edits overlap');
      applyEdits(textOf(db, path), list);
    }
  }
}

async function askEverywhere(files: Readonly<Record<string, string>>, places: number, dice: Dice): Promise<void> {
  const workspace = new TestWorkspace(files);
  for (const file of workspace.files) {
    for (const { span } of documentLinks(workspace.db, file)) assert.ok(span.start <= span.end);
    documentSymbols(workspace.db, file);
    fixAll(workspace.db, file);
    const { length } = textOf(workspace.db, file);
    for (let i = 0; i < places; i++) {
      const offset = dice.below(length + 1);
      try {
        await askAll(workspace, file, offset);
      } catch (error) {
        throw new Error(`at ${offset} in ${file}`, { cause: error });
      }
    }
  }
}

test('real repositories, as they are and broken', { skip: CORPORA_MISSING }, async (t) => {
  t.diagnostic(`seed ${SEED}`);
  const dice = new Dice(SEED);
  for (const pattern of [
    'flux2-kustomize-helm-example',
    'flux2-multi-tenancy',
    'podinfo',
    'home-ops/kubernetes/main/apps/default',
  ]) {
    const files: Record<string, string> = {};
    for (const { path, text } of corpusTexts(`${pattern}/**/*.{yaml,yml}`).slice(0, 120)) {
      const cut = dice.below(text.length + 1);
      files[path] =
        dice.next() < 0.2 ? text.slice(0, cut) + dice.pick(['{', '"', ':', '\n- ', '*x']) + text.slice(cut + 1) : text;
    }
    await askEverywhere(files, 12, dice);
  }
});

test('the texts of the YAML test suite as kustomizations and manifests', { skip: CORPORA_MISSING }, async () => {
  const dice = new Dice(SEED);
  const texts = corpusTexts('yaml-test-suite/src/*.yaml').map(({ text }) => text.replace(/[∎↵←»—]|␣/g, ' '));
  const files = Object.fromEntries(
    texts
      .slice(0, 150)
      .map((text, i) => [
        i % 2 === 0 ? `d${i}/kustomization.yaml` : `d${i}/object.yaml`,
        i % 2 === 0 ? `resources:\n${text}` : `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\nspec:\n${text}`,
      ]),
  );
  await askEverywhere(files, 10, dice);
});
