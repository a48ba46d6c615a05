/** Who reads a YAML file, and how strictly. */
import { basename, type FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { objectsIn } from '../kubernetes/objects.ts';
import { hasKustomizationName } from '../kustomize/recognise.ts';
import { buildsWithoutRestriction } from '../kustomize/restriction.ts';
import { useOf } from '../kustomize/uses.ts';
import { repositoryOf } from '../workspace/repository.ts';

/**
 * True where a key that stands twice is taken for its last value: kustomization files and Helm values (both
 * `sigs.k8s.io/yaml`, not strict), and manifests that reach the cluster without Kustomize.
 */
export function isReadLeniently(db: Database, file: FilePath): boolean {
  if (hasKustomizationName(file) || /^values([.-].*)?\.ya?ml$/.test(basename(file))) return true;
  const { as } = useOf(db, file);
  if (as === 'data') return true;
  if (as !== undefined || objectsIn(db, file).length === 0) return false;
  const root = repositoryOf(db, file)?.root;
  return root === undefined || !buildsWithoutRestriction(db, root);
}
