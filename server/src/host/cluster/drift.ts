/**
 * Looks at what an application has in a cluster, and what applying it would change: by reads and by applies that are dry runs.
 * Nothing is ever written.
 */
import type { Database } from '../../engine/database.ts';
import {
  type DeployedApplication,
  deployedApplication,
  FIELD_MANAGERS,
  keyOfApplication,
  lookedAt,
  type ObservedObject,
  observation,
  type Refusal,
  servedKinds,
} from '../../model/drift/application.ts';
import { argoSettings } from '../../model/drift/argocd-settings.ts';
import { type ApplicationNames, deployedAs } from '../../model/drift/deployed-as.ts';
import { appliedTo, type DesiredObject, desiredObjects } from '../../model/drift/desired.ts';
import { managedObjects } from '../../model/drift/extra.ts';
import { asArray, asObject, fieldOf, type Json, type JsonObject, jsonAt, textAt } from '../../model/drift/json.ts';
import { apiVersionOf, type ObjectId, objectKey, type ServedKind, servedKey } from '../../model/drift/objects.ts';
import { sealed } from '../../model/drift/sealed.ts';

/** One request to the API server; every status is an answer. */
export interface DriftRequest {
  readonly method: 'GET' | 'PATCH';
  readonly path: string;
  readonly body?: Json;
  readonly contentType?: string;
  readonly signal?: AbortSignal;
}
export type Ask = (asked: DriftRequest) => Promise<{ readonly status: number; readonly body: Json }>;

/** Objects that are looked at at a time. */
const AT_ONCE = 6;

export class DriftObserver {
  readonly #context: string;
  readonly #ask: Ask;
  /** What was asked of the installation and is the same for all applications: by path. */
  readonly #known = new Map<string, Promise<{ status: number; body: Json }>>();

  constructor(context: string, ask: Ask) {
    this.#context = context;
    this.#ask = ask;
  }

  /** Reads an application's surroundings and writes it as an input; its key. */
  async take(db: Database, object: Json, signal?: AbortSignal): Promise<string> {
    const application = await this.#surrounded(asObject(object) ?? {}, signal);
    const key = keyOfApplication(application);
    db.set(deployedApplication, key, application);
    return key;
  }

  /** Looks at every object of an application that was taken, and writes what was seen as an input. */
  async look(db: Database, key: string, now: number, signal?: AbortSignal): Promise<void> {
    const application = deployedApplication(db, key);
    if (application === undefined) return;
    const managed = managedObjects(application);
    await this.#discover(db, [...desiredObjects(db, key).objects.map(({ id }) => id), ...managed], signal);
    // Now it is known which kinds have namespaces.
    const desired = desiredObjects(db, key).objects;
    const served = servedKinds(db, this.#context);
    const seen = new Map<string, ObservedObject>();
    const look = new Look(this.#ask, application, (id) => served.get(servedKey(id)), signal);
    const keys = new Set(desired.map((one) => one.key));
    const work: (() => Promise<void>)[] = [
      ...desired
        .filter(({ unjudged }) => unjudged === undefined)
        .map((one) => async () => void seen.set(one.key, await look.at(one))),
      ...managed
        .filter((id) => !keys.has(objectKey(id)))
        .map((id) => async () => void seen.set(objectKey(id), await look.live(id))),
    ];
    await bounded(work);
    signal?.throwIfAborted();
    db.set(observation, key, { at: now, objects: seen });
    db.set(lookedAt, '', [...new Set([...lookedAt(db, ''), key])].sort());
  }

  /** Forgets what it knows of the installation. */
  forget(): void {
    this.#known.clear();
  }

  async #surrounded(object: JsonObject, signal: AbortSignal | undefined): Promise<DeployedApplication> {
    const names: ApplicationNames = deployedAs(object);
    const base = { engine: names.engine, context: this.#context, object };
    if (names.engine === 'argocd') {
      const { status, body } = await this.#once(`/api/v1/namespaces/${segment(names.namespace)}/configmaps/argocd-cm`, signal);
      return status === 200 ? { ...base, ...argoSettings(asObject(jsonAt(body, 'data')) ?? {}) } : base;
    }
    const source = await this.#source(object, names.namespace, signal);
    const variables: (Readonly<Record<string, string>> | undefined)[] = [];
    for (const one of asArray(jsonAt(object, 'spec', 'postBuild', 'substituteFrom')) ?? [])
      variables.push(await this.#variables(one, names.namespace, signal));
    return { ...base, ...(source !== undefined && { source }), variables };
  }

  async #source(object: JsonObject, namespace: string, signal: AbortSignal | undefined): Promise<JsonObject | undefined> {
    const reference = jsonAt(object, 'spec', 'sourceRef');
    const name = textAt(reference, 'name');
    if (name === undefined || textAt(reference, 'kind') !== 'GitRepository') return undefined;
    const of = segment(textAt(reference, 'namespace') ?? namespace);
    for (const version of ['v1', 'v1beta2']) {
      const path = `/apis/source.toolkit.fluxcd.io/${version}/namespaces/${of}/gitrepositories/${segment(name)}`;
      const { status, body } = await this.#ask({ method: 'GET', path, ...(signal && { signal }) });
      if (status === 200) return asObject(body);
    }
    return undefined;
  }

  /** The values of a ConfigMap; of Secrets nothing is read. */
  async #variables(
    reference: Json,
    namespace: string,
    signal: AbortSignal | undefined,
  ): Promise<Record<string, string> | undefined> {
    const name = textAt(reference, 'name');
    if (name === undefined || textAt(reference, 'kind') !== 'ConfigMap') return undefined;
    const path = `/api/v1/namespaces/${segment(namespace)}/configmaps/${segment(name)}`;
    const { status, body } = await this.#ask({ method: 'GET', path, ...(signal && { signal }) });
    if (status === 404 && fieldOf(reference, 'optional') === true) return {};
    if (status !== 200) return undefined;
    const entries = Object.entries(asObject(jsonAt(body, 'data')) ?? {});
    return Object.fromEntries(entries.flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])));
  }

  async #discover(db: Database, ids: readonly ObjectId[], signal: AbortSignal | undefined): Promise<void> {
    const found = new Map<string, ServedKind>(servedKinds(db, this.#context));
    for (const apiVersion of new Set(ids.map(apiVersionOf))) {
      if (!/^[A-Za-z0-9.-]+(?:\/[A-Za-z0-9.-]+)?$/.test(apiVersion)) continue;
      const path = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
      const { status, body } = await this.#once(path, signal);
      if (status !== 200) continue;
      for (const resource of asArray(fieldOf(body, 'resources')) ?? []) {
        const [plural, kind] = [textAt(resource, 'name'), textAt(resource, 'kind')];
        if (plural === undefined || kind === undefined || plural.includes('/')) continue;
        found.set(`${apiVersion}/${kind}`, { plural, namespaced: fieldOf(resource, 'namespaced') === true });
      }
    }
    db.set(servedKinds, this.#context, found);
  }

  #once(path: string, signal: AbortSignal | undefined): Promise<{ status: number; body: Json }> {
    const known = this.#known.get(path);
    if (known !== undefined) return known;
    const asked = this.#ask({ method: 'GET', path, ...(signal && { signal }) });
    this.#known.set(path, asked);
    // What failed is asked again.
    asked.catch(() => this.#known.delete(path));
    return asked;
  }
}

/** One look at an application's objects. */
class Look {
  readonly #ask: Ask;
  readonly #application: DeployedApplication;
  readonly #served: (id: ObjectId) => ServedKind | undefined;
  readonly #signal: AbortSignal | undefined;
  /** Kinds and namespaces in which the user may not apply. */
  readonly #forbidden = new Map<string, Refusal>();

  constructor(
    ask: Ask,
    application: DeployedApplication,
    served: (id: ObjectId) => ServedKind | undefined,
    signal: AbortSignal | undefined,
  ) {
    this.#ask = ask;
    this.#application = application;
    this.#served = served;
    this.#signal = signal;
  }

  /** The object as it is, and as it would be. */
  async at(desired: DesiredObject): Promise<ObservedObject> {
    const seen = await this.live(desired.id);
    if (seen.live === undefined || seen.refusal !== undefined) return seen;
    const { id } = desired;
    const where = `${id.group}/${id.kind}/${id.namespace}`;
    const forbidden = this.#forbidden.get(where);
    if (forbidden !== undefined) return { ...seen, refusal: forbidden };
    const applied = appliedTo(desired, seen.live, this.#application);
    const { status, body } = await this.#ask({
      method: 'PATCH',
      path: this.#dryRunPath(id),
      body: applied,
      contentType: 'application/apply-patch+yaml',
      ...(this.#signal && { signal: this.#signal }),
    });
    const result = asObject(body);
    const live = sealed(seen.live);
    if (status >= 200 && status < 300 && result !== undefined) return { live, applied: sealed(applied), result: sealed(result) };
    const message = messageOf(status, body);
    const refusal: Refusal = { kind: status === 401 || status === 403 ? 'forbidden' : 'rejected', message };
    if (refusal.kind === 'forbidden') this.#forbidden.set(where, refusal);
    // The API server quotes values in what it says of Secrets.
    return { live, refusal: id.kind === 'Secret' ? { ...refusal, message: 'the Secret is not valid' } : refusal };
  }

  async live(id: ObjectId): Promise<ObservedObject> {
    const served = this.#served(id);
    const named = `${apiVersionOf(id)} ${id.kind}`;
    if (served === undefined) return unread(`the cluster does not serve ${named}`);
    const { status, body } = await this.#ask({
      method: 'GET',
      path: pathOf(id, served),
      ...(this.#signal && { signal: this.#signal }),
    });
    if (status === 404) return { live: undefined };
    const live = asObject(body);
    // Who may not read it is told so; else servers may quote what they choke on.
    const quotes = id.kind === 'Secret' && status !== 401 && status !== 403;
    if (status !== 200 || live === undefined)
      return unread(quotes ? `the API server answered with status ${status}` : messageOf(status, body));
    return { live: sealed(live) };
  }

  /** The one path that is ever sent a change to: a dry run, as the controller would apply. */
  #dryRunPath(id: ObjectId): string {
    const served = this.#served(id) ?? { plural: '', namespaced: true };
    const manager = FIELD_MANAGERS[this.#application.engine];
    return `${pathOf(id, served)}?dryRun=All&fieldManager=${manager}&force=true`;
  }
}

function unread(message: string): ObservedObject {
  return { live: undefined, refusal: { kind: 'unread', message } };
}

function messageOf(status: number, body: Json): string {
  return textAt(body, 'message') ?? `the API server answered with status ${status}`;
}

function pathOf(id: ObjectId, { plural, namespaced }: ServedKind): string {
  const group = id.group === '' ? `/api/${id.version}` : `/apis/${id.group}/${id.version}`;
  const namespace = namespaced ? `/namespaces/${segment(id.namespace)}` : '';
  return `${group}${namespace}/${segment(plural)}/${segment(id.name)}`;
}

/** A name as one part of a path: it cannot add another, nor a query. */
function segment(name: string): string {
  return name === '.' || name === '..' ? encodeURIComponent(name).replaceAll('.', '%2E') : encodeURIComponent(name);
}

async function bounded(work: readonly (() => Promise<void>)[]): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let one = work[next++]; one !== undefined; one = work[next++]) await one();
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, work.length) }, worker));
}
