/** Argo CD's and Flux's objects of the corpora: nothing in them is an error, and a planted mistake in any of them is. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { facts } from '../../server/src/model/facts.ts';
import { placeSpan } from '../../server/src/model/place.ts';
import { layout } from '../../server/src/model/source.ts';
import { fileText } from '../../server/src/model/workspace/inputs.ts';
import { isSetAside } from '../../server/src/model/workspace/set-aside.ts';
import { findings, ruleById } from '../../server/src/rules/findings.ts';
import { CORPORA_MISSING, corpusTexts } from '../kit/corpus.ts';
import { TestWorkspace } from '../kit/workspace.ts';

const DOMAINS = /^(?:argocd|flux|codeowners|workspace)\//;

/** Each repository of the corpora as a workspace, with every file that is there; stars do not take in names with a dot. */
function repositories(): ReadonlyMap<string, TestWorkspace> {
  const files = new Map<string, Record<string, string>>();
  for (const { path, text } of corpusTexts('{**/*,*/.*,*/.*/**/*}')) {
    const slash = path.indexOf('/');
    const name = path.slice(0, slash);
    const own = files.get(name) ?? {};
    own[path.slice(slash + 1)] = text;
    files.set(name, own);
  }
  files.delete('yaml-test-suite');
  return new Map([...files].map(([name, own]) => [name, new TestWorkspace(own)]));
}

test('no repository of the corpora has an error', { skip: CORPORA_MISSING }, () => {
  const errors: string[] = [];
  let objects = 0;
  for (const [name, { db, files }] of repositories()) {
    for (const file of files) {
      objects += facts(db, file).references.filter(({ role }) => /^(?:argocd|flux)\//.test(role)).length;
      const found = findings(db, file);
      assert.deepEqual(found.failures, [], file);
      for (const { rule, text } of found.findings)
        if (DOMAINS.test(rule) && ruleById(rule)?.severity === 'error') errors.push(`${name}${file}: ${rule} ${text}`);
    }
  }
  assert.deepEqual(errors, []);
  assert.ok(objects > 900, String(objects));
});

test('a misspelled path, source or dependency is told nearly everywhere', { skip: CORPORA_MISSING }, () => {
  const workspace = repositories().get('home-ops');
  assert.ok(workspace !== undefined);
  const { db } = workspace;
  let planted = 0;
  let told = 0;
  for (const file of workspace.files.filter((one) => !isSetAside(db, one))) {
    const name = file.slice(workspace.path('').length + 1);
    const text = workspace.text(name) ?? '';
    const one = facts(db, file).references.find(({ role }) => /^flux\/(?:path|sourceRef|dependsOn)$/.test(role));
    if (one === undefined) continue;
    const { end } = placeSpan(layout(db, file), fileText(db, file) ?? '', one.place);
    workspace.write(name, `${text.slice(0, end)}x${text.slice(end)}`);
    planted++;
    if (findings(db, file).findings.some(({ rule }) => DOMAINS.test(rule) && ruleById(rule)?.severity === 'error')) told++;
    workspace.write(name, text);
  }
  assert.ok(planted > 100 && told >= planted * 0.98, `${told} of ${planted}`);
});
