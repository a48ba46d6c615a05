/** The Applications that an ApplicationSet makes, as far as the repository says which. */
import { deepEqual } from '../../../base/equal.ts';
import type { FilePath } from '../../../base/paths.ts';
import { type Database, query } from '../../../engine/database.ts';
import { asMapping, at, descendants, field, items, textOf } from '../../../syntax/navigate.ts';
import type { Entry, Mapping, Node, NodeId } from '../../../syntax/tree.ts';
import { ARGO_GROUP, holdsGitops } from '../../gitops-files.ts';
import { bodyOf, type KubernetesObject, objectsIn } from '../../kubernetes/objects.ts';
import { repositoryOf } from '../../workspace/repository.ts';
import { type Application, isTemplated, readApplication } from '../applications.ts';
import { parameterSets } from './generators.ts';
import { filledNode } from './template.ts';
import { patchedTemplate } from './template-patch.ts';

export interface MadeApplication extends Application {
  /** The set that makes it. */
  readonly set: string;
  /** True where parameters are open: there may be any number of these, and their name may not be known. */
  readonly open: boolean;
  /** The element of the generator's list that it comes from. */
  readonly element: NodeId | undefined;
  /** True where `templatePatch` has to do with what is deployed. */
  readonly isPatched: boolean;
  /** False where that is so, and what comes of it is not known. */
  readonly isKnown: boolean;
}

/** What the sets of a file make, in order; nothing that no generator of theirs is known to make. */
export function madeApplications(db: Database, file: FilePath): readonly MadeApplication[] {
  return holdsGitops(db, file) ? readMade(db, file) : [];
}

const readMade = query(
  'argocdMadeApplications',
  (db, file: FilePath): readonly MadeApplication[] =>
    setsIn(db, file).flatMap((set) => {
      const patch = textOf(at(bodyOf(db, file, set), 'spec', 'templatePatch')) ?? '';
      const isPatched = /\b(?:sources?|path|repoURL)\b/.test(patch);
      return filledTemplates(db, file, set).map(({ template, open, element, isWhole }): MadeApplication => {
        const written = textOf(at(template, 'metadata', 'name'));
        const name = written === undefined || isTemplated(written) ? undefined : written;
        // Always beside the set: what the template says of the namespace does not count.
        const application = readApplication('Application', { ...set, name }, field(template, 'spec'));
        return { ...application, set: set.name ?? '', open, element, isPatched, isKnown: isWhole || !isPatched };
      });
    }),
  { equal: deepEqual },
);

/** The texts of a file's sets that hold tags. */
export function templatedTexts(db: Database, file: FilePath): ReadonlySet<NodeId> {
  const found = new Set<NodeId>();
  for (const set of setsIn(db, file))
    for (const one of descendants(field(bodyOf(db, file, set), 'spec')))
      if (one.kind === 'scalar' && isTemplated(one.value)) found.add(one.id);
  return found;
}

/** The template as it is filled in for one of {@link madeApplications}, by its number. */
export function madeTemplate(db: Database, file: FilePath, index: number): Mapping | undefined {
  return asMapping(setsIn(db, file).flatMap((set) => filledTemplates(db, file, set))[index]?.template);
}

function setsIn(db: Database, file: FilePath): readonly KubernetesObject[] {
  return objectsIn(db, file).filter(({ kind, group, partial }) => kind === 'ApplicationSet' && group === ARGO_GROUP && !partial);
}

interface Filled {
  readonly template: Node;
  readonly open: boolean;
  readonly element: NodeId | undefined;
  /** False where the set's patch is not in it, because it is not known. */
  readonly isWhole: boolean;
}

function filledTemplates(db: Database, file: FilePath, set: KubernetesObject): readonly Filled[] {
  const root = repositoryOf(db, file)?.root;
  const spec = field(bodyOf(db, file, set), 'spec');
  const template = field(spec, 'template');
  if (root === undefined || template === undefined) return [];
  const goTemplate = textOf(field(spec, 'goTemplate')) === 'true';
  const context = { file, root, goTemplate };
  return items(field(spec, 'generators')).flatMap((generator) => {
    const whole = withTemplateOf(generator, template);
    return parameterSets(db, context, generator).map((one): Filled => {
      const filled = filledNode(whole, one, context);
      const patched = patchedTemplate(filled, field(spec, 'templatePatch'), one, context);
      return { template: patched ?? filled, open: one.open, element: one.element, isWhole: patched !== undefined };
    });
  });
}

/** A generator's own template wins, field by field, over that of the set (mergo.Merge). */
function withTemplateOf(generator: Node, template: Node): Node {
  const own = (asMapping(generator)?.entries ?? []).map(({ value }) => field(value, 'template')).find((one) => one !== undefined);
  return own === undefined ? template : joined(own, template, 0);
}

/** An Application is not nested deeper. */
const MAX_DEPTH = 12;

function joined(first: Node, second: Node, depth: number): Node {
  const [a, b] = [asMapping(first), asMapping(second)];
  if (a === undefined || b === undefined || depth > MAX_DEPTH)
    return textOf(first) === undefined && a === undefined && items(first).length === 0 ? second : first;
  const entries: Entry[] = a.entries.map((one) => {
    const other = one.key.kind === 'scalar' ? field(b, one.key.value) : undefined;
    return other === undefined ? one : { key: one.key, value: joined(one.value, other, depth + 1) };
  });
  const more = b.entries.filter(({ key }) => key.kind !== 'scalar' || field(a, key.value) === undefined);
  return { ...a, entries: [...entries, ...more] };
}
