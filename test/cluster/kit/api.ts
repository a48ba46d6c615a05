/** The API server as a test sees it, through a client that shares no code with the product. */
import { request as send } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import { parseAllDocuments } from 'yaml';
import { eventually } from './eventually.ts';

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into objects of every kind.
  readonly body: any;
}

/** Milliseconds in which a server that is busy or gone is asked again. */
const PATIENCE = 90_000;

/** Answers that say nothing of what was asked: the server or its store is overrun, or somebody else wrote at the same moment. */
function isPassing({ status, body }: Answer): boolean {
  const said = String(body?.message ?? body);
  if (status === 409) return /please apply your changes to the latest version/.test(said);
  if (status === 500) return /etcd|storage|time(?:d )?out|deadline|leader|context canceled/i.test(said);
  return status === 429 || status === 503 || status === 504;
}

/** A Kubernetes object of any kind. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into objects of every kind.
export type Manifest = any;

export class Api {
  readonly #server: string;
  readonly #ca: string;
  readonly #token: string;

  constructor(server: string, ca: string, token: string) {
    this.#server = server;
    this.#ca = ca;
    this.#token = token;
  }

  /** Asks until there is an answer to what was asked, whatever its status; what tests send may be sent twice. */
  async request(method: string, path: string, body?: unknown, contentType?: string): Promise<Answer> {
    const end = performance.now() + PATIENCE;
    for (;;) {
      const answer = await this.once(method, path, body, contentType).catch((error: Error) => error);
      const isLast = performance.now() > end;
      if (!(answer instanceof Error) && (isLast || !isPassing(answer))) return answer;
      if (answer instanceof Error && isLast) throw answer;
      await pause(200);
    }
  }

  /** One request; every status is an answer, only a lost connection throws. */
  once(method: string, path: string, body?: unknown, contentType = 'application/json'): Promise<Answer> {
    return new Promise((done, failed) => {
      const headers: Record<string, string> = { authorization: `Bearer ${this.#token}`, accept: 'application/json' };
      const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
      if (text !== undefined) headers['content-type'] = contentType;
      const call = send(
        new URL(path, this.#server),
        { method, headers, ca: this.#ca, agent: false, timeout: 20_000 },
        (answer) => {
          let said = '';
          answer.setEncoding('utf8').on('data', (part: string) => {
            said += part;
          });
          answer.on('error', failed).on('end', () => {
            const isJson = answer.headers['content-type']?.includes('json');
            done({ status: answer.statusCode ?? 0, body: isJson ? JSON.parse(said) : said });
          });
        },
      );
      call.on('error', failed).on('timeout', () => call.destroy(new Error('no answer within 20 s')));
      call.end(text);
    });
  }

  /** The object at a path; undefined where there is none. */
  async get(path: string): Promise<Manifest | undefined> {
    const { status, body } = await this.request('GET', path);
    if (status === 404) return undefined;
    return expectSuccess('GET', path, status, body);
  }

  /** Makes the object what it says, by server-side apply; its path is found from its kind. */
  async apply(object: Manifest, manager = 'plumbline-test'): Promise<Manifest> {
    const path = `${await this.pathOf(object)}?fieldManager=${manager}&force=true`;
    const { status, body } = await this.request('PATCH', path, object, 'application/apply-patch+yaml');
    return expectSuccess('apply', path, status, body);
  }

  /** A merge patch, as `kubectl edit` and the like send it. */
  async patch(path: string, change: unknown, manager = 'plumbline-test'): Promise<Manifest> {
    const query = `${path}${path.includes('?') ? '&' : '?'}fieldManager=${manager}`;
    const { status, body } = await this.request('PATCH', query, change, 'application/merge-patch+json');
    return expectSuccess('PATCH', path, status, body);
  }

  async remove(path: string): Promise<void> {
    const { status, body } = await this.request('DELETE', path);
    if (status !== 404) expectSuccess('DELETE', path, status, body);
  }

  /** Makes CustomResourceDefinitions out of their manifests and waits until their kinds are served. */
  async define(...manifests: readonly string[]): Promise<void> {
    const crds = manifests.flatMap((text) => parseAllDocuments(text).flatMap((document) => document.toJS() ?? []));
    for (const crd of crds) await this.apply(crd);
    for (const { metadata, spec } of crds) {
      const version = spec.versions.find((one: { served: boolean }) => one.served).name;
      const path = `/apis/${spec.group}/${version}/${spec.names.plural}?limit=1`;
      await eventually(`the kind of ${metadata.name}`, async () => (await this.request('GET', path)).status === 200);
      await eventually(`the discovery of ${metadata.name}`, async () => {
        const { body } = await this.request('GET', `/apis/${spec.group}/${version}`);
        return body.resources?.some((one: { name: string }) => one.name === spec.names.plural);
      });
    }
  }

  /** The path of an object, found by the discovery of its group. */
  async pathOf({ apiVersion, kind, metadata }: Manifest): Promise<string> {
    const group = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const { resources } = expectSuccess('GET', group, 200, (await this.request('GET', group)).body);
    const resource = resources?.find((one: { kind: string; name: string }) => one.kind === kind && !one.name.includes('/'));
    if (resource === undefined) throw new Error(`The API server serves no ${apiVersion} ${kind}`);
    const namespace = resource.namespaced ? `/namespaces/${metadata.namespace ?? 'default'}` : '';
    return `${group}${namespace}/${resource.name}/${metadata.name}`;
  }
}

function expectSuccess(method: string, path: string, status: number, body: Manifest): Manifest {
  if (status < 200 || status > 299) throw new Error(`${method} ${path}: ${status} ${body?.message ?? body}`);
  return body;
}
