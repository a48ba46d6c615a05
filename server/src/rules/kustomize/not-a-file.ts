/** A directory where Kustomize reads a file. */
import { fieldName } from '../../model/kustomize/file.ts';
import { targetsOf } from '../../model/kustomize/graph.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kustomize/not-a-file',
  since: '0.1.0',
  severity: 'error',
  files: 'kustomization',
  docs: {
    what: 'A field of a kustomization file that takes files names a directory.',
    why: 'Kustomize does not look into directories for patches, generators and configurations: the build stops.',
    covers: ['kustomize:must resolve to a file'],
  },
  messages: { directory: '{field} takes files, but "{path}" is a directory' },

  *check(db, file) {
    for (const { field, takes, kind, written, place } of targetsOf(db, file))
      if (takes === 'file' && kind === 'directory')
        yield { message: 'directory', args: { field: fieldName(field), path: written }, at: place };
  },
});
