/** Findings as the editor has them: place, code, link, fix; in open files and in all others. */
import assert from 'node:assert/strict';
import {
  type CodeAction,
  CodeActionKind,
  commands,
  DiagnosticSeverity,
  languages,
  Range,
  type Uri,
  WorkspaceEdit,
  workspace,
} from 'vscode';
import { codeOf, eventually, file, findings, open, positionOf } from './workspace.ts';

const FAULTY = 'apps/production/api/kustomization.yaml';

/** Ours among the actions at the first finding of this rule. */
async function fixesFor(uri: Uri, rule: string): Promise<readonly CodeAction[]> {
  const found = await eventually(`a finding of ${rule}`, () => findings(uri).find((finding) => codeOf(finding).rule === rule));
  const actions = await commands.executeCommand<readonly CodeAction[]>(
    'vscode.executeCodeActionProvider',
    uri,
    found.range,
    CodeActionKind.QuickFix.value,
  );
  return actions.filter((action) => action.edit !== undefined);
}

describe('findings', () => {
  // What a failing test left unsaved must not reach the next one.
  afterEach(() => commands.executeCommand('workbench.action.revertAndCloseActiveEditor'));

  it('stand on the guilty word, with the rule as code and a link to its page', async () => {
    const document = await open(FAULTY);
    const found = await eventually('the misspelled resource is found', () => findings(document.uri)[0]);
    assert.equal(document.getText(found.range), 'servcie.yaml');
    assert.equal(found.severity, DiagnosticSeverity.Error);
    const { rule, link } = codeOf(found);
    assert.equal(rule, 'kustomize/missing-resource');
    assert.match(link ?? '', /rules\/kustomize\/missing-resource/);
  });

  it('come from files that nobody has opened, too', async () => {
    const elsewhere = file('clusters/staging/monitoring.yaml').toString();
    await eventually('the dangling source is found', () =>
      languages.getDiagnostics().some(([uri, found]) => uri.toString() === elsewhere && found.length > 0),
    );
  });

  it('are repaired by the quick fix, and come back when it is undone', async () => {
    const document = await open(FAULTY);
    const fixes = await fixesFor(document.uri, 'kustomize/missing-resource');
    const fix = fixes.find(({ title }) => title.includes('service.yaml'));
    assert.ok(fix?.edit, `a fix that names service.yaml is among ${fixes.map(({ title }) => title).join(', ')}`);
    assert.ok(await workspace.applyEdit(fix.edit));
    assert.match(document.getText(), /^ {2}- service\.yaml$/m);
    await eventually('the finding is gone', () => findings(document.uri).length === 0);
    await commands.executeCommand('undo');
    await eventually('the finding is back', () => findings(document.uri).length > 0);
  });

  it('follow what is typed before it is saved', async () => {
    const dependent = file('clusters/production/monitoring.yaml');
    assert.deepEqual(findings(dependent), []);
    // Both clusters declare the source and either would do; one that is named alike tells a mistake from a source made elsewhere.
    await replaceIn(
      ['clusters/production/sources.yaml', 'clusters/staging/sources.yaml'],
      'name: dashboards\n',
      'name: dashboard\n',
    );
    await eventually('the reference dangles now', () => findings(dependent).length > 0);
    await replaceIn(
      ['clusters/production/sources.yaml', 'clusters/staging/sources.yaml'],
      'name: dashboard\n',
      'name: dashboards\n',
    );
    await eventually('the reference holds again', () => findings(dependent).length === 0);
  });
});

/** Changes the first occurrence in each of the files, and saves none. */
async function replaceIn(paths: readonly string[], from: string, to: string): Promise<void> {
  const edit = new WorkspaceEdit();
  for (const path of paths) {
    const document = await workspace.openTextDocument(file(path));
    edit.replace(document.uri, new Range(positionOf(document, from), positionOf(document, from, from.length)), to);
  }
  assert.ok(await workspace.applyEdit(edit));
}
