/** Who reads a YAML file, and how strictly. */
import { basename, type FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { objectsIn } from '../kubernetes/objects.ts';
import { hasKustomizationName } from '../kustomize/recognise.ts';
import { buildsWithoutRestriction } from '../kustomize/restriction.ts';
import { useOf } from '../kustomize/uses.ts';
import { languageOf } from '../source.ts';
import { repositoryOf } from '../workspace/repository.ts';

/**
 * True where a key that stands twice is taken for its last value: kustomization files and Helm values (both
 * `sigs.k8s.io/yaml`, not strict), manifests that reach the cluster without Kustomize, and files of readers that are not known.
 */
export function isReadLeniently(db: Database, file: FilePath): boolean {
  if (hasKustomizationName(file) || /^values([.-].*)?\.ya?ml$/.test(basename(file))) return true;
  const { as } = useOf(db, file);
  if (as === 'data') return true;
  if (as !== undefined || WORKFLOW.test(file)) return false;
  // Most programs keep one of the two, and which program reads the file is not known.
  if (objectsIn(db, file).length === 0) return true;
  const root = repositoryOf(db, file)?.root;
  return root === undefined || !buildsWithoutRestriction(db, root);
}

/** GitHub refuses workflows and actions with a doubled key, Compose its files. */
const WORKFLOW = /\/\.github\/workflows\/|\/(?:action|(?:docker-)?compose(?:\.[\w-]+)?)\.ya?ml$/;

/** Renovate's own files (docs.renovatebot.com/configuration-options). */
const RENOVATE = /^(?:renovate\.json5?|\.renovaterc(?:\.json5?)?)$/;

/**
 * JSON lies in repositories for many readers, some of which allow more than JSON does (one value a line, comments):
 * only a file that Kustomize parses, or that is Renovate's, has to be well-formed. YAML always has.
 */
export function mustBeWellFormed(db: Database, file: FilePath): boolean {
  if (languageOf(file) === 'yaml') return true;
  const { as } = useOf(db, file);
  return (as !== undefined && as !== 'data') || RENOVATE.test(basename(file));
}
