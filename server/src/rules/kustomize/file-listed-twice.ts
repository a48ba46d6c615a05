/** A resource that a kustomization lists twice. */
import { kustomizationFile, type PathEntry } from '../../model/kustomize/file.ts';
import { holdsObjects } from '../../model/kustomize/objects.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kustomize/file-listed-twice',
  since: '0.1.0',
  severity: 'error',
  files: 'kustomization',
  docs: {
    what: 'A kustomization file lists the same file, directory or URL twice.',
    why: 'Every object in it comes twice, and Kustomize stops: "may not add resource with an already registered id".',
    limits: 'Only entries that are known to bring objects are reported.',
    covers: ['kustomize:may not add resource with an already registered id'],
  },
  messages: { twice: '"{path}" is already listed above' },

  *check(db, file) {
    const first = new Map<string, PathEntry>();
    for (const entry of kustomizationFile(db, file)?.paths ?? []) {
      if (entry.field !== 'resources' && entry.field !== 'bases' && entry.field !== 'components') continue;
      const list = entry.field === 'components' ? 'components' : 'resources';
      const key = `${list} ${entry.path ?? entry.written}`;
      const before = first.get(key);
      if (before === undefined) {
        first.set(key, entry);
        continue;
      }
      if (entry.path !== undefined && !holdsObjects(db, entry.path)) continue;
      if (entry.path === undefined && entry.field === 'components') continue;
      yield {
        message: 'twice',
        args: { path: entry.written },
        at: entry.place,
        related: [{ file, at: before.place, message: 'Listed here first' }],
        fixes: [{ title: 'Remove this entry', safe: true, edits: [{ do: 'remove', file, node: entry.item }] }],
      };
    }
  },
});
