/** Which kinds of objects are patched by what deploys them, after everything that stands in files of their own. */
import { deepEqual } from '../../base/equal.ts';
import type { FilePath } from '../../base/paths.ts';
import { query } from '../../engine/database.ts';
import { applicationsIn } from '../argocd/applications.ts';
import { overridesIn } from '../flux/objects.ts';
import { gitopsFiles } from '../gitops-files.ts';

/**
 * The kinds that patches of Flux Kustomizations and Argo CD Applications of a repository (key: its root) speak of, also in
 * patches that put patches into other Kustomizations, be they inline or files of their own. `*` where one names no kind.
 */
export const amendedKinds = query(
  'amendedKinds',
  (db, root: FilePath): ReadonlySet<string> => {
    const found = new Set<string>();
    for (const file of gitopsFiles(db, root)) {
      const overrides = [
        ...overridesIn(db, file),
        ...applicationsIn(db, file).flatMap(({ sources }) => sources.map((source) => source.overrides)),
      ];
      for (const text of overrides) {
        if (!text.includes('patch')) continue;
        const kinds = [...text.matchAll(/\bkind\W{1,8}([A-Z][A-Za-z]*)/g)].flatMap(([, kind]) => kind ?? []);
        for (const kind of kinds.length > 0 ? kinds : ['*']) found.add(kind);
      }
    }
    return found;
  },
  { equal: deepEqual },
);
