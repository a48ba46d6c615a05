/** Two objects of the same kind and name that one kustomization brings together. */
import { kustomizationFile } from '../../model/kustomize/file.ts';
import { type Brought, broughtBy, identity } from '../../model/kustomize/objects.ts';
import { displayPath } from '../../model/workspace/repository.ts';
import { buildReports } from '../build-reports.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kustomize/duplicate-object',
  since: '0.1.0',
  severity: 'error',
  files: 'kustomization',
  docs: {
    what: 'The resources of a kustomization hold two objects of the same group, version, kind, namespace and name.',
    why: 'Kustomize stops at the second one: "may not add resource with an already registered id".',
    covers: [
      'kustomize:may not add resource with an already registered id',
      'kustomize:namespace transformation produces ID conflict',
    ],
  },
  messages: {
    duplicate: '{kind} "{name}" comes a second time with "{path}"; {first} already brings it',
    'duplicate-id': 'This build has {id} twice',
    'namespace-conflict': 'In one namespace {id} is there twice',
  },

  *check(db, file) {
    const paths = kustomizationFile(db, file)?.paths ?? [];
    const first = new Map<string, Brought>();
    let told = false;
    for (const brought of broughtBy(db, file)) {
      const { object, entry } = brought;
      const id = identity(brought);
      const before = first.get(id);
      const own = paths[entry];
      if (before === undefined || own === undefined) {
        first.set(id, brought);
        continue;
      }
      told = true;
      // An entry that is listed twice is told by `file-listed-twice`.
      if (before.entry !== entry && paths[before.entry]?.path === own.path) continue;
      // What one directory brings twice by itself is told there.
      if (before.entry === entry && brought.file !== own.path) continue;
      yield {
        message: 'duplicate',
        args: { kind: object.kind, name: brought.name, path: own.written, first: displayPath(db, before.file) },
        at: own.place,
        related: [before, brought].map((one) => ({
          file: one.file,
          at: { node: one.object.nameNode ?? one.object.node },
          message: `${one.object.kind} "${one.object.name}"`,
        })),
      };
    }
    // What is certain only once names, patches and generators have done their work.
    if (!told) yield* buildReports(db, file, ['duplicate-id', 'namespace-conflict']);
  },
});
