/** What can be done about a drifted field in the files, in words to choose by, and as the change that was chosen. */
import type { FilePath } from '../../base/paths.ts';
import type { Span } from '../../base/spans.ts';
import type { Database } from '../../engine/database.ts';
import type { Pace } from '../../engine/sweep.ts';
import { deployedApplication } from '../../model/drift/application.ts';
import type { WorkspaceChange } from '../edits.ts';
import type { Refusal } from '../rename.ts';
import { type Drifted, driftedFields } from './drifted.ts';
import { type Ignoring, ignorings } from './ignore.ts';
import { applicationTitle } from './manifest.ts';
import { type Taking, takings } from './take.ts';
import { objectTitle, valueWords } from './words.ts';

export type DriftEdit = 'take' | 'ignore';

export interface DriftWay {
  readonly form: string;
  readonly title: string;
  /** Where it is written: `apps/web/web.yaml:8`. */
  readonly place: string;
  readonly detail: string;
}

export type DriftWays =
  | Refusal
  /** Which of several is meant. */
  | { readonly fields: readonly { readonly field: string; readonly words: string }[] }
  | { readonly field: string; readonly question: string; readonly asks: boolean; readonly ways: readonly DriftWay[] };

interface Named {
  readonly application: string;
  readonly object: string;
  readonly field: string | undefined;
}

export async function driftWays(db: Database, edit: DriftEdit, name: Named, pace: Pace): Promise<DriftWays> {
  const { application, object } = name;
  const all = driftedFields(db, application, object);
  const [only, second] = all;
  if (name.field === undefined && second !== undefined)
    return { fields: all.map(({ field, live, secret }) => ({ field, words: secret ? '' : `live ${valueWords(live)}` })) };
  const field = name.field ?? only?.field;
  if (field === undefined) return { refused: 'No field of it has drifted.' };
  if (edit === 'ignore') return ignoreWays(db, { application, object, field });
  const found = await takings(db, { application, object, field }, pace);
  if ('refused' in found) return found;
  const [first] = found.ways;
  const asks = found.ways.length > 1 || (first !== undefined && first.others.length > 0) || first?.form === 'overlay';
  const { live } = found.field.field;
  const what = live === undefined ? 'Take out of Git' : `Take ${valueWords(live)} into Git`;
  const question = `${what}: ${field} of ${objectTitle(found.field.object.id)}`;
  return { field, question, asks, ways: found.ways.map((way) => takeWay(db, found.field, way)) };
}

/** Others that are named one by one. */
const MAX_OTHERS = 4;

function takeWay(db: Database, { application }: Drifted, { form, place, others }: Taking): DriftWay {
  if (form === 'overlay')
    return {
      form,
      title: `Only for ${applicationTitle(db, application)}`,
      place,
      detail: 'Adds it to the overlay; nothing else changes.',
    };
  const more = others.length - MAX_OTHERS;
  const detail =
    others.length === 0
      ? 'Nothing else changes.'
      : `Also changes ${others.slice(0, MAX_OTHERS).join('; ')}${more > 0 ? `; and ${more} more` : ''}.`;
  return { form, title: 'Where it is declared', place, detail };
}

function ignoreWays(db: Database, name: Named & { readonly field: string }): DriftWays {
  const found = ignorings(db, name);
  if ('refused' in found) return found;
  const { application, field } = found.field;
  const isFlux = deployedApplication(db, application)?.engine === 'flux';
  const of = objectTitle(found.field.object.id);
  return {
    field: name.field,
    question: `What shall the ${applicationTitle(db, application)} ignore?`,
    asks: true,
    ways: found.ways.map((way) => ({
      form: way.form,
      title: way.manager === undefined ? `${field.field} of ${of}` : `All that ${way.manager} sets on ${of}`,
      place: way.place,
      detail: isFlux ? FLUX : way.isRespected ? RESPECTED : COUNTS,
    })),
  };
}

const COUNTS = 'Does not count any more; a sync still writes what Git says.';
const RESPECTED = 'Does not count any more, and syncs leave it alone (RespectIgnoreDifferences).';
const FLUX = 'Does not count any more, and is left alone by applies. Takes Flux 2.9 or newer.';

/** The change of a way, found anew. */
export async function driftEdit(
  db: Database,
  edit: DriftEdit,
  name: Named & { readonly field: string },
  form: string,
  pace: Pace,
): Promise<{ readonly change: WorkspaceChange; readonly file: FilePath; readonly span: Span } | Refusal> {
  const found = edit === 'ignore' ? ignorings(db, name) : await takings(db, name, pace);
  if ('refused' in found) return found;
  const way = found.ways.find((one: Taking | Ignoring) => one.form === form);
  return way ?? { refused: 'The files changed meanwhile; try again.' };
}
