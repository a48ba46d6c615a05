/** A kustomization that builds itself, directly or through others. */
import { kustomizationFile } from '../../model/kustomize/file.ts';
import { cyclesOf } from '../../model/kustomize/graph.ts';
import { displayPath } from '../../model/workspace/repository.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kustomize/cycle',
  since: '0.1.0',
  severity: 'error',
  files: 'kustomization',
  docs: {
    what: 'A kustomization names its own directory, a directory above it, or another kustomization that leads back to one of these.',
    why: 'Kustomize refuses to build any kustomization of such a circle.',
    covers: ['kustomize:cycle detected'],
  },
  messages: {
    itself: '"{path}" is the directory of this kustomization or holds it, so building it never ends',
    circle: '"{path}" leads back here: {way}',
  },

  *check(db, file) {
    const paths = kustomizationFile(db, file)?.paths ?? [];
    for (const { entry, steps } of cyclesOf(db, file)) {
      const own = paths[entry];
      if (own === undefined) continue;
      const way = steps.map(({ to }) => displayPath(db, to)).join(' → ');
      const related = steps.slice(1).flatMap((step) => {
        const place = kustomizationFile(db, step.from)?.paths[step.entry]?.place;
        return place === undefined ? [] : { file: step.from, at: place, message: `leads to ${displayPath(db, step.to)}` };
      });
      const message = steps.length === 1 ? 'itself' : 'circle';
      const fixes = [{ title: `Remove "${own.written}"`, safe: false, edits: [{ do: 'remove' as const, file, node: own.item }] }];
      yield { message, args: { path: own.written, way }, at: own.place, related, fixes };
    }
  },
});
