/** The objects that an application should have in the cluster, each as its controller would send it. */
import { type Database, query } from '../../engine/database.ts';
import { groupOf } from '../kubernetes/kinds.ts';
import { toJson } from '../kustomize/build/output.ts';
import { BuildFailure } from '../kustomize/build/problems.ts';
import { problemSentence } from '../kustomize/build/sentences.ts';
import { asMap, at, emptyMap, type MapValue, setField, stringValue, textOf, type Value } from '../kustomize/build/values.ts';
import { type DeployedApplication, deployedApplication, servedKinds } from './application.ts';
import { argoDirectory, argoSources, renderArgo } from './argocd-rendering.ts';
import { fluxDirectory, renderFlux } from './flux-rendering.ts';
import { NOWHERE } from './grafted.ts';
import { asObject, type JsonObject, textAt, withAt } from './json.ts';
import { isNamespaced, type ObjectId, objectKey, type ServedKinds } from './objects.ts';
import type { RenderedObject } from './rendering.ts';
import { withData } from './sealed.ts';

export interface DesiredObject {
  readonly id: ObjectId;
  readonly key: string;
  /** With the origin of every field. */
  readonly value: MapValue;
  /** As it would be sent, but for what is taken over from the live object: see {@link appliedTo}. */
  readonly json: JsonObject;
  readonly unjudged?: string;
}

export interface Desired {
  readonly objects: readonly DesiredObject[];
  /** Objects that take part in a sync and are not kept: hooks. */
  readonly passing: ReadonlySet<string>;
  readonly unrendered: readonly string[];
  /** False for what is deployed from somewhere else altogether. */
  readonly isHere: boolean;
}

const NOTHING: Desired = { objects: [], passing: new Set(), unrendered: [], isHere: false };

/** Applications whose objects are kept built. */
const KEPT = 64;

export const desiredObjects = query(
  'driftDesired',
  (db, key: string): Desired => {
    const application = deployedApplication(db, key);
    return application === undefined ? NOTHING : desired(db, application);
  },
  { retain: KEPT },
);

function desired(db: Database, application: DeployedApplication): Desired {
  const isHere = deploysFromHere(db, application);
  const { objects, unrendered } = application.engine === 'flux' ? renderFlux(db, application) : renderArgo(db, application);
  const served = servedKinds(db, application.context);
  const found = new Map<string, DesiredObject>();
  const passing = new Set<string>();
  for (const one of objects) {
    const object = settled(one, application, served);
    if (object === undefined) continue;
    if (isHook(object.value)) passing.add(object.key);
    else found.set(object.key, object);
  }
  return { objects: [...found.values()], passing, unrendered, isHere };
}

/** True where at least one source lies in a repository that is open here. */
export function deploysFromHere(db: Database, application: DeployedApplication): boolean {
  const all =
    application.engine === 'flux'
      ? [fluxDirectory(db, application)]
      : argoSources(application).map(({ source }) => argoDirectory(db, source));
  return all.some((one) => 'directory' in one || !one.isOtherRepository);
}

/** Gives the object the namespace that it goes to, and its identity. */
function settled(
  { value, unjudged }: RenderedObject,
  application: DeployedApplication,
  served: ServedKinds,
): DesiredObject | undefined {
  const apiVersion = textOf(value.get('apiVersion'));
  const kind = textOf(value.get('kind'));
  const name = textOf(at(value, 'metadata', 'name'));
  if (apiVersion === '' || kind === '' || name === '') return undefined;
  const group = groupOf(apiVersion);
  const gvk = { group, version: group === '' ? apiVersion : apiVersion.slice(group.length + 1), kind };
  const written = textOf(at(value, 'metadata', 'namespace'));
  const inNamespace = isNamespaced(served, gvk);
  const given = application.engine === 'argocd' ? textAt(application.object, 'spec', 'destination', 'namespace') : undefined;
  const namespace = inNamespace ? (written === '' ? (given ?? '') : written) : '';
  const placed = namespace === written ? value : withNamespace(value, namespace);
  const id = { ...gvk, namespace, name };
  let why = unjudged ?? (inNamespace && namespace === '' ? 'it has no namespace, and nothing gives it one' : undefined);
  let json: JsonObject = {};
  try {
    json = sendable(asObject(toJson(placed)) ?? {});
  } catch (error) {
    if (!(error instanceof BuildFailure)) throw error;
    why ??= problemSentence(error.problem);
  }
  return { id, key: objectKey(id), value: placed, json, ...(why !== undefined && { unjudged: why }) };
}

function withNamespace(value: MapValue, namespace: string): MapValue {
  const metadata = asMap(value.get('metadata')) ?? emptyMap(NOWHERE);
  return value.set(
    'metadata',
    namespace === '' ? metadata.without('namespace') : setField(metadata, 'namespace', stringValue(namespace, NOWHERE)),
  );
}

/** What clients do not send: status, times of creation, `stringData`. */
function sendable(json: JsonObject): JsonObject {
  return withData(withAt(withAt(json, ['status'], undefined), ['metadata', 'creationTimestamp'], undefined));
}

function isHook(value: Value): boolean {
  const annotations = asMap(at(value, 'metadata', 'annotations'));
  return ['argocd.argoproj.io/hook', 'helm.sh/hook'].some((key) => textOf(annotations?.get(key)) !== '');
}

const TRACKING = ['argocd.argoproj.io/tracking-id', 'argocd.argoproj.io/installation-id'] as const;
const INSTANCE = 'app.kubernetes.io/instance';
const LEGACY_INSTANCE = 'applications.argoproj.io/app-name';
/** Beside the annotation, longer names are cut for the label, and may not end in a sign. */
const MAX_LABEL = 63;

/**
 * The object as its controller would send it over the live one. Argo CD marks what it tracks; the marks are taken over, since
 * they tell nothing that Git could.
 */
export function appliedTo(object: DesiredObject, live: JsonObject | undefined, application: DeployedApplication): JsonObject {
  let json = object.json;
  if (live === undefined || application.engine !== 'argocd') return json;
  for (const mark of TRACKING) {
    const text = textAt(live, 'metadata', 'annotations', mark);
    if (text !== undefined) json = withAt(json, ['metadata', 'annotations', mark], text);
  }
  const label = application.instanceLabel ?? INSTANCE;
  const text = textAt(live, 'metadata', 'labels', label);
  if (text === undefined || !isInstance(text, application)) return json;
  json = withAt(json, ['metadata', 'labels', label], text);
  // The oldest of the labels goes to Pods as well (util/kube/kube.go, SetAppInstanceLabel).
  const template = ['spec', 'template', 'metadata', 'labels', LEGACY_INSTANCE];
  return label === LEGACY_INSTANCE && textAt(live, ...template) === text ? withAt(json, template, text) : json;
}

/** `name`, or with its namespace where Applications live in several. */
function isInstance(text: string, { object }: DeployedApplication): boolean {
  const name = textAt(object, 'metadata', 'name') ?? '';
  const names = [name, `${textAt(object, 'metadata', 'namespace') ?? ''}_${name}`];
  return names.some((one) => text === one || text === one.slice(0, MAX_LABEL).replace(/[^A-Za-z0-9]+$/, ''));
}
