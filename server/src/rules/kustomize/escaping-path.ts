/** A path that leads out of where Kustomize, or the controller, may read. */
import { dirname, isInside } from '../../base/paths.ts';
import { fieldName } from '../../model/kustomize/file.ts';
import { targetsOf } from '../../model/kustomize/graph.ts';
import { buildsWithoutRestriction } from '../../model/kustomize/restriction.ts';
import { repositoryOf } from '../../model/workspace/repository.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kustomize/escaping-path',
  since: '0.1.0',
  severity: 'error',
  files: 'kustomization',
  docs: {
    what: 'A path in a kustomization file leaves the repository, or names a file that is not in or below the kustomization.',
    why: 'What is not in the repository does not exist for a controller. Files above the kustomization are refused by `kustomize build` and by Argo CD as they come; only with `--load-restrictor LoadRestrictionsNone`, and in Flux, they are read.',
    limits:
      'How Argo CD is set up (`kustomize.buildOptions`) is not known; where the repository holds Flux Kustomizations, files above are taken to be fine.',
    covers: ['kustomize:file is not in or below'],
  },
  messages: {
    repository: '{field} names "{path}", which leaves the repository',
    root: '{field} names the file "{path}" outside this kustomization, which Kustomize reads only with --load-restrictor LoadRestrictionsNone',
  },

  *check(db, file) {
    const repository = repositoryOf(db, file);
    if (repository === undefined) return;
    const isGit = repository.branch !== undefined || repository.remotes.length > 0;
    for (const { field, path, written, place, kind } of targetsOf(db, file)) {
      const args = { field: fieldName(field), path: written };
      if (!isInside(repository.root, path)) {
        // Without Git the opened folder may be a part of the repository.
        if (isGit) yield { message: 'repository', args, at: place };
      } else if (kind === 'file' && !isInside(dirname(file), path) && !buildsWithoutRestriction(db, repository.root))
        yield { message: 'root', args, at: place, severity: 'info' };
    }
  },
});
