/** Which files the bench types in, and what. */
import type { Database } from '../../server/src/engine/database.ts';
import { workspaceFiles } from '../../server/src/ide/files.ts';
import { textOf } from '../../server/src/ide/text.ts';

/** A median file, a long one and a very long one, by name of the YAML files of a workspace. */
export function chosenFiles(db: Database): readonly string[] {
  return chosenOf(
    workspaceFiles(db)
      .filter((file) => /\.ya?ml$/.test(file))
      .map((file) => ({ file, size: textOf(db, file).length })),
  );
}

export function chosenOf(files: readonly { readonly file: string; readonly size: number }[]): readonly string[] {
  const bySize = files.filter(({ size }) => size > 0).sort((a, b) => a.size - b.size || (a.file < b.file ? -1 : 1));
  const at = (share: number): string | undefined => bySize[Math.min(bySize.length - 1, Math.floor(share * bySize.length))]?.file;
  return [...new Set([at(0.5), at(0.9), at(0.99)].filter((file) => file !== undefined))];
}

/** The texts after each of `edits` keystrokes: words typed into a line and taken back, one of them broken YAML. */
export function* toggles(text: string, edits: number): Generator<string> {
  const lines = text.split('\n');
  for (let edit = 0; edit < edits; edit += 2) {
    const at = Math.floor((((edit * 7919) % (edits * 100)) / (edits * 100)) * lines.length);
    const before = lines[at] ?? '';
    lines[at] = before + ['x', ' : : [', '-y', ' # why'][(edit / 2) % 4];
    yield lines.join('\n');
    lines[at] = before;
    yield lines.join('\n');
  }
}
