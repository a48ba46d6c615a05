/** The git generators of ApplicationSets as they are written: which repository they look into, and where. */
import { deepEqual } from '../../../base/equal.ts';
import type { FilePath } from '../../../base/paths.ts';
import { query } from '../../../engine/database.ts';
import { at, descendants, field, items, textOf } from '../../../syntax/navigate.ts';
import { ARGO_GROUP } from '../../gitops-files.ts';
import { bodyOf, objectsIn } from '../../kubernetes/objects.ts';
import { isTemplated } from '../applications.ts';

export interface GitGenerator {
  readonly url: string;
  readonly revision: string | undefined;
  /** What its patterns say before their first star: directories or files that have to be there. */
  readonly paths: readonly string[];
}

export const gitGeneratorsIn = query(
  'argocdGitGenerators',
  (db, file: FilePath): readonly GitGenerator[] =>
    objectsIn(db, file)
      .filter(({ kind, group, partial }) => kind === 'ApplicationSet' && group === ARGO_GROUP && !partial)
      .flatMap((set) => [...descendants(at(bodyOf(db, file, set), 'spec', 'generators'))])
      .flatMap((node): GitGenerator[] => {
        const git = field(node, 'git');
        const url = textOf(field(git, 'repoURL'));
        const revision = textOf(field(git, 'revision'));
        if (url === undefined || isTemplated(`${url}${revision ?? ''}`)) return [];
        const patterns = [...items(field(git, 'directories')), ...items(field(git, 'files'))]
          .filter((item) => textOf(field(item, 'exclude')) !== 'true')
          .map((item) => textOf(field(item, 'path')) ?? '');
        const paths = patterns.flatMap((pattern) => (isTemplated(pattern) ? [] : fixedPart(pattern)));
        return [{ url, revision, paths }];
      }),
  { equal: deepEqual },
);

function fixedPart(pattern: string): readonly string[] {
  const parts = pattern.split('/');
  const star = parts.findIndex((part) => /[*?[\\]/.test(part));
  const fixed = star < 0 ? parts : parts.slice(0, star);
  return fixed.length === 0 ? [] : [fixed.join('/')];
}
