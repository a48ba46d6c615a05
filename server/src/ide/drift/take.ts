/** Taking the live value of a drifted field into Git: written where it is declared, and only once a build has proven it. */
import { deepEqual } from '../../base/equal.ts';
import type { FilePath } from '../../base/paths.ts';
import type { Span } from '../../base/spans.ts';
import type { Database } from '../../engine/database.ts';
import type { Pace } from '../../engine/sweep.ts';
import { deployedApplication, nameOf } from '../../model/drift/application.ts';
import { declarationOf } from '../../model/drift/declared-at.ts';
import { type DesiredObject, desiredObjects } from '../../model/drift/desired.ts';
import { valueAt, without } from '../../model/drift/field-path.ts';
import { asObject } from '../../model/drift/json.ts';
import { sameSpelling } from '../../model/drift/spellings.ts';
import { toJson } from '../../model/kustomize/build/output.ts';
import type { Spot } from '../../model/kustomize/build/values.ts';
import { displayPath } from '../../model/workspace/repository.ts';
import { after } from '../conversion/what-if.ts';
import type { WorkspaceChange } from '../edits.ts';
import { type Impact, type ImpactApplication, impactOf } from '../impact/impact.ts';
import { fieldWords } from '../impact/words.ts';
import type { Refusal } from '../rename.ts';
import { lines } from '../text.ts';
import { type Drifted, drifted, type FieldName } from './drifted.ts';
import { applicationTitle, manifestOf } from './manifest.ts';
import { directoriesOf, writingsInOverlay } from './only-here.ts';
import { type Writing, writings } from './where-declared.ts';
import { objectTitle, valueWords } from './words.ts';

/** `declared`: where the value is set now; `overlay`: for this application alone. */
export type TakeForm = 'declared' | 'overlay';

export interface Taking {
  readonly form: TakeForm;
  readonly change: WorkspaceChange;
  readonly file: FilePath;
  readonly span: Span;
  /** `apps/web/web.yaml:8`. */
  readonly place: string;
  /** What else would change, one thing each: of this application, and of others. */
  readonly others: readonly string[];
}

/** The ways to do it, each proven; where others share the line, one for this application alone as well. */
export async function takings(
  db: Database,
  name: FieldName,
  pace: Pace,
): Promise<{ readonly field: Drifted; readonly ways: readonly Taking[] } | Refusal> {
  const field = drifted(db, name);
  if ('refused' in field) return field;
  if (field.field.secret)
    return { refused: `The value of ${field.field.field} is secret, and secret values are not written into files.` };
  if (field.built.unjudged !== undefined) return { refused: `${objectTitle(field.object.id)}: ${field.built.unjudged}.` };
  const declared = await first(db, field, 'declared', writings(db, field), pace);
  const isAlone = declared !== undefined && declared.others.length === 0;
  const overlay = isAlone ? undefined : await first(db, field, 'overlay', writingsInOverlay(db, field), pace);
  const ways = [declared, overlay].filter((one) => one !== undefined);
  return ways.length === 0 ? { refused: refusal(db, field) } : { field, ways };
}

/** The first way that does what it should; in the overlay, that and nothing else. */
async function first(
  db: Database,
  field: Drifted,
  form: TakeForm,
  candidates: Iterable<Writing>,
  pace: Pace,
): Promise<Taking | undefined> {
  for (const { change, file, span } of candidates) {
    const other = deployedAnew(db, after(db, change), field.application, file);
    const own = ownEffects(db, other, field);
    if (own === undefined) continue;
    const sides = { before: db, after: other, files: [...change.edits.keys()] };
    const impact = await impactOf(sides, pace);
    if (impact.applications.some(({ problems }) => problems.some(({ side }) => side === 'after'))) continue;
    const others = [...own, ...othersIn(db, impact, field.application)];
    if (form === 'overlay' && others.length > 0) continue;
    const place = `${displayPath(db, file)}:${lines(db, file).positionAt(span.start).line + 1}`;
    return { form, change, file, span, place, others };
  }
  return undefined;
}

/**
 * Where the application's own manifest is what changes, the cluster is taken to have it as it will be; known only where it
 * has it as it is now.
 */
function deployedAnew(db: Database, other: Database, key: string, file: FilePath): Database {
  const application = deployedApplication(db, key);
  const [before, now] = [manifestOf(db, key), manifestOf(other, key)];
  if (application === undefined || before?.source.file !== file || now === undefined) return other;
  const [old, spec] = [before, now].map((one) => asObject(toJson(one))?.spec);
  if (spec === undefined || !deepEqual(old, application.object.spec)) return other;
  other.set(deployedApplication, key, { ...application, object: { ...application.object, spec } });
  return other;
}

/** What else changes in the same application; undefined where the field does not become what is live. */
function ownEffects(db: Database, other: Database, { application, built, field }: Drifted): readonly string[] | undefined {
  const [before, now] = [desiredObjects(db, application), desiredObjects(other, application)];
  if (now.unrendered.length > before.unrendered.length) return undefined;
  const target = now.objects.find(({ key }) => key === built.key) ?? renamedIn(now.objects, before.objects, built);
  if (target === undefined || target.unjudged !== undefined) return undefined;
  if (
    !sameSpelling(valueAt(target.json, field.path), field.live, field.path) &&
    !deepEqual(valueAt(target.json, field.path), field.live)
  )
    return undefined;
  const found: string[] = [];
  const isRenamed = target.key !== built.key;
  const bare = (one: DesiredObject) => without(one.json, isRenamed ? [{ key: 'metadata' }] : field.path);
  if (isRenamed) found.push(`${objectTitle(built.id)} is named ${target.id.name}, since its name ends in a hash of its content`);
  else if (!deepEqual(bare(target), bare(built))) found.push(`other fields of ${objectTitle(built.id)}`);
  const known = new Map(before.objects.map((one) => [one.key, one]));
  for (const one of now.objects) {
    const old = known.get(one.key);
    known.delete(one.key);
    if (one !== target && (old === undefined || !deepEqual(old.json, one.json))) found.push(objectTitle(one.id));
  }
  known.delete(built.key);
  for (const one of known.values()) found.push(`${objectTitle(one.id)}, which would be gone`);
  return found;
}

/** A generated object whose name follows its content. */
function renamedIn(
  now: readonly DesiredObject[],
  before: readonly DesiredObject[],
  built: DesiredObject,
): DesiredObject | undefined {
  const stem = /^(.*)-[a-z0-9]{10}$/.exec(built.id.name)?.[1];
  const known = new Set(before.map(({ key }) => key));
  const found = now.filter(
    ({ key, id }) =>
      stem !== undefined &&
      !known.has(key) &&
      id.kind === built.id.kind &&
      id.namespace === built.id.namespace &&
      id.name.length === built.id.name.length &&
      id.name.startsWith(`${stem}-`),
  );
  return found.length === 1 ? found[0] : undefined;
}

/** Changes in what else is deployed from these files. */
function othersIn(db: Database, impact: Impact, key: string): readonly string[] {
  const name = nameOf(deployedApplication(db, key)?.object ?? {});
  const own = new Set(directoriesOf(db, key).map((directory) => displayPath(db, directory)));
  // The manifest may be what was changed.
  const manifest = applicationTitle(db, key);
  const isOwn = (one: ImpactApplication): boolean =>
    own.has(one.directory) && (one.kind === 'kustomization' || one.kind === 'files' || one.name === name);
  return impact.applications
    .filter((one) => !isOwn(one))
    .flatMap(({ title, objects, isChart }) =>
      isChart
        ? [`${title}: a Helm chart, of which it is not known`]
        : objects
            .filter((one) => objectTitle(one) !== manifest)
            .map(({ kind, name: of, fields, change }) => {
              const words = change === 'changed' ? fields.slice(0, 2).map(fieldWords).join(' · ') : change;
              return `${title}: ${kind} ${of}${words === '' ? '' : ` · ${words}`}`;
            }),
    );
}

function refusal(db: Database, { application, built, field, object }: Drifted): string {
  const { spot, declared, live, path } = field;
  const what = `${field.field} of ${objectTitle(object.id)}`;
  const value = live === undefined ? 'to be left out' : valueWords(live);
  if (spot === undefined) return `${what} is set by nothing in this workspace that could say ${value}.`;
  const file = displayPath(db, spot.source.file);
  if (!declared && declarationOf(built.value, path).value !== undefined)
    return `${what} is set by the ${applicationTitle(db, application)}, which this workspace does not declare.`;
  if (!declared) return `${what} is declared nowhere, and there is no single place in ${file} to add ${value} to.`;
  if (manifestOf(db, application)?.source.file === spot.source.file)
    return `${what} is set by the ${applicationTitle(db, application)} in ${file}, of which the cluster has another state: sync that first.`;
  const via = VIA[spot.source.via];
  if (via !== undefined) return `${what} is ${via} (${file}): change that by hand, so that it comes to ${value}.`;
  return `${what} comes from ${file}, but no change of that text alone makes it ${value}.`;
}

/** Where the text at a field's origin is not the field's own. */
const VIA: Readonly<Partial<Record<Spot['source']['via'], string>>> = {
  replacement: 'copied by a replacement',
  var: 'filled in from a variable',
  reference: 'a reference that follows the name of its object',
  helm: 'rendered by helm',
  transformer: 'set by a transformer',
};
