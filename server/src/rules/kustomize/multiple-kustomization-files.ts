/** More than one kustomization file in a directory. */
import { basename, dirname } from '../../base/paths.ts';
import { kustomizationNamesIn } from '../../model/kustomize/graph.ts';
import { isKustomizationFile } from '../../model/kustomize/recognise.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kustomize/multiple-kustomization-files',
  since: '0.1.0',
  severity: 'error',
  files: 'kustomization',
  docs: {
    what: 'A directory holds more than one of kustomization.yaml, kustomization.yml and Kustomization.',
    why: 'Kustomize does not choose between them: it refuses to build the directory.',
    covers: ['kustomize:Found multiple kustomization files'],
  },
  messages: { several: 'This directory also holds {others}; Kustomize builds it only with one kustomization file' },

  *check(db, file) {
    if (!isKustomizationFile(db, file)) return;
    const others = kustomizationNamesIn(db, dirname(file)).filter((other) => other !== file);
    if (others.length === 0) return;
    yield {
      message: 'several',
      args: { others: others.map(basename).join(' and ') },
      at: { node: 0, from: 0, to: 0 },
      related: others.map((other) => ({ file: other, at: { node: 0, from: 0, to: 0 }, message: 'The other one' })),
    };
  },
});
