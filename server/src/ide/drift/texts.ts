/** An object as Git would have it and as it is, as two texts to compare: only what counts, values of Secrets masked. */
import type { Database } from '../../engine/database.ts';
import { observation } from '../../model/drift/application.ts';
import { desiredObjects } from '../../model/drift/desired.ts';
import { driftOf, readable } from '../../model/drift/drift.ts';
import { grafted } from '../../model/drift/grafted.ts';
import { asObject, type Json, jsonAt, objectOf, withAt } from '../../model/drift/json.ts';
import { isSealed, isSecret } from '../../model/drift/sealed.ts';
import { objectYaml } from '../../model/kustomize/build/yaml-text.ts';
import { HIDDEN } from './words.ts';

export type DriftSide = 'desired' | 'live';

/** The text of one side; '' where the object is not there. */
export function driftText(db: Database, application: string, object: string, side: DriftSide): string {
  const seen = observation(db, application)?.objects.get(object);
  const desired = desiredObjects(db, application).objects.find(({ key }) => key === object);
  const found = driftOf(db, application).objects.find(({ key }) => key === object);
  // What the server would store has its defaults, which the live side has too.
  const whole = found?.by === 'dry-run' && seen?.result !== undefined ? seen.result : desired?.json;
  const git = desired === undefined || whole === undefined ? undefined : readable(whole);
  const live = seen?.live === undefined ? undefined : readable(seen.live);
  const [own, other] = side === 'live' ? [live, git] : [git, live];
  if (own === undefined) return '';
  return objectYaml(grafted(isSecret(own) ? masked(own, other, side === 'live' ? 'live' : 'Git') : own, undefined));
}

/** Equal values become equal texts; others say whose they are. */
function masked(own: Json, other: Json | undefined, side: string): Json {
  let result = own;
  for (const field of ['data', 'stringData']) {
    const values = asObject(jsonAt(own, field));
    if (values === undefined) continue;
    const hidden = Object.entries(values).map(([key, value]) => {
      const isEqual = other === undefined || jsonAt(other, field, key) === value;
      return [key, isEqual ? HIDDEN : `${HIDDEN} (${side})`] as const;
    });
    result = withAt(result, [field], objectOf(hidden));
  }
  for (const [key, value] of Object.entries(asObject(jsonAt(own, 'metadata', 'annotations')) ?? {}))
    if (isSealed(value)) result = withAt(result, ['metadata', 'annotations', key], HIDDEN);
  return result;
}
