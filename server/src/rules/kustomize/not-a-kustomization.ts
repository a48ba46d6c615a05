/** A directory that Kustomize is told to build, without a kustomization file in it. */
import { type FilePath, join } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { manifestsIn } from '../../model/kubernetes/objects.ts';
import { fieldName } from '../../model/kustomize/file.ts';
import { buildable, targetsOf } from '../../model/kustomize/graph.ts';
import { childNames } from '../../model/workspace/inputs.ts';
import { defineRule, type Fix } from '../rule.ts';

export default defineRule({
  id: 'kustomize/not-a-kustomization',
  since: '0.1.0',
  severity: 'error',
  files: 'kustomization',
  docs: {
    what: 'A kustomization file names a directory that holds no kustomization file.',
    why: 'Kustomize builds directories by their kustomization file; without one the whole build stops.',
    limits: 'Directories with a template of a kustomization file, such as `kustomization.yaml.tmpl`, get one before the build.',
    covers: ['kustomize:unable to find one of kustomization.yaml'],
  },
  messages: {
    none: '{field} names the directory "{path}", which has no kustomization file',
    file: 'components takes directories, but "{path}" is a file',
  },

  *check(db, file) {
    for (const { field, takes, kind, path, written, place } of targetsOf(db, file)) {
      const args = { field: fieldName(field), path: written };
      if (field === 'components' && kind === 'file') yield { message: 'file', args, at: place };
      if (takes === 'file' || field === 'helmChartHome' || kind !== 'directory' || buildable(db, path) !== 'no') continue;
      if (childNames(db, path).some((name) => SOURCE.test(name))) continue;
      yield { message: 'none', args, at: place, fixes: creation(db, path) };
    }
  },
});

/** What a kustomization file is made of before the build. */
const SOURCE = /^kustomization\.(?:ya?ml\.)?(?:tmpl|tpl|template|in|j2|gotmpl)(?:\.ya?ml)?$/i;

/** A kustomization file that lists the directory's manifests, as `kustomize create --autodetect` writes it. */
function creation(db: Database, directory: FilePath): readonly Fix[] {
  const names = manifestsIn(db, directory);
  if (names.length === 0 || !names.every((name) => /^[\w.-]+$/.test(name))) return [];
  const head = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n';
  const text = head + names.map((name) => `  - ${name}\n`).join('');
  const target = join(directory, 'kustomization.yaml');
  return [{ title: 'Create a kustomization.yaml there', safe: false, edits: [{ do: 'create', file: target, text }] }];
}
