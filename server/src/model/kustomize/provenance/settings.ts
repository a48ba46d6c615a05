/** What a patch or a field of a kustomization file sets, and what stood there before. */
import type { FilePath } from '../../../base/paths.ts';
import type { Database } from '../../../engine/database.ts';
import { descendants } from '../../../syntax/navigate.ts';
import type { Node, NodeId } from '../../../syntax/tree.ts';
import type { BuiltObject } from '../build/build.ts';
import { resourcesIn } from '../build/documents.ts';
import { fieldsOf } from '../build/origins.ts';
import { BuildFailure } from '../build/problems.ts';
import type { MapValue, Value } from '../build/values.ts';
import { stepsFrom } from '../graph.ts';
import { directoryOf, isComponent, kustomizationOf } from '../recognise.ts';
import { includedBy } from '../uses.ts';
import { follow, sameSpot, stepsOf } from './follow.ts';
import { deployedBuild, directBuilders } from './overlays.ts';
import { Secrets } from './secrets.ts';

/** A field that a file sets in an object that it does not declare. */
export interface Setting {
  /** The directory in whose build it does. */
  readonly directory: FilePath;
  readonly object: BuiltObject;
  readonly path: readonly (string | number)[];
  readonly value: Value;
  readonly isSecret: boolean;
}

/** Builds that one question may ask for. */
const MAX_BUILDS = 5;

/** Every field that the file sets in the builds of those who name it; what it declares itself is left out. */
export function settingsOf(db: Database, file: FilePath): readonly Setting[] {
  const found: Setting[] = [];
  for (const directory of buildsNaming(db, file).slice(0, MAX_BUILDS)) {
    const build = deployedBuild(db, directory);
    const secrets = new Secrets(build);
    for (const object of build.objects) {
      if (object.value.source.file === file) continue;
      for (const { pointer, value } of fieldsOf(object.value)) {
        if (value.source.file !== file) continue;
        const path = pathOf(object.value, pointer);
        found.push({ directory, object, path, value, isSecret: secrets.hides(object, path, value) });
      }
    }
  }
  return found;
}

/** The value that the setting replaced: in what the kustomization builds upon; undefined where there was none. */
export function valueBefore(db: Database, { directory, object, path }: Setting): Value | undefined {
  const before = objectBefore(db, directory, object);
  if (before === undefined) return undefined;
  const found = follow(before, stepsOf(object.value, path));
  return typeof found === 'string' ? undefined : found;
}

/** The object in the layer below, known by the text that declares it. */
export function objectBefore(db: Database, directory: FilePath, object: BuiltObject): MapValue | undefined {
  const kustomization = kustomizationOf(db, directory);
  if (kustomization === undefined) return undefined;
  const { file } = object.value.source;
  if (includedBy(db, file).some((inclusion) => inclusion.kustomization === kustomization && inclusion.field === 'resources'))
    return declared(db, file).find((root) => sameSpot(root, object.value));
  for (const { to } of stepsFrom(db, kustomization)) {
    const found = deployedBuild(db, to).objects.find(({ value }) => sameSpot(value, object.value));
    if (found !== undefined) return found.value;
  }
  return undefined;
}

/** The objects that a file declares, as they are before any kustomization. */
export function declared(db: Database, file: FilePath): readonly MapValue[] {
  try {
    return resourcesIn(db, file, 'resource').map(({ root }) => root);
  } catch (error) {
    if (error instanceof BuildFailure) return [];
    throw error;
  }
}

/** The directories to build; a component changes something only in the builds that take it in. */
function buildsNaming(db: Database, file: FilePath): readonly FilePath[] {
  const found = new Set<FilePath>();
  const seen = new Set(directBuilders(db, file));
  for (const kustomization of seen) {
    if (!isComponent(db, kustomization)) found.add(directoryOf(kustomization));
    else for (const above of includedBy(db, directoryOf(kustomization))) seen.add(above.kustomization);
  }
  return [...found];
}

/** A JSON pointer as keys and indexes. */
function pathOf(root: Value, pointer: string): readonly (string | number)[] {
  let value: Value | undefined = root;
  return pointer
    .split('/')
    .slice(1)
    .map((written) => {
      const key = written.replaceAll('~1', '/').replaceAll('~0', '~');
      const inList: boolean = value?.kind === 'list';
      value = value?.kind === 'list' ? value.items[Number(key)] : value?.kind === 'map' ? value.get(key) : undefined;
      return inList ? Number(key) : key;
    });
}

/** What an entry of a kustomization sets, and only it. */
export function settingsWithin(db: Database, file: FilePath, entry: Node): readonly Setting[] {
  const own = new Set<NodeId>();
  for (const node of descendants(entry)) own.add(node.id);
  return settingsOf(db, file).filter(({ value }) => value.source.inline === undefined && own.has(value.at));
}

/** The value of the same field in what an overlay builds; undefined where the overlay lacks the object or the field. */
export function finalValue(db: Database, { directory, object, path }: Setting, overlay: FilePath): Value | undefined {
  if (overlay === directory) return valueAt(object.value, path);
  const found = valueIn(db, object.value, path, overlay);
  return typeof found === 'string' ? undefined : found;
}

/** The value that a field of an object has in what an overlay builds; `unknown` also where the overlay lacks the object. */
export function valueIn(
  db: Database,
  root: MapValue,
  path: readonly (string | number)[],
  overlay: FilePath,
): Value | 'removed' | 'unknown' {
  const same = deployedBuild(db, overlay).objects.find(({ value }) => sameSpot(value, root));
  return same === undefined ? 'unknown' : follow(same.value, stepsOf(root, path));
}

function valueAt(root: Value, path: readonly (string | number)[]): Value | undefined {
  const found = follow(root, stepsOf(root, path));
  return typeof found === 'string' ? undefined : found;
}
