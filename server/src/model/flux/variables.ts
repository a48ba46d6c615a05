/** The variables that a Flux Kustomization substitutes after its build, as far as the repository says them. */
import { type FilePath, isInside } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { asMapping, field, textOf } from '../../syntax/navigate.ts';
import { facts } from '../facts.ts';
import { bodyOf, objectKey, objectsIn } from '../kubernetes/objects.ts';
import { declarationsOf } from '../names.ts';
import { OBJECT } from '../spaces.ts';
import type { FluxObject } from './objects.ts';

/** One of `substituteFrom`; undefined where its values are not known here: Secrets, and what no file or several declare. */
export interface VariableSource {
  readonly file: FilePath;
  readonly values: ReadonlyMap<string, string>;
}

export function variableSources(db: Database, file: FilePath, object: FluxObject): readonly (VariableSource | undefined)[] {
  return object.references
    .filter(({ role }) => role === 'flux/substituteFrom')
    .map(({ kind, name, scope }) => {
      if (kind !== 'ConfigMap') return undefined;
      const key = objectKey('', 'ConfigMap', name);
      const sites = declarationsOf(db, file, { space: OBJECT, key, scope });
      const nearest = nearestTo(
        file,
        sites.map((site) => site.file),
      );
      return nearest === undefined ? undefined : read(db, nearest, name);
    });
}

/** Clusters have ConfigMaps of one name: the one that lies nearest in the tree is meant, where just one does. */
function nearestTo(file: FilePath, candidates: readonly FilePath[]): FilePath | undefined {
  const depth = (other: FilePath): number => {
    let directory = file;
    do directory = directory.slice(0, Math.max(0, directory.lastIndexOf('/')));
    while (directory !== '' && !isInside(directory, other));
    return directory.length;
  };
  const best = Math.max(...candidates.map(depth));
  const nearest = candidates.filter((one) => depth(one) === best);
  return nearest.length === 1 ? nearest[0] : undefined;
}

function read(db: Database, file: FilePath, name: string): VariableSource | undefined {
  const found = objectsIn(db, file).filter(
    (one) => one.kind === 'ConfigMap' && one.group === '' && one.name === name && !one.partial,
  );
  const [only, second] = found;
  // A generator's ConfigMap is declared by a kustomization, which has no such object.
  if (only === undefined || second !== undefined || facts(db, file).declarations.length === 0) return undefined;
  const values = new Map<string, string>();
  for (const { key, value } of asMapping(field(bodyOf(db, file, only), 'data'))?.entries ?? []) {
    const text = textOf(value);
    if (key.kind !== 'scalar' || text?.startsWith('ENC[') === true) return undefined;
    values.set(key.value, text ?? '');
  }
  return { file, values };
}
