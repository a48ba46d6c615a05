/** What in a file's objects the API server would refuse by the shape of their kinds, as far as it reaches the server. */
import { deepEqual } from '../../../base/equal.ts';
import { dirname, type FilePath } from '../../../base/paths.ts';
import { type Database, query } from '../../../engine/database.ts';
import { asMapping, asScalar, at, textOf } from '../../../syntax/navigate.ts';
import { typed } from '../../../syntax/scalars.ts';
import type { Mapping, NodeId } from '../../../syntax/tree.ts';
import { amendedKinds } from '../../graph/amended-kinds.ts';
import { isNamespaceGiven } from '../../graph/given-namespaces.ts';
import { isBelowKustomization } from '../../kustomize/recognise.ts';
import { buildsWithoutRestriction } from '../../kustomize/restriction.ts';
import { isFieldKept, lacksField, survive } from '../../kustomize/survival.ts';
import { useOf } from '../../kustomize/uses.ts';
import { tree } from '../../source.ts';
import { fileText } from '../../workspace/inputs.ts';
import { pathFromRoot, repositoryOf } from '../../workspace/repository.ts';
import { isSetAside } from '../../workspace/set-aside.ts';
import { isBuiltInGroup, podSpecPath } from '../kinds.ts';
import { isToBeReplaced } from '../naming.ts';
import { bodiesIn, type KubernetesObject, objectsIn } from '../objects.ts';
import { brokenChecks } from './check.ts';
import { type Described, describedKind, UNDESCRIBED } from './described.ts';
import type { Mistake } from './mistake.ts';
import { type Budget, brokenRules, STEPS_OF_FILE } from './rules/broken-rules.ts';
import { builtInKinds } from './table.ts';
import { type Judged, validate } from './validate.ts';
import { minorOf } from './version.ts';

/** A mistake with the kind of the object it is in. */
export type ObjectMistake = Mistake & {
  readonly kind: string;
  /** Who describes the kind so, such as `Argo CD 3.6.1`: '' where it is certain. */
  readonly by: string;
};

const NO_MISTAKES: readonly ObjectMistake[] = [];

/** A directory or file of patches by its name: `patches/web.yaml`, `web-patch.yaml`; and what documentation shows. */
const PARTS = /[/._-]patch(es)?[/._-]|\/(?:docs?|documentation)\//i;

/** The mistakes of all objects of a file whose kind is known; nothing for others. */
const schemaMistakes = query(
  'schemaMistakes',
  (db, file: FilePath): readonly ObjectMistake[] => {
    const objects = isSetAside(db, file) ? [] : objectsIn(db, file);
    if (objects.length === 0) return NO_MISTAKES;
    const kinds = builtInKinds(db, String(minorOf(db, file)));
    const bodies = bodiesIn(db, file);
    // Parts that nothing lists: patches, for now or because a command reads them, and what documentation shows.
    const isListed = useOf(db, file).as === 'resource';
    const mayBePatches =
      useOf(db, file).as === undefined && (PARTS.test(pathFromRoot(db, file)) || isBelowKustomization(db, dirname(file)));
    const reader = readerOf(db, file);
    const isWhole = wholeDocuments(db, file);
    const readAs = reader === 'kustomize' ? 'kyaml' : 'kubernetes';
    const budget: Budget = { left: STEPS_OF_FILE };
    const found: ObjectMistake[] = [];
    for (const object of objects) {
      const body = bodies.get(object.node);
      const builtIn = kinds.kind(object.apiVersion, object.kind);
      const { shapes, by } = builtIn !== undefined ? { shapes: [builtIn.shape], by: '' } : ofExtension(db, object);
      if (body === undefined || shapes.length === 0) continue;
      // A program adds to what it is to put a namespace into.
      const isUnfinished = / /.test(object.namespace ?? '') && isToBeReplaced(object.namespace ?? '');
      const isPartial = object.partial || mayBePatches || isUnfinished || !isWhole(object.node) || isMerged(body);
      // Programs read files that look like custom resources and have no name.
      const needsName = builtIn !== undefined && !isPartial && !isListed && !NAMELESS.test(builtIn.shape.name);
      const metadata = builtIn === undefined ? kinds.kind('v1', 'ConfigMap')?.shape.fields.get('metadata')?.shape : undefined;
      const judged = { isPartial, needsName, reader, skipped: judgedElsewhere(object, body, reader), metadata };
      const [first = [], ...others] = shapes.map((shape) => {
        const told = [
          ...validate(body, shape, judged),
          ...(shape.checks === undefined || isPartial ? [] : brokenChecks(db, body, shape.checks, readAs)),
        ];
        // The server comes to the rules of a definition once nothing else is wrong.
        if (shape.rules === undefined || isPartial || told.some(holdsUpRules) || isAmended(db, file, object.kind)) return told;
        return [...told, ...brokenRules(body, shape.rules, readAs, budget)];
      });
      const hasWebhook = shapes.some((shape) => shape.hasWebhook);
      // Where several definitions differ, only what all of them refuse is certain.
      for (const mistake of first) {
        // Defaults of whoever deploys, and what a text that cannot be read whole was taken for, are no mistakes.
        if (mistake.what === 'missing-field' && builtIn === undefined && isAmended(db, file, object.kind)) continue;
        // Where the text breaks, keys end up where nobody wrote them.
        if (mistake.what === 'unknown-field' && !isWhole(object.node)) continue;
        if (mistake.what === 'wrong-type' && isPartial && /^(?:mapping|list)$/.test(mistake.found.is) && !isWhole(object.node))
          continue;
        if (others.every((some) => some.some(({ what, at }) => what === mistake.what && at === mistake.at)))
          found.push({ ...mistake, kind: object.kind, by: hasWebhook && mayBeFilledIn(mistake) ? WEBHOOK : by });
      }
      if (found.length >= MOST_MISTAKES) break;
    }
    return found.length === 0 ? NO_MISTAKES : found.filter((mistake) => reachesServer(db, file, mistake));
  },
  { equal: deepEqual, retain: 512 },
);

/** Flux puts only what is written into an object that is somebody else's: of such a part nothing is missing. */
function isMerged(body: Mapping): boolean {
  return /^(?:Merge|Override)$/i.test(textOf(at(body, 'metadata', 'annotations', 'kustomize.toolkit.fluxcd.io/ssa')) ?? '');
}

/** True for what a webhook may mend before the server looks. */
function mayBeFilledIn(mistake: Mistake): boolean {
  return mistake.what === 'missing-field' || (mistake.what === 'broken-rule' && mistake.isOwnRule === true);
}

/** As `hasBlockingErr` in the API server's strategy for custom resources. */
function holdsUpRules({ what, ...mistake }: Mistake): boolean {
  return what !== 'broken-rule' || ('problem' in mistake && / (?:at most|one of) /.test(String(mistake.problem)));
}

/** The shapes of a kind that is not built in. */
function ofExtension(db: Database, { group, apiVersion, kind }: KubernetesObject): Described {
  return isBuiltInGroup(group) ? UNDESCRIBED : describedKind(db, `${apiVersion} ${kind}`);
}

/** Flux builds with Kustomize also where no kustomization file lies. */
function readerOf(db: Database, file: FilePath): Judged['reader'] {
  if (useOf(db, file).as !== undefined) return 'kustomize';
  const root = repositoryOf(db, file)?.root;
  const isBuilt = isBelowKustomization(db, dirname(file)) || (root !== undefined && buildsWithoutRestriction(db, root));
  return isBuilt ? 'unknown' : 'server';
}

/** Tells of nodes whether the document they are in could be read to its end: while it cannot, nothing is missing. */
function wholeDocuments(db: Database, file: FilePath): (node: NodeId) => boolean {
  const { documents } = tree(db, file);
  if (documents.every(({ problems }) => problems.length === 0)) return () => true;
  return (node) => documents.findLast(({ root }) => root !== undefined && root.id <= node)?.problems.length === 0;
}

/** Requests that are answered and not stored, and a kind that the server itself finds a name for. */
const NAMELESS = /^(?:authentication|authorization)\/|\.LimitRange$/;

/** Webhooks fill in objects before the server holds them against their definition. */
const WEBHOOK = 'its definition, unless a webhook fills it in';

/** Mistakes told of one file. */
const MOST_MISTAKES = 1000;

/** True where any of {@link mistakesOf} has something. */
export function hasSchemaMistakes(db: Database, file: FilePath): boolean {
  return schemaMistakes(db, file).length > 0;
}

/** The mistakes of one sort. */
export function* mistakesOf<W extends Mistake['what']>(
  db: Database,
  file: FilePath,
  what: W,
): Generator<Extract<ObjectMistake, { what: W }>> {
  for (const mistake of schemaMistakes(db, file)) if (isOf(mistake, what)) yield mistake;
}

function isOf<W extends Mistake['what']>(mistake: ObjectMistake, what: W): mistake is Extract<ObjectMistake, { what: W }> {
  return mistake.what === what;
}

/** False where every kustomization that builds the file mends it. Values are looked at where the findings are gathered. */
function reachesServer(db: Database, file: FilePath, mistake: Mistake): boolean {
  if (mistake.what === 'missing-field' && mistake.field === 'namespace' && isNamespaceGiven(db, file)) return false;
  if (mistake.hinges !== undefined) return survive(db, file, mistake.hinges);
  if (mistake.what === 'missing-field') return lacksField(db, file, mistake.mapping, mistake.field);
  if (mistake.what !== 'unknown-field') return true;
  return isFieldKept(db, file, mistake.mapping, mistake.field) && !isOfAnotherKind(db, file);
}

/** True where a kustomization that lists the file gives objects another kind afterwards: then the fields may be that kind's. */
function isOfAnotherKind(db: Database, file: FilePath): boolean {
  return useOf(db, file).by.some(({ kustomization }) => /\bpath["']?:\s*["']?\/kind\b/.test(fileText(db, kustomization) ?? ''));
}

/** True where some Application or Flux Kustomization of the repository patches objects of this kind: defaults are often set so. */
function isAmended(db: Database, file: FilePath, kind: string): boolean {
  const root = repositoryOf(db, file)?.root;
  if (root === undefined) return false;
  const kinds = amendedKinds(db, root);
  return kinds.has(kind) || kinds.has('*');
}

/**
 * Names and labels have rules of their own where they are texts to every reader; what only some take for texts, such as `yes`, is judged by who reads.
 * Kustomize makes strings of an object's annotations.
 */
function judgedElsewhere(object: KubernetesObject, body: Mapping, reader: Judged['reader']): ReadonlySet<NodeId> {
  const found = ['name', 'namespace'].map((name) => at(body, 'metadata', name)).filter((node) => node !== undefined);
  const paths = [['metadata', 'labels']];
  if (reader !== 'server') paths.push(['metadata', 'annotations']);
  const pods = podSpecPath(object.group, object.kind);
  if (pods !== undefined && pods.length > 1) paths.push([...pods.slice(0, -1), 'metadata', 'labels']);
  if (object.group === 'apps') paths.push(['spec', 'selector', 'matchLabels']);
  for (const path of paths) found.push(...(asMapping(at(body, ...path))?.entries.map(({ value }) => value) ?? []));
  // The keys of annotations are judged here, those of labels are not.
  for (const path of paths.filter((one) => one.at(-1) !== 'annotations'))
    found.push(...(asMapping(at(body, ...path))?.entries.map(({ key }) => key) ?? []));
  const scalars = found.map(asScalar).filter((scalar) => scalar !== undefined);
  return new Set(
    scalars.filter((scalar) => typed(scalar).type !== 'bool' || typed(scalar, 'kyaml').type === 'bool').map(({ id }) => id),
  );
}
