/** The kustomization of a directory, and which directories build upon which. */
import { type FilePath, isInside, join } from '../../../base/paths.ts';
import { type Database, query } from '../../../engine/database.ts';
import { fetched } from '../../workspace/fetched.ts';
import { pathKind, pathsNamed, throughLinks } from '../../workspace/inputs.ts';
import { editionOf } from '../version.ts';
import { configurationIn, documentsOf } from './documents.ts';
import { hasContent } from './files.ts';
import { decoded, demandKnown, entries, isEmpty, KUSTOMIZATION, strings, text } from './kustomization.ts';
import { BuildFailure, type BuildProblem, fail } from './problems.ts';
import { asMap, type MapValue, type ScalarValue } from './values.ts';

/** The names that a kustomization file may have. */
export const FILE_NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'] as const;

export interface Kustomization {
  readonly file: FilePath;
  readonly fileName: string;
  readonly map: MapValue;
  readonly isComponent: boolean;
}

/** The kustomization file of a directory; undefined where there is none. */
export function kustomizationFile(db: Database, directory: FilePath): FilePath | undefined {
  return filesIn(db, directory)[0];
}

function filesIn(db: Database, directory: FilePath): readonly FilePath[] {
  return pathsNamed(db, directory, FILE_NAMES).filter((file) => pathKind(db, file) === 'file' && hasContent(db, file));
}

/** Kustomizations that stay read; what others depend on is kept of all. */
const KEPT = 256;

const read = query(
  'kustomization',
  (db, directory: FilePath): { readonly found: Kustomization } | { readonly problem: BuildProblem } => {
    try {
      return { found: load(db, directory) };
    } catch (error) {
      if (error instanceof BuildFailure) return { problem: error.problem };
      throw error;
    }
  },
  { retain: KEPT },
);

/** The kustomization of a directory, checked; fails where there is none that can be used. */
export function kustomizationIn(db: Database, directory: FilePath): Kustomization {
  const result = read(db, directory);
  if ('problem' in result) throw new BuildFailure(result.problem);
  return result.found;
}

function load(db: Database, directory: FilePath): Kustomization {
  const [file, second] = filesIn(db, directory);
  if (file === undefined) return fail('missing-kustomization', directory, { directory });
  if (second !== undefined) return fail('several-kustomizations', second, { directory });
  const value = configurationIn(documentsOf(db, file, 'build'));
  if (value === undefined || (value.kind === 'scalar' && value.tag === 'null')) return fail('empty-kustomization', file);
  const map = asMap(decoded(value, KUSTOMIZATION)) ?? fail('invalid-kustomization', file, { reason: 'it is no mapping' });
  if (isEmpty(map)) fail('empty-kustomization', file);
  demandKnown(map, editionOf(db, directory));
  const kind = text(map, 'kind') || 'Kustomization';
  const place = map.get('kind') ?? map;
  if (kind !== 'Kustomization' && kind !== 'Component') fail('wrong-kind', { source: place.source, at: place.at }, { kind });
  const isComponent = kind === 'Component';
  const expected = isComponent ? 'kustomize.config.k8s.io/v1alpha1' : 'kustomize.config.k8s.io/v1beta1';
  const version = map.get('apiVersion');
  if (version !== undefined && text(map, 'apiVersion') !== '' && text(map, 'apiVersion') !== expected)
    fail('wrong-api-version', { source: version.source, at: version.at }, { kind, version: text(map, 'apiVersion'), expected });
  return { file, fileName: file.slice(file.lastIndexOf('/') + 1), map: joined(map), isComponent };
}

/** Old names of fields are read as the new ones, after them. */
function joined(map: MapValue): MapValue {
  return withAppended(withAppended(map, 'bases', 'resources'), 'imageTags', 'images');
}

function withAppended(map: MapValue, old: string, name: string): MapValue {
  const more = map.get(old);
  if (more?.kind !== 'list') return map;
  const list = map.get(name);
  return map.set(name, list?.kind === 'list' ? list.with([...list.items, ...more.items]) : more);
}

/** A directory that a kustomization builds upon, and where it says so. */
interface Edge {
  readonly directory: FilePath;
  readonly place: ScalarValue;
}

const PATH_FIELDS = ['resources', 'components', 'generators', 'transformers', 'validators'] as const;

const edges = query('kustomizationEdges', (db, directory: FilePath): readonly Edge[] => {
  const result = read(db, directory);
  if ('problem' in result) return [];
  return PATH_FIELDS.flatMap((field) =>
    strings(result.found.map, field).flatMap((place) => {
      if (place.text === '' || place.text.startsWith('/') || place.text.includes('\n')) return [];
      const target = throughLinks(db, join(directory, place.text));
      const kind = pathKind(db, target);
      if (kind === 'directory') return [{ directory: target, place }];
      const cached = kind === 'file' ? undefined : fetched(db, place.text);
      return cached?.kind === 'directory' ? [{ directory: cached.path, place }] : [];
    }),
  );
});

/** True where the directory or what it builds upon may have Helm charts; never for directories that lead in a circle. */
export function leadsToCharts(db: Database, directory: FilePath): boolean {
  return chartsBelow(db, directory);
}

const chartsBelow = query('kustomizationCharts', (db, root: FilePath): boolean => {
  const seen = new Set<FilePath>([root]);
  for (const directory of seen) {
    const result = read(db, directory);
    if ('problem' in result) continue;
    if (CHART_FIELDS.some((field) => entries(result.found.map, field).length > 0)) return true;
    for (const edge of edges(db, directory)) seen.add(edge.directory);
  }
  return false;
});

const CHART_FIELDS = ['helmCharts', 'helmChartInflationGenerator', 'generators'] as const;

/** Kustomizations that one build may visit, each as often as it is built upon. */
const MAX_VISITS = 10_000;
/** Layers that may stand upon one another. */
const MAX_LAYERS = 100;

/**
 * Why a directory cannot be built whatever its objects are: it comes back to itself, or it is built upon too often. A path
 * is circular for Kustomize too where it leads to a directory that holds one it came from.
 */
export function circularity(db: Database, root: FilePath): BuildProblem | undefined {
  try {
    const reached = measure(db, root);
    for (const directory of reached) checkAncestors(db, directory, reached);
    return undefined;
  } catch (error) {
    if (error instanceof BuildFailure) return error.problem;
    throw error;
  }
}

interface Visit {
  readonly directory: FilePath;
  readonly edges: readonly Edge[];
  next: number;
  visits: number;
  layers: number;
}

/** Walks everything below `root` once, counting how often each would be visited. */
function measure(db: Database, root: FilePath): ReadonlySet<FilePath> {
  const done = new Map<FilePath, Visit>();
  const open = new Set<FilePath>([root]);
  const stack: Visit[] = [visitOf(db, root)];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const edge = top.edges[top.next];
    if (edge === undefined) {
      stack.pop();
      open.delete(top.directory);
      done.set(top.directory, top);
      continue;
    }
    const known = done.get(edge.directory);
    if (known !== undefined) {
      top.next++;
      top.visits += known.visits;
      top.layers = Math.max(top.layers, known.layers + 1);
      if (top.visits > MAX_VISITS) fail('budget', edge.place, { what: 'kustomizations', limit: String(MAX_VISITS) });
      continue;
    }
    if (open.has(edge.directory)) fail('cycle', edge.place, { path: edge.place.text });
    if (stack.length >= MAX_LAYERS || top.layers >= MAX_LAYERS)
      fail('budget', edge.place, { what: 'layers', limit: String(MAX_LAYERS) });
    open.add(edge.directory);
    stack.push(visitOf(db, edge.directory));
  }
  return new Set(done.keys());
}

function visitOf(db: Database, directory: FilePath): Visit {
  return { directory, edges: edges(db, directory), next: 0, visits: 1, layers: 1 };
}

/** Fails where the directory leads to one that holds it. */
function checkAncestors(db: Database, directory: FilePath, reached: ReadonlySet<FilePath>): void {
  if (![...ancestors(directory)].some((ancestor) => reached.has(ancestor))) return;
  const seen = new Set<FilePath>([directory]);
  const waiting: FilePath[] = [directory];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const edge of edges(db, next)) {
      if (isInside(edge.directory, directory)) fail('cycle', edge.place, { path: edge.place.text });
      if (seen.has(edge.directory)) continue;
      seen.add(edge.directory);
      waiting.push(edge.directory);
    }
  }
}

function* ancestors(directory: FilePath): Generator<FilePath> {
  for (let slash = directory.lastIndexOf('/'); slash > 0; slash = directory.lastIndexOf('/', slash - 1))
    yield directory.slice(0, slash);
  yield '/';
}
