/** Read-only documents with what kustomizations build, kept current, from which every line leads to its source. */
import {
  commands,
  Disposable,
  EventEmitter,
  Location,
  languages,
  Position,
  Range,
  type TextDocumentContentProvider,
  Uri,
  ViewColumn,
  window,
  workspace,
} from 'vscode';
import type * as protocol from '../../server/src/lsp/protocol.ts';
import { COMMANDS } from './commands.ts';
import { renderedPath } from './renderedPath.ts';
import type { Server } from './server.ts';

const SCHEME = 'plumbline-rendered';
/** Milliseconds after which a change shows; typing goes on meanwhile. */
const SETTLES = 120;

export function registerRendered(server: Server): Disposable {
  const provider = new RenderedDocuments(server);
  return Disposable.from(
    provider,
    workspace.registerTextDocumentContentProvider(SCHEME, provider),
    languages.registerDefinitionProvider(
      { scheme: SCHEME },
      {
        provideDefinition: async (document, position) => {
          const found = await server.renderedSource(document.uri.query, position.line, objectOf(document.uri));
          return found && new Location(Uri.parse(found.uri), rangeOf(found.range));
        },
      },
    ),
    commands.registerCommand(COMMANDS.showRendered, (directory?: unknown) => showRendered(server, directory)),
    commands.registerCommand(COMMANDS.compareEnvironments, () => compare(server)),
    commands.registerCommand(COMMANDS.showUses, (uri: string, locations: readonly { uri: string }[]) =>
      commands.executeCommand(
        'editor.action.showReferences',
        Uri.parse(uri),
        new Position(0, 0),
        locations.map((location) => new Location(Uri.parse(location.uri), new Position(0, 0))),
      ),
    ),
  );
}

class RenderedDocuments implements TextDocumentContentProvider, Disposable {
  readonly #server: Server;
  readonly #changed = new EventEmitter<Uri>();
  readonly #subscription: Disposable;
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(server: Server) {
    this.#server = server;
    this.#subscription = server.onDidChangeContent(() => this.#soon());
  }

  async provideTextDocumentContent(uri: Uri): Promise<string> {
    return (
      (await this.#server.rendered(uri.query, objectOf(uri))) ??
      '# The Plumbline server does not run: run "Plumbline: Restart Server".\n'
    );
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      for (const { uri } of workspace.textDocuments) if (uri.scheme === SCHEME) this.#changed.fire(uri);
    }, SETTLES);
  }
}

/** Called with a directory by lenses, with a file by the menu of an editor, and with nothing from the palette. */
async function showRendered(server: Server, target: unknown): Promise<void> {
  if (typeof target === 'string') return open(target);
  const file = target instanceof Uri ? target : window.activeTextEditor?.document.uri;
  const own = file === undefined ? [] : await server.kustomizations({ of: file.toString() });
  const near = file === undefined ? {} : { near: file.toString() };
  const [only] = own;
  const choices = own.length > 0 ? own : await server.kustomizations(near);
  const chosen = own.length === 1 ? only : await choose(choices, 'Which kustomization to show as it is built?');
  if (chosen !== undefined) await open(chosen.directory);
}

async function open(directory: string): Promise<void> {
  const document = await workspace.openTextDocument(renderedUri(directory));
  await window.showTextDocument(document, { viewColumn: ViewColumn.Beside, preserveFocus: true, preview: true });
}

async function compare(server: Server): Promise<void> {
  const file = window.activeTextEditor?.document.uri.toString();
  const first = await choose(await server.kustomizations(file === undefined ? {} : { near: file }), 'Compare which environment?');
  if (first === undefined) return;
  const others = (await server.kustomizations({ near: first.directory })).filter(
    ({ directory }) => directory !== first.directory,
  );
  const second = await choose(others, `Compare ${first.name} with which environment?`);
  if (second === undefined) return;
  await showComparison(server, first, second);
}

/** Every object that differs, one below the other; the same ones are left out. */
async function showComparison(
  server: Server,
  first: protocol.KustomizationChoice,
  second: protocol.KustomizationChoice,
): Promise<void> {
  const found = await server.comparison({ left: first.directory, right: second.directory });
  if (found == null) return;
  const title = `${first.path} ↔ ${second.path} (rendered)`;
  if (!found.isComplete) {
    // The document of what does not build says why.
    await commands.executeCommand('vscode.diff', renderedUri(first.directory), renderedUri(second.directory), title);
    return;
  }
  if (found.differing.length === 0) {
    const what = found.same === 1 ? 'the one object' : `all ${found.same} objects`;
    await window.showInformationMessage(`${first.path} and ${second.path} build the same: ${what}.`);
    return;
  }
  const pairs = found.differing.map(({ label, left, right }) => [
    renderedUri(right === undefined ? first.directory : second.directory, right ?? left, label),
    left === undefined ? undefined : renderedUri(first.directory, left, label),
    right === undefined ? undefined : renderedUri(second.directory, right, label),
  ]);
  await commands.executeCommand('vscode.changes', title, pairs);
}

async function choose(
  choices: readonly protocol.KustomizationChoice[],
  placeHolder: string,
): Promise<protocol.KustomizationChoice | undefined> {
  if (choices.length === 0) {
    await window.showInformationMessage('This workspace has no kustomization that can be built.');
    return undefined;
  }
  const items = choices.map((choice) => ({
    label: choice.path,
    choice,
  }));
  return (await window.showQuickPick(items, { placeHolder }))?.choice;
}

function renderedUri(directory: string, object = '', label?: string): Uri {
  return Uri.from({ scheme: SCHEME, path: renderedPath(Uri.parse(directory).path, label), query: directory, fragment: object });
}

function objectOf({ fragment }: Uri): string | undefined {
  return fragment === '' ? undefined : fragment;
}

function rangeOf({ start, end }: protocol.RangeOf): Range {
  return new Range(start.line, start.character, end.line, end.character);
}
