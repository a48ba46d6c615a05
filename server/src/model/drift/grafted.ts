/** An application's specification as a cluster has it, with the places where the repository says the same. */
import type { FilePath } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import type { Node } from '../../syntax/tree.ts';
import { madeApplications, madeTemplate } from '../argocd/sets/made.ts';
import { KUSTOMIZE_GROUP } from '../flux/objects.ts';
import { ARGO_GROUP, gitopsFiles } from '../gitops-files.ts';
import { bodyOf, objectsIn } from '../kubernetes/objects.ts';
import { loaded } from '../kustomize/build/load.ts';
import { toJson } from '../kustomize/build/output.ts';
import { BuildFailure } from '../kustomize/build/problems.ts';
import { ListValue, MapValue, ScalarValue, type Source, type Spot, type Value } from '../kustomize/build/values.ts';
import { type DeployedApplication, nameOf, namespaceOf } from './application.ts';
import { asObject, type Json } from './json.ts';

/** Where nothing in the repository says it: set by a controller. */
const CONTROLLER: Source = { file: '', via: 'transformer' };
export const NOWHERE: Spot = { source: CONTROLLER, at: 0 };

/** True for what no file of the repository says. */
export function isNowhere(spot: Spot): boolean {
  return spot.source.file === '';
}

/** The object as the repository declares it; undefined where it does not, or does so more than once. */
export function declaredApplication(db: Database, root: FilePath, application: DeployedApplication): Value | undefined {
  const { object, engine } = application;
  const kind = engine === 'argocd' ? 'Application' : 'Kustomization';
  const group = engine === 'argocd' ? ARGO_GROUP : KUSTOMIZE_GROUP;
  const found = gitopsFiles(db, root).flatMap((file) =>
    objectsIn(db, file)
      .filter((one) => one.kind === kind && one.group === group && one.name === nameOf(object) && !one.partial)
      .filter(({ namespace }) => namespace === undefined || namespace === namespaceOf(object))
      .map((one) => ({ file, node: one.node })),
  );
  const [only, second] = found;
  if (only === undefined && engine === 'argocd') return declaredBySet(db, root, application);
  return only === undefined || second !== undefined ? undefined : objectValue(db, `${only.node}:${only.file}`);
}

/** The template of the set that makes the Application, filled in; undefined where several would make it. */
function declaredBySet(db: Database, root: FilePath, { object }: DeployedApplication): Value | undefined {
  const found = gitopsFiles(db, root).flatMap((file) =>
    madeApplications(db, file).flatMap(({ name, namespace }, index) =>
      name === nameOf(object) && (namespace === undefined || namespace === namespaceOf(object)) ? [{ file, index }] : [],
    ),
  );
  const [only, second] = found;
  return only === undefined || second !== undefined ? undefined : madeValue(db, `${only.index}:${only.file}`);
}

const madeValue = query(
  'driftMadeApplication',
  (db, key: string): Value | undefined => {
    const colon = key.indexOf(':');
    const file = key.slice(colon + 1);
    return valueIn(file, madeTemplate(db, file, Number(key.slice(0, colon))));
  },
  { retain: 64 },
);

const objectValue = query(
  'driftDeclaredApplication',
  (db, key: string): Value | undefined => {
    const colon = key.indexOf(':');
    const file = key.slice(colon + 1);
    return valueIn(file, bodyOf(db, file, { node: Number(key.slice(0, colon)) }));
  },
  { retain: 64 },
);

function valueIn(file: FilePath, body: Node | undefined): Value | undefined {
  try {
    return body && loaded(body, { file, via: 'resource' });
  } catch (error) {
    if (error instanceof BuildFailure) return undefined;
    throw error;
  }
}

/** The JSON as a value: each part stands where `declared` says the same, else where the nearest part around it stands. */
export function grafted(json: Json, declared: Value | undefined, around: Spot = NOWHERE): Value {
  const spot: Spot = declared === undefined ? around : { source: declared.source, at: declared.at };
  if (Array.isArray(json)) {
    const items = declared?.kind === 'list' && declared.items.length === json.length ? declared.items : [];
    return new ListValue(
      json.map((item: Json, i) => grafted(item, items[i], spot)),
      spot.source,
      spot.at,
    );
  }
  const object = asObject(json);
  if (object !== undefined) {
    const map = declared?.kind === 'map' ? declared : undefined;
    const keys = Object.keys(object);
    return new MapValue(
      keys,
      keys.map((key) => grafted(object[key] ?? null, map?.get(key), spot)),
      spot.source,
      spot.at,
    );
  }
  if (declared?.kind === 'scalar' && Object.is(toJson(declared), json)) return declared;
  return scalarOf(json, spot);
}

function scalarOf(json: Json, { source, at }: Spot): ScalarValue {
  if (typeof json === 'string') return new ScalarValue(json, 'str', 'double', source, at);
  const tag = json === null ? 'null' : typeof json === 'boolean' ? 'bool' : Number.isInteger(json) ? 'int' : 'float';
  return new ScalarValue(String(json), tag, 'plain', source, at);
}
