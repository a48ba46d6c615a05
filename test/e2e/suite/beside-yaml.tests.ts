/** See beside-yaml.ts. */
import assert from 'node:assert/strict';
import { type CodeAction, CodeActionKind, commands, extensions, Range } from 'vscode';
import { codeOf, eventually, file, findings, open, positionOf } from './workspace.ts';

const FAULTY = 'apps/staging/web/ingress.yaml';

describe('beside another YAML extension', () => {
  it('a duplicate key is ours while its document is closed, and left to the other once it is open', async () => {
    assert.ok(extensions.getExtension('redhat.vscode-yaml'));
    await eventually('the duplicate key is found', () =>
      findings(file(FAULTY)).some((finding) => codeOf(finding).rule === 'yaml/duplicate-key'),
    );
    const document = await open(FAULTY);
    await eventually('the finding is taken back', () => findings(document.uri).length === 0);
    const at = positionOf(document, '    cert-manager.io/cluster-issuer: letsencrypt\nspec', 4);
    const fixes = await commands.executeCommand<readonly CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new Range(at, at),
      CodeActionKind.QuickFix.value,
    );
    assert.ok(fixes.length > 0, 'the fix is still offered');
  });

  it('every other finding stays', async () => {
    const document = await open('apps/production/api/kustomization.yaml');
    await eventually('the misspelled resource is found', () => findings(document.uri).length > 0);
  });
});
