/** The documents that the editor holds open; their text stands before the disk's. */
import type { TextDocumentContentChangeEvent, TextDocumentItem } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { FilePath } from '../base/paths.ts';
import type { World } from './ports.ts';
import { toPath } from './uris.ts';

export class Documents {
  readonly #world: World;
  readonly #open = new Map<FilePath, TextDocument>();

  constructor(world: World) {
    this.#world = world;
  }

  get(path: FilePath): TextDocument | undefined {
    return this.#open.get(path);
  }

  get paths(): readonly FilePath[] {
    return [...this.#open.keys()];
  }

  /** A document that is opened twice starts anew. */
  open(item: TextDocumentItem): void {
    const path = toPath(item.uri);
    if (path === undefined) return;
    this.#open.set(path, TextDocument.create(item.uri, item.languageId, item.version, item.text));
    this.#world.edited(path, item.text);
  }

  /** Applies changes in the order in which they come, whatever their versions say; false for a document that is not open. */
  change(uri: string, version: number | null, changes: readonly TextDocumentContentChangeEvent[]): boolean {
    const path = toPath(uri);
    const document = path === undefined ? undefined : this.#open.get(path);
    if (path === undefined || document === undefined) return false;
    this.#open.set(path, TextDocument.update(document, [...changes], version ?? document.version));
    this.#world.edited(path, document.getText());
    return true;
  }

  /** Gives the file back to the disk; the path where the document was open. */
  async close(uri: string): Promise<FilePath | undefined> {
    const path = toPath(uri);
    if (path === undefined || !this.#open.delete(path)) return undefined;
    await this.#world.closed(path);
    return path;
  }
}
