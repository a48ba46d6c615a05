/** A component listed as resource, a kustomization listed as component, and a kustomization file named in place of its directory. */
import { dirname, type FilePath, relative } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { kustomizationFile } from '../../model/kustomize/file.ts';
import { type Target, targetsOf } from '../../model/kustomize/graph.ts';
import { isKustomizationFile, kustomizationOf, oddKind } from '../../model/kustomize/recognise.ts';
import { defineRule, type Report } from '../rule.ts';

export default defineRule({
  id: 'kustomize/wrong-kind',
  since: '0.1.0',
  severity: 'error',
  files: 'kustomization',
  docs: {
    what: 'A component is listed under resources, a kustomization under components, a kustomization file in place of its directory, or a kustomization file says another kind.',
    why: 'Kustomize builds components only where they are listed as such, and nothing else there; the build stops.',
    covers: ['kustomize:expected kind', 'kustomize:missing Resource metadata'],
  },
  messages: {
    component: '"{path}" is a Component; list it under components',
    kustomization: '"{path}" is a Kustomization and no Component; list it under resources',
    file: '"{path}" is a kustomization file; name its directory',
    neither: 'The kind of a kustomization file is Kustomization or Component, and not {kind}',
  },

  *check(db, file) {
    const kind = oddKind(db, file);
    if (kind !== undefined) yield { message: 'neither', args: { kind: kind.text }, at: kind.at };
    for (const target of targetsOf(db, file)) {
      const report = target.kind === 'directory' ? wrongDirectory(db, target) : wrongFile(db, file, target);
      if (report !== undefined) yield report;
    }
  },
});

function wrongDirectory(
  db: Database,
  { field, path, written, place }: Target,
): Report<'component' | 'kustomization'> | undefined {
  const takesComponents = field === 'components';
  if (!takesComponents && field !== 'resources' && field !== 'bases') return undefined;
  const other = kustomizationOf(db, path);
  const read = other === undefined ? undefined : kustomizationFile(db, other);
  if (other === undefined || read?.root === undefined || (read.kind === 'Component') === takesComponents) return undefined;
  const related = [{ file: other, at: { node: 0, from: 0, to: 0 }, message: `A ${read.kind}` }];
  return { message: takesComponents ? 'kustomization' : 'component', args: { path: written }, at: place, related };
}

/** A kustomization file with a name of its own in it would pass for an object, so it is none of these. */
function wrongFile(db: Database, file: FilePath, { field, path, written, place }: Target): Report<'file'> | undefined {
  if (field !== 'resources' && field !== 'bases') return undefined;
  if (!isKustomizationFile(db, path)) return undefined;
  const read = kustomizationFile(db, path);
  if (read === undefined || read.root === undefined || read.fields.some(({ name }) => name === 'metadata')) return undefined;
  const text = relative(dirname(file), dirname(path));
  const fixes = [{ title: `Change to "${text}"`, safe: true, edits: [{ do: 'replace' as const, file, at: place, text }] }];
  return { message: 'file', args: { path: written }, at: place, ...(text !== '.' && { fixes }) };
}
