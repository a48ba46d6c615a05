/** The build of a directory: what `kustomize build` prints for it, with the origin of every field. */
import { type FilePath, join } from '../../../base/paths.ts';
import { type Database, query } from '../../../engine/database.ts';
import { pathKind } from '../../workspace/inputs.ts';
import { editionOf } from '../version.ts';
import { accumulate, accumulateAmended } from './accumulate.ts';
import type { ChartRun } from './charts.ts';
import type { Edition } from './edition.ts';
import type { LoadRestriction } from './files.ts';
import { finished } from './finish.ts';
import { strings } from './kustomization.ts';
import { circularity, type Kustomization, kustomizationIn } from './kustomization-files.ts';
import { fixNameReferences } from './name-references.ts';
import { type Json, toJson } from './output.ts';
import { addHashes } from './plugins.ts';
import { BuildFailure, type BuildProblem, fail } from './problems.ts';
import { type Remark, remarkAt } from './remarks.ts';
import { metadataTexts, type Resource, type ResourceId } from './resource.ts';
import { ResourceList } from './resource-list.ts';
import { UNSET } from './schemas.ts';
import { sortResources } from './sort.ts';
import { demandPrintable } from './traits.ts';
import type { MapValue } from './values.ts';
import { resolveVars } from './vars.ts';

export interface BuildOptions {
  /** legacy: as the command line prints it; none: as the library gives it. */
  readonly reorder?: 'legacy' | 'none';
  readonly restriction?: LoadRestriction;
  readonly edition?: Edition;
  /** What `kustomize version` says, for the managed-by label. */
  readonly version?: string;
  readonly managedByLabel?: boolean;
  /** Takes the place of the directory's own: what a controller makes of it before it builds. */
  readonly kustomization?: Kustomization;
}

/** One object of the result. */
export class BuiltObject {
  readonly id: ResourceId;
  /** The value with the origin of every field; see `origins.ts`. */
  readonly value: MapValue;
  /** The name without the hash of its content, which stays the same when the content changes. */
  readonly stableName: string;
  /** The name that the object had when it was read: what others in the same base call it. */
  readonly originalName: string;

  constructor(id: ResourceId, value: MapValue, stableName: string = id.name, originalName: string = stableName) {
    this.id = id;
    this.value = value;
    this.stableName = stableName;
    this.originalName = originalName;
  }

  /** The object as plain data, keys sorted. */
  get object(): Json {
    return toJson(this.value);
  }
}

export interface BuildResult {
  readonly objects: readonly BuiltObject[];
  /**
   * Why there are no objects, or what is missing from them; `missing` tells the second kind. Of the first kind the first is
   * what Kustomize says, the others are what it would say next.
   */
  readonly problems: readonly BuildProblem[];
}

export interface RemarkedBuild extends BuildResult {
  /** What the directory's own kustomization and its components say in vain. */
  readonly remarks: readonly Remark[];
  /** The Helm charts in it. */
  readonly charts: readonly ChartRun[];
}

/** Objects that one build may make. */
const MAX_OBJECTS = 100_000;

/** The build of the directory as the command line does it. */
export const kustomizeBuild = query('kustomizeBuild', (db, directory: FilePath): BuildResult => build(db, directory));

/** The build of the directory, its expensive parts kept for other builds. */
export function build(db: Database, directory: FilePath, options: BuildOptions = {}): RemarkedBuild {
  try {
    for (const start of startsOf(db, directory, options.kustomization)) {
      const circular = circularity(db, start);
      if (circular !== undefined) return { objects: [], problems: [circular], charts: [], remarks: [] };
    }
    return run(db, directory, options);
  } catch (error) {
    if (error instanceof BuildFailure) return { objects: [], problems: [error.problem], charts: [], remarks: [] };
    throw error;
  }
}

/** The directories from which a build must come to an end. */
function startsOf(db: Database, directory: FilePath, amended: Kustomization | undefined): readonly FilePath[] {
  if (amended === undefined) return [directory];
  return ['resources', 'components']
    .flatMap((field) => strings(amended.map, field))
    .map(({ text }) => join(directory, text))
    .filter((path) => pathKind(db, path) === 'directory');
}

function run(db: Database, directory: FilePath, options: BuildOptions): RemarkedBuild {
  const kustomization = options.kustomization ?? kustomizationIn(db, directory);
  const metadata = strings(kustomization.map, 'buildMetadata').map((option) => option.text);
  const keepsOrigins = metadata.length > 0;
  const request = {
    directory,
    restriction: options.restriction ?? 'root-only',
    edition: options.edition ?? editionOf(db, directory),
    schema: UNSET,
    isRoot: true,
  };
  const wanted = keepsOrigins ? { ...request, origin: '' } : request;
  const { resources, config, vars, notes, charts, failures, remarks } =
    options.kustomization === undefined ? accumulate(db, wanted) : accumulateAmended(db, wanted, options.kustomization);
  if (failures.length > 0) return { objects: [], problems: [...failures, ...notes], charts, remarks };
  if (resources.length > MAX_OBJECTS) fail('budget', kustomization.file, { what: 'objects', limit: String(MAX_OBJECTS) });
  const list = new ResourceList();
  list.reset(resources);
  addHashes(list);
  fixNameReferences(list, config.nameReference, request.edition);
  const unused = resolveVars(list, vars, config.varReference).map(({ name, spot }) => remarkAt('var-unused', spot, { name }));
  list.reset(list.items.filter((resource) => !isLocal(resource)));
  list.demandUniqueIds('duplicate-id');
  const ordered = sortResources(list.items, kustomization.map, options.reorder ?? 'legacy', request.edition);
  const isManaged = options.managedByLabel === true || metadata.includes('managedByLabel');
  const label = isManaged ? `kustomize-${options.version ?? '(devel)'}` : undefined;
  const objects = ordered.map((resource) => {
    const root = finished(resource, kustomization, metadata, label);
    demandPrintable(root);
    const stableName = resource.memory.needsHash ? withoutHash(resource.name) : resource.name;
    return new BuiltObject(resource.id, root, stableName, resource.originalId.name);
  });
  return { objects, problems: notes, charts, remarks: [...remarks, ...unused] };
}

/** `name-HASH`, as `addHashes` makes it. */
function withoutHash(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('-')));
}

const LOCAL = 'config.kubernetes.io/local-config';

/** Objects for tools only, which are never printed. */
function isLocal(resource: Resource): boolean {
  const annotation = metadataTexts(resource.root, 'annotations').get(LOCAL);
  return annotation !== undefined && annotation !== 'false';
}
