/** From name to name across files: definition, references, hover, rename. */
import assert from 'node:assert/strict';
import { commands, type Hover, Location, type LocationLink, type MarkdownString, type WorkspaceEdit } from 'vscode';
import { file, open, positionOf } from './workspace.ts';

/** The paths that an answer leads to, within the opened folder. */
function paths(locations: readonly (Location | LocationLink)[]): readonly string[] {
  const root = file('').path.replace(/\/?$/, '/');
  const uris = locations.map((location) => (location instanceof Location ? location.uri : location.targetUri));
  return [...new Set(uris.map(({ path }) => (path.startsWith(root) ? path.slice(root.length) : path)))].sort();
}

describe('navigation', () => {
  it('goes from a reference to the object that another file declares', async () => {
    const document = await open('clusters/production/monitoring.yaml');
    const at = positionOf(document, 'name: dashboards\n  dependsOn', 'name: d'.length);
    const found = await commands.executeCommand<readonly (Location | LocationLink)[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      at,
    );
    assert.deepEqual(paths(found), ['clusters/production/sources.yaml']);
  });

  it('goes from a path to what stands there', async () => {
    const document = await open('apps/production/web/kustomization.yaml');
    const found = await commands.executeCommand<readonly (Location | LocationLink)[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      positionOf(document, 'ingress.yaml', 2),
    );
    assert.deepEqual(paths(found), ['apps/production/web/ingress.yaml']);
  });

  it('finds every reference', async () => {
    const document = await open('clusters/production/sources.yaml');
    const found = await commands.executeCommand<readonly Location[]>(
      'vscode.executeReferenceProvider',
      document.uri,
      positionOf(document, 'name: dashboards', 'name: d'.length),
    );
    assert.ok(paths(found).includes('clusters/production/monitoring.yaml'), paths(found).join(', '));
  });

  it('shows what a name stands for', async () => {
    const document = await open('clusters/production/monitoring.yaml');
    const at = positionOf(document, 'name: dashboards\n  dependsOn', 'name: d'.length);
    const hovers = await commands.executeCommand<readonly Hover[]>('vscode.executeHoverProvider', document.uri, at);
    const text = hovers
      .flatMap(({ contents }) => contents.map((part) => (typeof part === 'string' ? part : (part as MarkdownString).value)))
      .join('\n');
    assert.match(text, /GitRepository/);
    assert.match(text, /dashboards/);
  });

  it('renames an object with all that refers to it', async () => {
    const document = await open('clusters/production/sources.yaml');
    const edit = await commands.executeCommand<WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      document.uri,
      positionOf(document, 'name: dashboards', 'name: d'.length),
      'boards',
    );
    const edits = edit
      .entries()
      .flatMap(([uri, changes]) => changes.map(({ newText }) => `${uri.path.split('/').slice(-2).join('/')}: ${newText}`));
    assert.deepEqual(edits.sort(), ['production/monitoring.yaml: boards', 'production/sources.yaml: boards']);
  });
});
