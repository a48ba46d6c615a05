/** A manifest beside a kustomization file that lists everything but it. */
import { basename, dirname } from '../../base/paths.ts';
import { kustomizationFile } from '../../model/kustomize/file.ts';
import { isLeftBeside } from '../../model/kustomize/unlisted.ts';
import { defineRule, type Fix } from '../rule.ts';

export default defineRule({
  id: 'kustomize/unlisted-file',
  since: '0.1.0',
  severity: 'info',
  docs: {
    what: 'A manifest lies in the directory of a kustomization that lists its other manifests, and nothing in the repository uses it.',
    why: 'What a kustomization does not list is not deployed, although its place says that it is.',
    limits: 'Files that are applied by hand or by a script are taken for forgotten.',
    covers: ['kustomize-lint:unreferenced-file'],
  },
  messages: { unlisted: '{kustomization} does not list this file, so {kind} "{name}" is not deployed' },

  *check(db, file) {
    const found = isLeftBeside(db, file);
    if (found === undefined) return;
    const { kustomization, object, list } = found;
    const root = kustomizationFile(db, kustomization)?.root;
    const fixes: Fix[] =
      list === undefined || root === undefined
        ? []
        : [
            {
              title: `List it in ${basename(kustomization)}`,
              safe: false,
              edits: [{ do: 'append', file: kustomization, node: list, text: basename(file) }],
            },
          ];
    yield {
      message: 'unlisted',
      args: { kustomization: basename(kustomization), kind: object.kind, name: object.name ?? '' },
      at: { node: object.kindNode },
      related: [
        { file: kustomization, at: { node: list ?? 0, from: 0, to: 0 }, message: `Lists what is in ${basename(dirname(file))}` },
      ],
      fixes,
    };
  },
});
