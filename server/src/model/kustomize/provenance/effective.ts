/** What a field of a resource file comes to in each overlay that builds the file. */
import type { FilePath } from '../../../base/paths.ts';
import { type Budget, UNBOUNDED } from '../../../engine/budget.ts';
import type { Database } from '../../../engine/database.ts';
import type { Node, NodeId } from '../../../syntax/tree.ts';
import { tree } from '../../source.ts';
import type { BuiltObject } from '../build/build.ts';
import { isCommonTree } from '../build/documents.ts';
import type { Value } from '../build/values.ts';
import { callOfNode } from '../item-like.ts';
import { directoryOf, isComponent } from '../recognise.ts';
import type { Part } from './changes.ts';
import { follow, type Step } from './follow.ts';
import { deployedBuild, directBuilders, overlaysOf } from './overlays.ts';
import { Secrets } from './secrets.ts';
import { declared } from './settings.ts';

/** A field in one build. */
export interface EffectiveValue {
  /** The directory that is built. */
  readonly overlay: FilePath;
  readonly object: BuiltObject;
  /** Undefined where the build takes the field away. */
  readonly value: Value | undefined;
  readonly isSecret: boolean;
}

export interface Effective {
  /** From the object's root. */
  readonly path: readonly (string | number)[];
  /** The same way in words: items by what they are called. */
  readonly parts: readonly Part[];
  readonly values: readonly EffectiveValue[];
  /** Overlays that have no objects because their build fails. */
  readonly failing: readonly FilePath[];
  /** Every overlay that was thought of, for names that tell them apart. */
  readonly overlays: readonly FilePath[];
  /** Overlays that were not looked into, and those of them that would have been if there had been time. */
  readonly more: number;
  readonly late: number;
}

/** Builds that one question may ask for. */
const MAX_BUILDS = 20;

/**
 * The field of which `node` is the key or value; undefined where no build has its object. At least one overlay is built,
 * the nearest first; those for which no time is left are counted.
 */
export function effectiveValues(
  db: Database,
  file: FilePath,
  node: NodeId,
  budget: Budget = UNBOUNDED,
  overlays = overlaysNaming(db, file),
): Effective | undefined {
  if (!isCommonTree(db, file)) return undefined;
  const chain = chainTo(db, file, node);
  if (chain === undefined) return undefined;
  const values: EffectiveValue[] = [];
  const failing: FilePath[] = [];
  let path: readonly (string | number)[] | undefined;
  let parts: readonly Part[] = [];
  let built = 0;
  const wanted = overlays.slice(0, MAX_BUILDS);
  for (const overlay of wanted) {
    if (built > 0 && budget.isSpent()) break;
    built++;
    const build = deployedBuild(db, overlay);
    // A build that is too large for its own budget says enough about its neighbours.
    if (build.problems.some(({ code }) => code === 'budget')) break;
    if (build.objects.length === 0 && build.problems.length > 0) failing.push(overlay);
    const secrets = new Secrets(build);
    for (const object of build.objects) {
      const start = startOf(object, file, chain);
      if (start === undefined) continue;
      const below = chain.slice(start);
      if (path === undefined) {
        path = below.map(({ part }) => part);
        parts = below.map(({ part, step }) => (step.is === 'item' && step.call) || part);
      }
      const value = follow(
        object.value,
        below.map(({ step }) => step),
      );
      if (value === 'unknown') continue;
      const isSecret = secrets.hides(object, path, value === 'removed' ? object.value : value);
      values.push({ overlay, object, value: value === 'removed' ? undefined : value, isSecret });
    }
  }
  if (path === undefined || values.length === 0) return undefined;
  const more = overlays.length - built;
  return { path, parts, values, failing, overlays, more, late: budget.isSpent() ? wanted.length - built : 0 };
}

/** The field as the file itself has it, in the form in which builds have theirs. */
export function valueWritten(db: Database, file: FilePath, node: NodeId): Value | undefined {
  const chain = chainTo(db, file, node);
  if (chain === undefined) return undefined;
  for (const root of declared(db, file)) {
    const start = chain.findIndex(({ from }) => isFrom(root, file, from.id));
    if (start < 0) continue;
    const found = follow(
      root,
      chain.slice(start).map(({ step }) => step),
    );
    return typeof found === 'string' ? undefined : found;
  }
  return undefined;
}

/** The overlays at the end of the way, and before them whoever names the file, whose own word counts for others, too. */
export function overlaysNaming(db: Database, file: FilePath): readonly FilePath[] {
  const direct = directBuilders(db, file)
    .filter((kustomization) => !isComponent(db, kustomization))
    .map(directoryOf);
  return [...new Set([...direct, ...overlaysOf(db, file)])];
}

interface Link {
  /** The node that the step starts from. */
  readonly from: Node;
  readonly part: string | number;
  readonly step: Step;
}

/** The way from a document's root to the node; for a key, to its value. */
function chainTo(db: Database, file: FilePath, id: NodeId): readonly Link[] | undefined {
  const document = tree(db, file).documents.findLast((one) => one.root !== undefined && one.root.id <= id);
  const links: Link[] = [];
  let node = document?.root;
  while (node !== undefined && node.id !== id) {
    const link = linkTowards(file, node, id);
    if (link === undefined) return undefined;
    links.push(link.link);
    if (link.isKey) return links;
    node = link.to;
  }
  return node === undefined || links.length === 0 ? undefined : links;
}

function linkTowards(file: FilePath, node: Node, id: NodeId): { link: Link; to: Node; isKey: boolean } | undefined {
  if (node.kind === 'mapping') {
    const entry = node.entries.findLast(({ key }) => key.id <= id);
    if (entry?.key.kind !== 'scalar') return undefined;
    const key = entry.key.value;
    return { link: { from: node, part: key, step: { is: 'key', key } }, to: entry.value, isKey: entry.value.id > id };
  }
  if (node.kind !== 'sequence') return undefined;
  const index = node.items.findLastIndex((item) => item.id <= id);
  const item = node.items[index];
  if (item === undefined) return undefined;
  const matches = (other: Value): boolean => isFrom(other, file, item.id);
  return {
    link: { from: node, part: index, step: { is: 'item', index, matches, call: callOfNode(item) } },
    to: item,
    isKey: false,
  };
}

/** Where in the chain the object begins: at the document's root, or at an item of a `List`. */
function startOf(object: BuiltObject, file: FilePath, chain: readonly Link[]): number | undefined {
  const start = chain.findIndex(({ from }) => isFrom(object.value, file, from.id));
  return start < 0 ? undefined : start;
}

function isFrom(value: Value, file: FilePath, node: NodeId): boolean {
  return value.at === node && value.source.file === file && value.source.inline === undefined && value.source.raw !== true;
}
