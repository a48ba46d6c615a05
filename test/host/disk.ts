/** Directories on disk for one test, and workspaces loaded from them. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { join as joinPaths } from '../../server/src/base/paths.ts';
import { Database } from '../../server/src/engine/database.ts';
import { fromNative } from '../../server/src/host/native.ts';
import { STEADY } from '../../server/src/host/pace.ts';
import { Workspace } from '../../server/src/host/workspace.ts';
import { fileList, fileText, foundKind, leftOut, pathKind, repositories } from '../../server/src/model/workspace/inputs.ts';

/** A directory that goes away with the test. Paths are relative to it. */
export class Disk {
  readonly root: string;

  constructor(test: TestContext, files: Readonly<Record<string, string | Uint8Array>> = {}) {
    this.root = fromNative(realpathSync(mkdtempSync(join(tmpdir(), 'plumbline-'))));
    test.after(() => rmSync(this.root, { recursive: true, force: true }));
    for (const [path, content] of Object.entries(files)) this.write(path, content);
  }

  path(relative: string): string {
    return joinPaths(this.root, relative);
  }

  write(relative: string, content: string | Uint8Array = ''): void {
    mkdirSync(dirname(this.path(relative)), { recursive: true });
    writeFileSync(this.path(relative), content);
  }

  remove(relative: string): void {
    rmSync(this.path(relative), { recursive: true });
  }

  link(relative: string, target: string): void {
    mkdirSync(dirname(this.path(relative)), { recursive: true });
    symlinkSync(target, this.path(relative));
  }

  async load(...folders: readonly string[]): Promise<Loaded> {
    const loaded = new Loaded(this);
    await loaded.workspace.open((folders.length === 0 ? [''] : folders).map((folder) => this.path(folder)));
    return loaded;
  }
}

/** A database with the workspace that writes it, asked in paths relative to the disk's root. */
export class Loaded {
  readonly db = new Database();
  readonly workspace = new Workspace(this.db, STEADY);
  readonly #disk: Disk;

  constructor(disk: Disk) {
    this.#disk = disk;
  }

  get files(): readonly string[] {
    return fileList(this.db, '').map((file) => file.slice(this.#disk.root.length + 1));
  }

  get leftOut(): Readonly<Record<string, string>> {
    return Object.fromEntries([...leftOut(this.db, '')].map(([path, why]) => [path.slice(this.#disk.root.length + 1), why]));
  }

  get repositories(): readonly string[] {
    return repositories(this.db, '').map(({ root }) => root.slice(this.#disk.root.length + 1));
  }

  kind(relative: string): string | undefined {
    return pathKind(this.db, this.#disk.path(relative));
  }

  text(relative: string): string | undefined {
    return fileText(this.db, this.#disk.path(relative));
  }

  changed(...relative: readonly string[]): Promise<boolean> {
    return this.workspace.filesChanged(relative.map((path) => ({ path: this.#disk.path(path) })));
  }

  /** Everything the host wrote, to compare with what a fresh load writes. */
  facts(paths: Iterable<string>): unknown {
    const each = [...paths].map((path) => [path, foundKind(this.db, this.#disk.path(path)), this.text(path)]);
    return { files: this.files, leftOut: this.leftOut, repositories: repositories(this.db, ''), each };
  }
}
