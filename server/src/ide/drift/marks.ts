/** Drift as it is drawn into a file: on the line that declares a field, what is there in its stead, by whom and since when. */
import type { FilePath } from '../../base/paths.ts';
import type { Span } from '../../base/spans.ts';
import type { Database } from '../../engine/database.ts';
import { deployedApplication, lookedAt, nameOf } from '../../model/drift/application.ts';
import { declarationOf } from '../../model/drift/declared-at.ts';
import { desiredObjects } from '../../model/drift/desired.ts';
import { driftOf } from '../../model/drift/drift.ts';
import type { FieldDrift, ObjectDrift } from '../../model/drift/result.ts';
import { located } from '../../model/kustomize/build/origins.ts';
import { toJson } from '../../model/kustomize/build/output.ts';
import { BuildFailure } from '../../model/kustomize/build/problems.ts';
import type { Spot, Value } from '../../model/kustomize/build/values.ts';
import { environmentOf } from '../../model/workspace/environment.ts';
import { fileText } from '../../model/workspace/inputs.ts';
import { agoWords, HIDDEN, liveWords, objectTitle, valueWords } from './words.ts';

export interface DriftMark {
  /** What declares the field, or the object. */
  readonly span: Span;
  /** `live 5 · kubectl-scale · 2 h ago`. */
  readonly text: string;
  /** The field and its object: the head of the hover. */
  readonly title: string;
  /** What Git says, what is rendered, what is live; who and when. */
  readonly lines: readonly string[];
  readonly application: string;
  readonly object: string;
  /** The field's path as text; undefined where the object as a whole is meant. */
  readonly field: string | undefined;
}

/** Marks that one file gets; the tree and the command line have all. */
const MAX_MARKS = 500;

/** The marks of a file, in its order, for the applications of a context that were looked at. */
export function driftMarks(db: Database, file: FilePath, now: number, context: string): readonly DriftMark[] {
  const found: DriftMark[] = [];
  for (const key of lookedAt(db, '')) {
    if (deployedApplication(db, key)?.context !== context) continue;
    for (const object of driftOf(db, key).objects) {
      if (found.length >= MAX_MARKS) break;
      if (object.state === 'missing' && object.spot?.source.file === file) found.push(missingMark(db, key, object, object.spot));
      for (const field of object.fields)
        if (field.spot?.source.file === file) found.push(fieldMark(db, key, object, field, field.spot, now));
    }
  }
  const several = new Set(found.map(({ application }) => application)).size > 1;
  return found
    .map((mark) => (several ? { ...mark, text: `${shortName(db, mark.application)} ${mark.text}` } : mark))
    .sort((a, b) => a.span.start - b.span.start);
}

function fieldMark(db: Database, key: string, object: ObjectDrift, field: FieldDrift, spot: Spot, now: number): DriftMark {
  const { desired, live, secret, change, declared } = field;
  const time = change?.time === undefined ? Number.NaN : Date.parse(change.time);
  const ago = Number.isNaN(time) ? undefined : agoWords(now - time);
  const said = secret
    ? 'differs'
    : live === undefined
      ? 'not there'
      : `live ${declared ? liveWords(live, desired) : valueWords(live)}`;
  const what = declared ? said : `${field.field} ${said}${desired === undefined ? ', not in Git' : ''}`;
  const who = [change?.name, ago].filter((word) => word !== undefined);
  const rendered = renderedAt(db, key, object, field);
  const shown = (text: string): string => (secret ? HIDDEN : text);
  const lines = [
    ...(declared
      ? [`Git ${shown(sourceText(db, spot))}, set here · rendered ${shown(rendered)} · live ${shown(valueWords(live))}`]
      : [
          `Git does not declare it${desired === undefined ? '' : `; after a sync it is ${shown(valueWords(desired))}`} · live ${shown(valueWords(live))}`,
        ]),
    ...(change === undefined
      ? []
      : [
          `Changed by ${change.name}${change.subresource === undefined ? '' : ` (${change.subresource})`}${ago === undefined ? '' : `, ${ago} (${change.time})`}`,
        ]),
    ...(object.by === 'managedFields'
      ? [object.note ?? 'Compared by managed fields: the cluster was not asked since the last edit']
      : []),
  ];
  return {
    span: spanAt(db, spot, declared),
    text: [what, ...who].join(' · '),
    title: `${field.field} of ${objectTitle(object.id)} (${shortName(db, key)})`,
    lines,
    application: key,
    object: object.key,
    field: field.field,
  };
}

function missingMark(db: Database, key: string, object: ObjectDrift, spot: Spot): DriftMark {
  return {
    span: firstLine(db, spot),
    text: 'missing from the cluster',
    title: `${objectTitle(object.id)} (${shortName(db, key)})`,
    lines: ['Git has it, and the cluster has not.'],
    application: key,
    object: object.key,
    field: undefined,
  };
}

/** What an application is called where several have a say: its environment where its directory tells, else its name. */
function shortName(db: Database, key: string): string {
  const application = deployedApplication(db, key);
  if (application === undefined) return '';
  const spec = application.object.spec as { path?: unknown; source?: { path?: unknown } } | undefined;
  const path = spec?.path ?? spec?.source?.path;
  return (typeof path === 'string' ? environmentOf(path) : undefined) ?? nameOf(application.object);
}

/** The value after the build, before the server adds anything. */
function renderedAt(db: Database, key: string, object: ObjectDrift, field: FieldDrift): string {
  const built = desiredObjects(db, key).objects.find((one) => one.key === object.key);
  const value = built === undefined ? undefined : declarationOf(built.value, field.path).value;
  return value === undefined ? valueWords(field.desired) : valueWords(plain(value));
}

function plain(value: Value): ReturnType<typeof toJson> | undefined {
  try {
    return toJson(value);
  } catch (error) {
    if (error instanceof BuildFailure) return undefined;
    throw error;
  }
}

function sourceText(db: Database, spot: Spot): string {
  const { file, span } = located(db, spot);
  return valueWords((fileText(db, file) ?? '').slice(span.start, span.end).replace(/\s+/g, ' '));
}

/** The value that is declared; of what stands around an undeclared field its key, or its first line. */
function spanAt(db: Database, spot: Spot, declared: boolean): Span {
  const key = declared || spot.at === 0 ? undefined : located(db, { ...spot, at: spot.at - 1 });
  const { file, span } = located(db, spot);
  const between = key === undefined ? '' : (fileText(db, file) ?? '').slice(key.span.end, span.start);
  return key !== undefined && /^:\s+$/.test(between) ? key.span : firstLine(db, spot);
}

function firstLine(db: Database, spot: Spot): Span {
  const { file, span } = located(db, spot);
  const end = (fileText(db, file) ?? '').indexOf('\n', span.start);
  return { start: span.start, end: Math.min(span.end, end < 0 ? span.end : end) };
}
