/** Previews as documents that a person edits: kept in memory, never on the disk, gone with their tab. */
import {
  Disposable,
  EventEmitter,
  type FileChangeEvent,
  FileChangeType,
  type FileStat,
  FileSystemError,
  type FileSystemProvider,
  FileType,
  Uri,
  workspace,
} from 'vscode';

export const SCHEME = 'plumbline-pull-request';

export class Previews implements FileSystemProvider {
  readonly #texts = new Map<string, { readonly bytes: Uint8Array; readonly time: number }>();
  readonly #changed = new EventEmitter<FileChangeEvent[]>();

  readonly onDidChangeFile = this.#changed.event;

  register(): Disposable {
    return Disposable.from(
      this.#changed,
      workspace.registerFileSystemProvider(SCHEME, this, { isCaseSensitive: true }),
      workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === SCHEME) this.#texts.delete(uri.path);
      }),
    );
  }

  create(name: string, text: string): Uri {
    const uri = Uri.from({ scheme: SCHEME, path: `/${name}` });
    this.writeFile(uri, new TextEncoder().encode(text));
    return uri;
  }

  watch(): Disposable {
    return new Disposable(() => {});
  }

  stat(uri: Uri): FileStat {
    const { bytes, time } = this.#textOf(uri);
    return { type: FileType.File, ctime: time, mtime: time, size: bytes.length };
  }

  readFile(uri: Uri): Uint8Array {
    return this.#textOf(uri).bytes;
  }

  writeFile(uri: Uri, bytes: Uint8Array): void {
    this.#texts.set(uri.path, { bytes, time: Date.now() });
    this.#changed.fire([{ type: FileChangeType.Changed, uri }]);
  }

  delete(uri: Uri): void {
    this.#texts.delete(uri.path);
  }

  readDirectory(): [string, FileType][] {
    return [];
  }

  createDirectory(): void {}

  rename(from: Uri): void {
    throw FileSystemError.NoPermissions(from);
  }

  #textOf(uri: Uri): { readonly bytes: Uint8Array; readonly time: number } {
    const found = this.#texts.get(uri.path);
    if (found === undefined) throw FileSystemError.FileNotFound(uri);
    return found;
  }
}
