/** Built kustomizations in the editor: documents that follow typing, the way back, lenses, comparison. */
import assert from 'node:assert/strict';
import { type CodeLens, commands, Location, type LocationLink, Range, WorkspaceEdit, window, workspace } from 'vscode';
import { eventually, file, open, positionOf } from './workspace.ts';

const OVERLAY = 'apps/production/web/kustomization.yaml';

const rendered = () => workspace.textDocuments.find(({ uri }) => uri.scheme === 'plumbline-rendered');

describe('a rendered kustomization', () => {
  it('opens beside its file, follows what is typed, and leads back to the source of a line', async () => {
    const overlay = await open(OVERLAY);
    await commands.executeCommand('plumbline.showRendered', overlay.uri);
    const document = await eventually('the document is there', rendered);
    assert.match(document.getText(), /^ {2}replicas: 3$/m);
    assert.match(document.getText(), /image: registry\.example\.com\/shop\/web:1\.8\.2$/m);

    const edit = new WorkspaceEdit();
    edit.insert(overlay.uri, positionOf(overlay, '1.8.2', '1.8.2'.length), '9');
    await workspace.applyEdit(edit);
    await eventually('the edit is rendered', () => document.getText().includes('shop/web:1.8.29'));
    const undo = new WorkspaceEdit();
    const typed = positionOf(overlay, '1.8.29', '1.8.2'.length);
    undo.delete(overlay.uri, new Range(typed, typed.translate(0, 1)));
    await workspace.applyEdit(undo);
    await overlay.save();

    const [found] = await commands.executeCommand<readonly (Location | LocationLink)[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      positionOf(document, 'replicas: 3', 3),
    );
    assert.ok(found instanceof Location);
    assert.ok(found.uri.path.endsWith('apps/production/web/replicas.yaml'), found.uri.path);
    assert.equal(found.range.start.line, 5);
  });

  it('is offered by a lens of the kustomization, and a base says who uses it', async () => {
    const titles = async (path: string): Promise<readonly string[]> => {
      const lenses = await commands.executeCommand<readonly CodeLens[]>('vscode.executeCodeLensProvider', file(path), 10);
      return lenses.map(({ command }) => command?.title ?? '');
    };
    await open(OVERLAY);
    assert.deepEqual(await titles(OVERLAY), ['rendered']);
    await open('apps/base/web/deployment.yaml');
    assert.deepEqual(await titles('apps/base/web/deployment.yaml'), ['used by production, staging']);
  });

  it('is compared with that of another environment, object by object', async () => {
    await open(OVERLAY);
    let isCompared = false;
    void commands.executeCommand('plumbline.compareEnvironments').then(() => {
      isCompared = true;
    });
    // Two lists are shown, one after the other: what stands first is taken until there is no more to take.
    await eventually('the comparison', async () => {
      await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      await new Promise((resolve) => setTimeout(resolve, 500));
      return isCompared;
    });
    // The editor counts the files behind the title once it has them all.
    const label = window.tabGroups.activeTabGroup.activeTab?.label.replace(/ \(\d+ files\)$/, '');
    assert.equal(label, 'apps/production/web ↔ apps/staging/web (rendered)');
    await commands.executeCommand('workbench.action.closeAllEditors');
  });
});
