/** A strategic merge patch written as JSON 6902 operations, and the other way round: proven by what builds come to. */
import { extname, type FilePath } from '../../base/paths.ts';
import type { TextEdit } from '../../base/spans.ts';
import type { Database } from '../../engine/database.ts';
import type { Pace } from '../../engine/sweep.ts';
import { loaded } from '../../model/kustomize/build/load.ts';
import { toJson } from '../../model/kustomize/build/output.ts';
import { BuildFailure } from '../../model/kustomize/build/problems.ts';
import { apiVersionOf, type ResourceId } from '../../model/kustomize/build/resource.ts';
import { mergeFor } from '../../model/kustomize/rewriting/merge.ts';
import { operationsFor } from '../../model/kustomize/rewriting/operations.ts';
import { type PatchEffect, type Patched, patchEffect } from '../../model/kustomize/rewriting/patch-effect.ts';
import { buildsReaching } from '../../model/kustomize/rewriting/runs.ts';
import { text, type Written, type WrittenField, writtenLines } from '../../model/kustomize/rewriting/written.ts';
import { includedBy } from '../../model/kustomize/uses.ts';
import { displayPath } from '../../model/workspace/repository.ts';
import type { Edit } from '../../rules/rule.ts';
import { entry as entryOf, field, textOf as nodeText } from '../../syntax/navigate.ts';
import { parseYaml } from '../../syntax/yaml/parse.ts';
import { Sheet } from '../edits/sheet.ts';
import { changeOf, type WorkspaceChange } from '../edits.ts';
import type { Refusal } from '../rename.ts';
import { commentedMerge, commentedOperations } from './comment-places.ts';
import { commentsOf } from './comments.ts';
import { type PatchEntry, type PatchForm, patchEntry } from './patch-entry.ts';
import { difference } from './what-if.ts';

/** The change that writes the patch in the other form, or why it cannot be made. */
export async function convertPatch(
  db: Database,
  kustomization: FilePath,
  index: number,
  to: PatchForm,
  pace: Pace,
): Promise<WorkspaceChange | Refusal> {
  const found = patchEntry(db, kustomization, index);
  if (found === undefined || found.form === to) return { refused: 'No patch that could be converted stands here any more.' };
  const effect = patchEffect(db, { kustomization, field: 'patches', index });
  if (effect === undefined) return { refused: 'The patch cannot be read.' };
  const builds = buildsReaching(db, kustomization);
  if (effect.patched.length === 0)
    return { refused: (await difference(db, NOTHING, builds, pace)) ?? 'The patch changes no object.' };
  const converted = fenced(() => (to === 'json' ? toOperations(found, effect) : toMerge(found, effect)));
  if (typeof converted === 'string') return { refused: converted };
  const change = fenced(() => changeFor(db, found, converted));
  if (typeof change === 'string') return { refused: change };
  const changed = await difference(db, change, builds, pace);
  return changed === undefined ? change : { refused: changed };
}

const NOTHING: WorkspaceChange = { edits: new Map(), creations: [] };

/** What cannot be built or printed cannot be converted. */
function fenced<T>(work: () => T | string): T | string {
  try {
    return work();
  } catch (error) {
    if (error instanceof BuildFailure) return 'What the patch makes cannot be written.';
    throw error;
  }
}

interface Converted {
  readonly lines: readonly string[];
  /** The target that the entry gets; `none` takes the one that it has, undefined leaves it. */
  readonly target: readonly WrittenField[] | 'none' | undefined;
}

function toOperations(found: PatchEntry, { patch, patched }: PatchEffect): Converted | string {
  if (patch.kind !== 'merge') return 'The patch cannot be read.';
  const [one, ...others] = patch.objects;
  if (one === undefined) return 'The patch is empty.';
  if (others.length > 0)
    return `The patch is for ${patch.objects.length} objects, and a JSON 6902 patch has one target: split it first.`;
  if (field(found.entry, 'options') !== undefined) return 'The patch has options that only a merge patch knows.';
  const deleted = patched.find(({ after }) => after === undefined);
  if (deleted !== undefined) return `The patch deletes ${named(deleted)}, which a JSON 6902 patch cannot.`;
  const all = patched.map((each) => ({
    each,
    operations: each.after === undefined ? [] : operationsFor(each.object, each.after, one.root, each.schema),
  }));
  const [first] = all;
  if (first === undefined) return 'The patch changes no object.';
  if (first.operations.length === 0) return `The patch changes nothing in ${named(first.each)}.`;
  const comments = commentsOf(found.page);
  const lines = commentedOperations(first.operations, comments);
  const differing = all.find(({ operations }) => commentedOperations(operations, comments).join('\n') !== lines.join('\n'));
  if (differing !== undefined)
    return `The patch changes ${named(first.each)} and ${named(differing.each)} at different places of their lists.`;
  return { lines, target: field(found.entry, 'target') === undefined ? targetFor(first.each.object.id) : undefined };
}

function toMerge(found: PatchEntry, { patch, patched }: PatchEffect): Converted | string {
  if (patch.kind !== 'json') return 'The patch cannot be read.';
  const [first, ...others] = patched;
  if (first === undefined) return 'The patch changes no object.';
  const linesFor = ({ object, after, schema }: Patched, name: string): readonly string[] | string => {
    if (after === undefined) return 'The patch deletes the object.';
    const fields = mergeFor(object, after, patch.operations, schema);
    if (typeof fields === 'string') return fields;
    return commentedMerge(identified(object.id, name, fields), patch.operations, commentsOf(found.page));
  };
  const target = field(found.entry, 'target');
  const isOne = others.every(({ object }) => sameId(object.id, first.object.id)) && namesIt(target, first.object.id);
  const lines = linesFor(first, isOne ? first.object.id.name : ANY);
  if (typeof lines === 'string') return lines;
  for (const other of others) {
    const same = linesFor(other, isOne ? other.object.id.name : ANY);
    const differs = typeof same === 'string' || withoutIdentity(same) !== withoutIdentity(lines);
    if (differs) return `The patch would have to be another for ${named(first)} than for ${named(other)}.`;
  }
  return { lines, target: isOne ? 'none' : undefined };
}

/** Where an entry's target chooses the objects, the patch's own name says nothing. */
const ANY = 'not-important';

function withoutIdentity(lines: readonly string[]): string {
  return lines.filter((line) => !/^(?:apiVersion|kind): /.test(line)).join('\n');
}

function named({ object }: Patched): string {
  return `${object.id.kind} "${object.id.name}"`;
}

function sameId(a: ResourceId, b: ResourceId): boolean {
  return a.kind === b.kind && a.name === b.name && a.namespace === b.namespace && a.group === b.group;
}

/** True for a target that says no more than the object's own name does. */
function namesIt(target: ReturnType<typeof field>, id: ResourceId): boolean {
  if (target?.kind !== 'mapping') return false;
  if (field(target, 'labelSelector') !== undefined || field(target, 'annotationSelector') !== undefined) return false;
  return nodeText(field(target, 'name'))?.replaceAll('\\.', '.') === id.name && nodeText(field(target, 'kind')) === id.kind;
}

function targetFor({ group, version, kind, name, namespace }: ResourceId): readonly WrittenField[] {
  const parts = { group, version, kind, name: name.replaceAll('.', '\\.'), namespace };
  return Object.entries(parts).flatMap(([key, value]) => (value === '' ? [] : { key, value: text(value) }));
}

/** The patch with the fields by which it finds its object; what it says of the metadata itself goes with them. */
function identified(id: ResourceId, name: string, fields: readonly WrittenField[]): readonly WrittenField[] {
  const own = fields.find(({ key }) => key === 'metadata')?.value;
  const rest = own?.is === 'map' ? own.fields.filter(({ key }) => key !== 'name' && key !== 'namespace') : [];
  const namespace = id.namespace === '' || name === ANY ? [] : [{ key: 'namespace', value: text(id.namespace) }];
  const metadata: Written = { is: 'map', fields: [{ key: 'name', value: text(name) }, ...namespace, ...rest] };
  return [
    { key: 'apiVersion', value: text(apiVersionOf(id)) },
    { key: 'kind', value: text(id.kind) },
    { key: 'metadata', value: metadata },
    ...fields.filter(({ key }) => key !== 'metadata'),
  ];
}

function changeFor(db: Database, found: PatchEntry, { lines, target }: Converted): WorkspaceChange | string {
  const { kustomization, entry, written } = found;
  if (entry.flow) return 'The entry is written between braces: give each of its fields a line first.';
  const edits: Edit[] = [];
  const targetKey = entryOf(entry, 'target')?.key;
  if (target === 'none' && targetKey !== undefined) edits.push({ do: 'remove', file: kustomization, node: targetKey.id });
  else if (typeof target === 'object')
    edits.push({
      do: 'append',
      file: kustomization,
      node: entry.id,
      text: ['target:', ...writtenLines({ is: 'map', fields: target }).map((line) => `  ${line}`)].join('\n'),
    });
  if ('scalar' in written) {
    const sheet = new Sheet(db, kustomization);
    const key = entryOf(entry, 'patch')?.key;
    if (key === undefined) return 'The patch comes by a merge key or an alias.';
    const column = sheet.prefix(sheet.span(key.id).start).replace(/[^ ]/g, ' ').length;
    const indent = ' '.repeat(column + 2);
    const body = lines.map((line) => (line === '' ? '' : indent + line)).join(sheet.eol);
    edits.push({ do: 'replace', file: kustomization, at: { node: written.scalar.id }, text: `|-${sheet.eol}${body}` });
    return changeOf(db, edits) ?? 'The entry is written in a way that cannot be changed here.';
  }
  const { file } = written;
  const uses = includedBy(db, file).length;
  if (uses > 1) return `${displayPath(db, file)} is used ${uses} times: what else uses it would need another entry, too.`;
  const change = changeOf(db, edits);
  if (change === undefined) return 'The entry is written in a way that cannot be changed here.';
  return { ...change, edits: new Map([...change.edits, [file, [rewritten(db, file, lines)]]]) };
}

/** The whole file anew, in its own format and with its own line breaks. */
function rewritten(db: Database, file: FilePath, lines: readonly string[]): TextEdit {
  const sheet = new Sheet(db, file);
  const start = sheet.text.startsWith('\ufeff') ? 1 : 0;
  const hasStart = /^---[ \t]*(?:\r|\n)/.test(sheet.text.slice(start));
  const body = extname(file) === '.json' ? jsonLines(lines) : hasStart ? ['---', ...lines] : lines;
  return { span: { start, end: sheet.text.length }, text: body.map((line) => line + sheet.eol).join('') };
}

function jsonLines(lines: readonly string[]): readonly string[] {
  const root = parseYaml(lines.join('\n')).tree.documents[0]?.root;
  if (root === undefined) return lines;
  return JSON.stringify(toJson(loaded(root, { file: '', via: 'patch' })), null, 2).split('\n');
}
