/**
 * What is deployed together: the objects of a build that nothing builds upon but collections of applications, or those that lie
 * in one directory without any kustomization.
 */
import { deepEqual } from '../../../base/equal.ts';
import { addTo } from '../../../base/groups.ts';
import { dirname, type FilePath, join } from '../../../base/paths.ts';
import { type Database, query } from '../../../engine/database.ts';
import { attempt, documentsOf, objectsOf } from '../../kustomize/build/documents.ts';
import type { ResourceId } from '../../kustomize/build/resource.ts';
import type { MapValue } from '../../kustomize/build/values.ts';
import { freeBuild } from '../../kustomize/free-build.ts';
import { directoriesBuilt } from '../../kustomize/graph.ts';
import { isComplete } from '../../kustomize/own-problems.ts';
import { directBuilders } from '../../kustomize/provenance/overlays.ts';
import { directoryOf, isComponent, kustomizationOf } from '../../kustomize/recognise.ts';
import { buildersOf, includedBy, useOf } from '../../kustomize/uses.ts';
import { languageOf } from '../../source.ts';
import { childNames, pathKind } from '../../workspace/inputs.ts';
import { isSetAside } from '../../workspace/set-aside.ts';
import { objectsIn } from '../objects.ts';
import { isOutsideNamespaces } from './pointers.ts';

/** One object of a unit, as it reaches the cluster. */
export interface Member {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  /** The name that those use who were written beside it, before overlays and hashes changed it. */
  readonly written: string;
  /** '' for what has no namespace; undefined where whoever deploys the unit decides. */
  readonly scope: string | undefined;
  readonly body: MapValue;
}

export interface Unit {
  readonly directory: FilePath;
  readonly members: readonly Member[];
  /** The members by `group/Kind`. */
  readonly byKind: ReadonlyMap<string, readonly Member[]>;
  /** True where everything that belongs to the unit is here. */
  readonly isComplete: boolean;
  /** True for what Kustomize builds: somebody has said that these objects belong together. */
  readonly isBuilt: boolean;
}

/** Units that are asked about one file: what is wrong with a base shows in the first, and a keystroke builds each. */
const MOST_UNITS = 2;
/** Files that make up a unit without kustomization. */
const MOST_FILES = 200;
/** What builds more directories than this is a collection of units. */
const MOST_DIRECTORIES = 24;
/** Larger units are left alone while somebody types. */
const MOST_MEMBERS = 3000;

/** The directories of the units that a file is part of. */
export function unitsOf(db: Database, file: FilePath): readonly FilePath[] {
  if (isSetAside(db, file)) return [];
  const direct = directBuilders(db, file);
  if (direct.length === 0) return isPlain(db, file) ? [dirname(file)] : [];
  return [...new Set(direct.flatMap((one) => unitsAbove(db, one)))].slice(0, MOST_UNITS);
}

/** The directories of the units that a kustomization is built into, its own first. */
const unitsAbove = query(
  'linkUnits',
  (db, kustomization: FilePath): readonly FilePath[] =>
    buildersOf(db, kustomization)
      .filter((one) => isUnit(db, one))
      .map(directoryOf),
  { equal: deepEqual },
);

/** True for what nothing builds upon but collections of applications, as a cluster's or a platform's kustomization is one. */
const isUnit = query('isLinkUnit', (db, kustomization: FilePath): boolean => {
  if (!isSmall(db, kustomization)) return false;
  return includedBy(db, directoryOf(kustomization)).every(
    (above) => above.field !== 'components' && !isSmall(db, above.kustomization),
  );
});

function isSmall(db: Database, kustomization: FilePath): boolean {
  return !isComponent(db, kustomization) && directoriesBuilt(db, directoryOf(kustomization)).length <= MOST_DIRECTORIES;
}

/** The unit that a directory is; undefined where it is none, or too large. */
export function unitAt(db: Database, directory: FilePath): Unit | undefined {
  const kustomization = kustomizationOf(db, directory);
  const unit = kustomization === undefined ? plainUnit(db, directory) : builtUnit(db, directory, kustomization);
  return unit === undefined || unit.members.length > MOST_MEMBERS ? undefined : unit;
}

function builtUnit(db: Database, directory: FilePath, kustomization: FilePath): Unit | undefined {
  if (!isUnit(db, kustomization)) return undefined;
  const { objects } = freeBuild(db, directory);
  if (objects.length === 0) return undefined;
  const members = objects.map(({ id, value, originalName }) => memberOf(id, value, originalName));
  return { directory, members, byKind: byKind(members), isComplete: isComplete(db, kustomization), isBuilt: true };
}

function plainUnit(db: Database, directory: FilePath): Unit | undefined {
  const files = childNames(db, directory)
    .map((name) => join(directory, name))
    .filter((file) => languageOf(file) === 'yaml' && pathKind(db, file) === 'file' && isPlain(db, file));
  if (files.length === 0 || files.length > MOST_FILES) return undefined;
  let isWhole = true;
  const members = files.flatMap((file) => {
    const read = attempt(() => objectsOf(documentsOf(db, file, 'resource')));
    if ('problem' in read) isWhole = false;
    return 'problem' in read ? [] : read.resources.map(({ id, root }) => memberOf(id, root));
  });
  return { directory, members, byKind: byKind(members), isComplete: isWhole, isBuilt: false };
}

function byKind(members: readonly Member[]): ReadonlyMap<string, readonly Member[]> {
  const found = new Map<string, Member[]>();
  for (const member of members) addTo(found, `${member.group}/${member.kind}`, member);
  return found;
}

/** The members of a unit of one kind. */
export function ofKind(unit: Unit, kind: string): readonly Member[] {
  return unit.byKind.get(kind) ?? [];
}

/** True for manifests that no kustomization has to do with. */
function isPlain(db: Database, file: FilePath): boolean {
  return useOf(db, file).as === undefined && objectsIn(db, file).some(({ partial, name }) => !partial && name !== undefined);
}

function memberOf({ group, kind, name, namespace }: ResourceId, body: MapValue, written = name): Member {
  const scope = isOutsideNamespaces(group, kind) ? '' : namespace === '' || namespace.includes('$') ? undefined : namespace;
  return { group, kind, name, written, scope, body };
}
