/** A path in a kustomization file where nothing is. */
import { dirname, type FilePath, relative } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { isToBeReplaced } from '../../model/kubernetes/naming.ts';
import { fieldName } from '../../model/kustomize/file.ts';
import { type Target, targetsOf } from '../../model/kustomize/graph.ts';
import { newFileFor } from '../../model/kustomize/new-file.ts';
import { isIgnoredByGit } from '../../model/workspace/ignored.ts';
import { nearestPath } from '../../model/workspace/near.ts';
import { isSetAside } from '../../model/workspace/set-aside.ts';
import { defineRule, type Fix } from '../rule.ts';

export default defineRule({
  id: 'kustomize/missing-resource',
  since: '0.1.0',
  severity: 'error',
  files: 'kustomization',
  docs: {
    what: 'A kustomization file names a file or directory that does not exist.',
    why: 'Kustomize stops at the first path it cannot read: nothing of this kustomization, and of all that build on it, is deployed.',
    limits:
      'What a .gitignore names is made before the build, so that it is told as information; a controller that builds from Git has it no more than others. Charts directories are not looked for, since Helm may fetch them.',
    covers: ['kustomize-lint:missing-file', 'kustomize:accumulating resources'],
  },
  messages: {
    missing: '{field} names "{path}", which does not exist',
    ignored: '{field} names "{path}", which does not exist, and Git ignores it: something has to make it before each build',
  },

  *check(db, file) {
    if (isSetAside(db, file)) return;
    for (const target of targetsOf(db, file)) {
      if (target.kind !== undefined || target.field === 'helmChartHome' || isToBeReplaced(target.written)) continue;
      const isIgnored = isIgnoredByGit(db, target.path);
      yield {
        message: isIgnored ? 'ignored' : 'missing',
        ...(isIgnored && { severity: 'info' }),
        args: { field: fieldName(target.field), path: target.written },
        at: target.place,
        fixes: [...renaming(db, file, target), ...creation(db, file, target), ...removal(file, target)],
      };
    }
  },
});

function renaming(db: Database, file: FilePath, target: Target): readonly Fix[] {
  const near = nearestPath(db, target.path);
  if (near === undefined) return [];
  const way = relative(dirname(file), near);
  const text = target.written.startsWith('./') && !way.startsWith('../') ? `./${way}` : way;
  return [{ title: `Change to "${text}"`, safe: false, edits: [{ do: 'replace', file, at: target.place, text }] }];
}

/** A start to write on: an object, a patch that changes nothing yet, a kustomization, or an empty file. */
function creation(db: Database, file: FilePath, { field, path }: Target): readonly Fix[] {
  const created = newFileFor(db, file, field, path);
  if (created === undefined) return [];
  const title = `Create ${relative(dirname(file), created.file)}`;
  return [{ title, safe: false, edits: [{ do: 'create', file: created.file, text: created.text }] }];
}

/** Only where the whole entry is the path, or a patch that has nothing else. */
function removal(file: FilePath, { field, item, written }: Target): readonly Fix[] {
  if (field === 'openapi' || field === 'helmValues') return [];
  return [{ title: `Remove "${written}"`, safe: false, edits: [{ do: 'remove', file, node: item }] }];
}
