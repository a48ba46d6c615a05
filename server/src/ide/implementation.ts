/** What changes an object or a field on its way to what is deployed: patches, images, replacements and all other entries. */
import type { FilePath } from '../base/paths.ts';
import { type Span, touches } from '../base/spans.ts';
import type { Budget } from '../engine/budget.ts';
import type { Database } from '../engine/database.ts';
import { fieldsOf, located } from '../model/kustomize/build/origins.ts';
import type { Value } from '../model/kustomize/build/values.ts';
import { effectiveValues, overlaysNaming } from '../model/kustomize/provenance/effective.ts';
import { deployedBuild } from '../model/kustomize/provenance/overlays.ts';
import { isKustomizationFile } from '../model/kustomize/recognise.ts';
import { useOf } from '../model/kustomize/uses.ts';
import { layout, tree } from '../model/source.ts';
import { descendants, pathTo } from '../syntax/navigate.ts';
import { type Node, spanOf } from '../syntax/tree.ts';
import type { Definition, Target } from './definition.ts';

const IDENTITY: ReadonlySet<string> = new Set(['/apiVersion', '/kind']);

/** Builds that one question may ask for, and places that it is answered with. */
const MAX_BUILDS = 20;
const MAX_PLACES = 200;

/** For a field what sets it in the overlays; for the name or kind of an object everything that sets something in it. */
export function implementations(db: Database, file: FilePath, offset: number, budget: Budget): Definition | undefined {
  if (isKustomizationFile(db, file) || useOf(db, file).as !== 'resource') return undefined;
  const spot = spotAt(db, file, offset);
  if (spot === undefined) return undefined;
  const { root, node, path, span } = spot;
  const isIdentity =
    path.length === 1 ? ['apiVersion', 'kind', 'metadata'].includes(String(path[0])) : path.join('/') === 'metadata/name';
  const values = isIdentity ? settersOf(db, file, root, budget) : fieldSetters(db, file, node, budget);
  const targets = placesOf(db, file, values);
  return targets.length === 0 ? undefined : { span, targets };
}

function fieldSetters(db: Database, file: FilePath, node: Node, budget: Budget): readonly Value[] {
  return (effectiveValues(db, file, node.id, budget)?.values ?? []).flatMap(({ value }) => value ?? []);
}

function settersOf(db: Database, file: FilePath, root: Node, budget: Budget): readonly Value[] {
  const found: Value[] = [];
  for (const [i, overlay] of overlaysNaming(db, file).slice(0, MAX_BUILDS).entries()) {
    if (i > 0 && budget.isSpent()) break;
    for (const { value } of deployedBuild(db, overlay).objects) {
      if (value.source.file !== file || value.at !== root.id || value.source.inline !== undefined) continue;
      // A patch says the kind of its object, and sets it in doing so.
      for (const field of fieldsOf(value)) if (!IDENTITY.has(field.pointer)) found.push(field.value);
    }
  }
  return found;
}

/** Each place once, in the order of files and lines; what the file itself says is no change. */
function placesOf(db: Database, file: FilePath, values: readonly Value[]): readonly Target[] {
  const found = new Map<string, Target>();
  for (const value of values) {
    if (value.source.file === file && value.source.inline === undefined) continue;
    const { file: where, span } = located(db, value);
    const key = `${where}\0${String(span.start).padStart(9, '0')}`;
    if (found.size < MAX_PLACES) found.set(key, { file: where, whole: span, name: span });
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, target]) => target);
}

interface SpotAt {
  readonly root: Node;
  readonly node: Node;
  readonly path: readonly (string | number)[];
  readonly span: Span;
}

/** The key or scalar at the offset. */
function spotAt(db: Database, file: FilePath, offset: number): SpotAt | undefined {
  const spans = layout(db, file);
  for (const { root } of tree(db, file).documents) {
    if (root === undefined || !touches(spanOf(spans, root.id), offset)) continue;
    for (const node of descendants(root)) {
      const span = spanOf(spans, node.id);
      const path = node.kind === 'scalar' && touches(span, offset) ? pathTo(root, node.id) : undefined;
      if (path !== undefined) return { root, node, path, span };
    }
  }
  return undefined;
}
