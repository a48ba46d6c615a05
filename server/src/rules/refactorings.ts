/** Changes that mend nothing but save typing, offered where they make sense. */
import { basename, type FilePath } from '../base/paths.ts';
import type { Database } from '../engine/database.ts';
import { improvements } from '../model/kubernetes/authoring/containers.ts';
import { unlistedBeside } from '../model/kustomize/beside.ts';
import type { Place } from '../model/place.ts';
import type { Edit } from './rule.ts';

export interface Refactoring {
  readonly title: string;
  /** Where the cursor has to be; anywhere in the file where empty. */
  readonly at: readonly Place[];
  readonly edits: readonly Edit[];
}

/** At most this many files are offered one by one. */
const MAX_OFFERED = 8;

export function refactorings(db: Database, file: FilePath): readonly Refactoring[] {
  return [...unlisted(db, file), ...inContainers(db, file)];
}

/** Offered where the cursor is in the container; what is there already, comments too, stays as it is. */
function inContainers(db: Database, file: FilePath): readonly Refactoring[] {
  return improvements(db, file).map(({ title, node, fields }) => ({
    title,
    at: [{ node }],
    edits: [{ do: 'put', file, node, fields }],
  }));
}

function unlisted(db: Database, file: FilePath): readonly Refactoring[] {
  const beside = unlistedBeside(db, file);
  if (beside === undefined) return [];
  const { kustomization, list, names, at } = beside;
  const one = (name: string): Edit => ({
    do: 'append',
    file: kustomization,
    node: list.node,
    text: list.isNew ? `resources:\n  - ${name}` : name,
  });
  const where = file === kustomization ? 'resources' : `resources of ${basename(kustomization)}`;
  const each = names
    .slice(0, MAX_OFFERED)
    .map((name): Refactoring => ({ title: `Add ${name} to ${where}`, at, edits: [one(name)] }));
  if (names.length < 2) return each;
  const all: Edit[] = list.isNew
    ? [
        {
          do: 'append',
          file: kustomization,
          node: list.node,
          text: `resources:\n${names.map((name) => `  - ${name}`).join('\n')}`,
        },
      ]
    : names.map(one);
  return [...each, { title: `Add all ${names.length} unlisted manifests to ${where}`, at, edits: all }];
}
