/** The entries of `patches` as texts: which one a cursor is in, in which form it is written, and where. */
import type { FilePath } from '../../base/paths.ts';
import { join } from '../../base/paths.ts';
import { overlaps, type Span } from '../../base/spans.ts';
import type { Database } from '../../engine/database.ts';
import { PATCH_FIELDS } from '../../model/kustomize/build/accumulator.ts';
import { kustomizationMapping, topField } from '../../model/kustomize/file.ts';
import { directoryOf, isKustomizationFile } from '../../model/kustomize/recognise.ts';
import type { PatchAt } from '../../model/kustomize/rewriting/patch-effect.ts';
import { includedBy } from '../../model/kustomize/uses.ts';
import { layout, tree } from '../../model/source.ts';
import { field, items, textOf as nodeText } from '../../syntax/navigate.ts';
import { type Mapping, type Node, type Scalar, spanOf } from '../../syntax/tree.ts';
import { parseYaml } from '../../syntax/yaml/parse.ts';
import { type Page, pageOf } from '../completion/slot.ts';

export type PatchForm = 'merge' | 'json';

export interface PatchEntry {
  readonly kustomization: FilePath;
  /** Among the entries of `patches`. */
  readonly index: number;
  readonly entry: Mapping;
  readonly form: PatchForm;
  /** Where the patch itself is written: a scalar of the kustomization, or a file. */
  readonly written: { readonly scalar: Scalar } | { readonly file: FilePath };
  /** The patch's own text. */
  readonly page: Page;
}

/** The entry with this index, where its patch can be read. */
export function patchEntry(db: Database, kustomization: FilePath, index: number): PatchEntry | undefined {
  const entry = items(topField(kustomizationMapping(db, kustomization), 'patches'))[index];
  if (entry?.kind !== 'mapping') return undefined;
  const inline = field(entry, 'patch');
  const path = nodeText(field(entry, 'path'));
  const found = { kustomization, index, entry } as const;
  if (inline?.kind === 'scalar' && path === undefined) {
    const page = parseYaml(inline.value);
    const form = formOf(page);
    return form && { ...found, form, written: { scalar: inline }, page };
  }
  if (path === undefined || inline !== undefined) return undefined;
  const file = join(directoryOf(kustomization), path);
  const page = pageOf(db, file);
  const form = formOf(page);
  return form && { ...found, form, written: { file }, page };
}

/** Undefined for what cannot be read, or is no patch. */
function formOf({ tree: read }: Page): PatchForm | undefined {
  const roots: Node[] = [];
  for (const { root, problems } of read.documents) {
    if (problems.length > 0) return undefined;
    if (root !== undefined) roots.push(root);
  }
  const [first] = roots;
  if (roots.length === 1 && first?.kind === 'sequence') return 'json';
  return roots.length > 0 && roots.every((root) => root.kind === 'mapping' && field(root, 'kind') !== undefined)
    ? 'merge'
    : undefined;
}

/** The entry that the span touches: in a kustomization anywhere in it, in a patch file in what says whom it is for. */
export function patchEntryAt(db: Database, file: FilePath, span: Span): PatchEntry | undefined {
  if (isKustomizationFile(db, file)) {
    const list = items(topField(kustomizationMapping(db, file), 'patches'));
    const index = list.findIndex((item) => overlaps(wholeOf(db, file, item), span));
    return index < 0 ? undefined : patchEntry(db, file, index);
  }
  const uses = includedBy(db, file);
  if (!uses.every(({ field: name }) => name === 'patches') || !isAtHead(db, file, span)) return undefined;
  const [first] = entriesWith(db, file);
  return first && patchEntry(db, first.kustomization, first.index);
}

/** The entries of patches that read a file. */
export function entriesWith(db: Database, file: FilePath): readonly PatchAt[] {
  const found: PatchAt[] = [];
  const seen = new Set<string>();
  for (const { kustomization, field: list } of includedBy(db, file)) {
    const name = PATCH_FIELDS.find((one) => one === list);
    if (name === undefined || seen.has(`${name} ${kustomization}`)) continue;
    seen.add(`${name} ${kustomization}`);
    for (const [index, item] of items(topField(kustomizationMapping(db, kustomization), name)).entries()) {
      const path = nodeText(name === 'patchesStrategicMerge' ? item : field(item, 'path'));
      if (path !== undefined && join(directoryOf(kustomization), path) === file)
        found.push({ kustomization, field: name, index });
    }
  }
  return found;
}

function wholeOf(db: Database, file: FilePath, node: Node): Span {
  return spanOf(layout(db, file), node.id);
}

/** In the fields that say which object is meant, or in the first operation. */
function isAtHead(db: Database, file: FilePath, span: Span): boolean {
  return tree(db, file).documents.some(({ root }) => {
    if (root?.kind === 'sequence') return root.items[0] !== undefined && overlaps(wholeOf(db, file, root.items[0]), span);
    if (root?.kind !== 'mapping') return false;
    return root.entries.some(
      ({ key, value }) =>
        key.kind === 'scalar' &&
        ['apiVersion', 'kind', 'metadata'].includes(key.value) &&
        overlaps({ start: wholeOf(db, file, key).start, end: wholeOf(db, file, value).end }, span),
    );
  });
}
