/** One connection to one context's API server: requests with time-outs and bounds, watches as streams of lines. */
import type { ClientRequest, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { Agent as PlainAgent, request as plainRequest } from 'node:http';
import { Agent, type RequestOptions, request as tlsRequest } from 'node:https';
import { KubeConfig } from '@kubernetes/client-node/dist/config.js';
import { at, type Json, text } from '../../model/live/json.ts';
import { withFiles } from './credential-files.ts';
import { answerError, ClusterError, connectionError } from './errors.ts';
import { type KubeContext, withoutPassword } from './kubeconfig.ts';
import type { Credential } from './plugin.ts';

const TIMEOUT = 20_000;
const MOST_BYTES = 128 * 1024 * 1024;
const MOST_LINE = 16 * 1024 * 1024;
const AT_ONCE = 8;
/** A watch is ended by the server after this, so that a dead line is noticed. */
const WATCH_SECONDS = 290;

export interface ClusterRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With its query, from `/api` or `/apis` on. */
  readonly path: string;
  readonly body?: Json | string;
  readonly contentType?: string;
  readonly accept?: string;
  readonly timeout?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface ClusterAnswer {
  readonly status: number;
  /** Parsed where it is JSON. */
  readonly body: Json;
}

export class Connection {
  readonly server: string;
  readonly #config: KubeConfig;
  readonly #base: URL;
  #agent: Agent | undefined;
  #plainAgent: PlainAgent | undefined;
  #requests = 0;
  /** What was sent to say who asks. */
  #secrets: readonly string[] = [];
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(context: KubeContext, credential: Credential | undefined) {
    this.#config = configOf(context, credential);
    this.#base = urlOf(context.server);
    this.server = `${this.#base.origin}${this.#base.pathname}`.replace(/\/$/, '');
  }

  /** Requests sent since the start, watches included. */
  get requests(): number {
    return this.#requests;
  }

  /** Every status is an answer; only a connection that fails throws, a {@link ClusterError}. */
  async request(asked: ClusterRequest): Promise<ClusterAnswer> {
    await this.#turn();
    try {
      const answer = await this.#send(
        asked,
        AbortSignal.any([AbortSignal.timeout(asked.timeout ?? TIMEOUT), ...signals(asked.signal)]),
      );
      const said = this.#masked(answer.statusCode ?? 0, await textOf(answer));
      const isJson = answer.headers['content-type']?.includes('json') === true;
      return { status: answer.statusCode ?? 0, body: isJson ? parsed(said, this.server) : said };
    } catch (error) {
      throw this.#errorOf(error, asked.signal);
    } finally {
      this.#running--;
      this.#waiting.shift()?.();
    }
  }

  /** As {@link request}, but what is no success throws, too. */
  async expect(asked: ClusterRequest): Promise<Json> {
    const { status, body } = await this.request(asked);
    if (status >= 200 && status < 300) return body;
    throw answerError(status, text(body, 'message') ?? '', this.server);
  }

  /** Calls `onEvent` for each event of a watch until the server ends it; then returns. */
  async watch(path: string, signal: AbortSignal, onEvent: (event: Json) => void): Promise<void> {
    const dead = AbortSignal.timeout((WATCH_SECONDS + 30) * 1000);
    try {
      const both = AbortSignal.any([signal, dead]);
      const answer = await this.#send(
        { method: 'GET', path: `${path}&watch=1&allowWatchBookmarks=true&timeoutSeconds=${WATCH_SECONDS}` },
        both,
      );
      if (answer.statusCode !== 200) {
        const said = parsed(this.#masked(answer.statusCode ?? 0, await textOf(answer)), this.server);
        throw answerError(answer.statusCode ?? 0, text(said, 'message') ?? '', this.server);
      }
      for await (const line of linesOf(answer)) if (line !== '') onEvent(parsed(line, this.server));
    } catch (error) {
      throw this.#errorOf(error, signal);
    }
  }

  close(): void {
    this.#agent?.destroy();
    this.#plainAgent?.destroy();
  }

  async #turn(): Promise<void> {
    if (this.#running >= AT_ONCE) await new Promise<void>((turn) => this.#waiting.push(turn));
    this.#running++;
  }

  async #send({ method, path, body, contentType, accept }: ClusterRequest, signal: AbortSignal): Promise<IncomingMessage> {
    const options: RequestOptions = {};
    await this.#config.applyToHTTPSOptions(options);
    const content = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
    const given = options.headers as OutgoingHttpHeaders | undefined;
    this.#secrets = [String(given?.Authorization ?? '').replace(/^\w+ /, ''), options.auth?.replace(/^[^:]*:/, '') ?? ''];
    const headers: OutgoingHttpHeaders = { ...given, accept: accept ?? 'application/json', 'user-agent': 'plumbline' };
    if (content !== undefined) headers['content-type'] = contentType ?? 'application/json';
    if (content !== undefined) headers['content-length'] = String(Buffer.byteLength(content));
    const url = new URL(this.#base.pathname.replace(/\/$/, '') + path, this.#base);
    if (url.host !== this.#base.host) throw new ClusterError('protocol', `"${path}" is no path of the API.`);
    this.#requests++;
    return new Promise((done, failed) => {
      const whole = { ...options, method, headers, signal, agent: this.#agentOf(options) };
      const call: ClientRequest = url.protocol === 'http:' ? plainRequest(url, whole) : tlsRequest(url, whole);
      call.on('response', done).on('error', failed);
      call.end(content);
    });
  }

  /** Messages of servers are shown, and some quote the request: never with the credentials that it came with. */
  #masked(status: number, said: string): string {
    if (status < 400) return said;
    return this.#secrets.reduce((text, secret) => (secret.length < 4 ? text : text.replaceAll(secret, '•••')), said);
  }

  /** The library's agent knows proxies; without one, ours keeps connections open between requests. */
  #agentOf(options: RequestOptions): PlainAgent | Agent {
    if (this.#config.getCurrentCluster()?.proxyUrl) return options.agent as PlainAgent;
    if (this.#base.protocol === 'http:') {
      // The library's own is for TLS whatever the address says; `kubectl proxy` speaks none.
      this.#plainAgent ??= new PlainAgent({ keepAlive: true });
      return this.#plainAgent;
    }
    const { ca, cert, key, rejectUnauthorized, servername } = options;
    this.#agent ??= new Agent({
      keepAlive: true,
      ...(ca && { ca }),
      ...(cert && { cert }),
      ...(key && { key }),
      ...(servername && { servername }),
      // Not the environment's NODE_TLS_REJECT_UNAUTHORIZED, but the kubeconfig decides.
      rejectUnauthorized: rejectUnauthorized !== false,
    });
    return this.#agent;
  }

  #errorOf(error: unknown, signal: AbortSignal | undefined): Error {
    if (error instanceof ClusterError) return error;
    if (signal?.aborted) return new ClusterError('timeout', 'The request was cancelled.');
    if (error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError'))
      return new ClusterError('unreachable', `${this.server} gave no answer in time.`);
    return connectionError(error, this.server);
  }
}

function signals(signal: AbortSignal | undefined): AbortSignal[] {
  return signal === undefined ? [] : [signal];
}

function urlOf(server: string): URL {
  const url = URL.parse(server);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new ClusterError('kubeconfig', `The kubeconfig's server "${withoutPassword(server)}" is no http or https address.`);
  // A password in the address would show wherever the address does.
  url.username = '';
  url.password = '';
  return url;
}

/**
 * Without TLS only to this machine, as `kubectl proxy` is reached, or where the kubeconfig says `insecure-skip-tls-verify`: a token would be
 * read on the way.
 */
function clusterOf(cluster: Json, server: string): Json {
  const url = urlOf(server);
  if (url.protocol !== 'http:' || at(cluster, 'insecure-skip-tls-verify') === true) return cluster;
  if (!/^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname))
    throw new ClusterError(
      'kubeconfig',
      `${url.origin} is reached without encryption, and not from this machine alone: use https.`,
    );
  return { ...(cluster as Record<string, Json>), 'insecure-skip-tls-verify': true };
}

/** The library reads what kubeconfigs may say; what a plugin gave stands in the plugin's place. */
function configOf(context: KubeContext, credential: Credential | undefined): KubeConfig {
  const config = new KubeConfig();
  const read = withFiles(context);
  const user = { ...read.user };
  delete user.exec;
  if (credential !== undefined) {
    delete user['auth-provider'];
    if (credential.token !== undefined) user.token = credential.token;
    if (credential.certificate !== undefined)
      user['client-certificate-data'] = Buffer.from(credential.certificate).toString('base64');
    if (credential.key !== undefined) user['client-key-data'] = Buffer.from(credential.key).toString('base64');
  }
  const named = (name: string, value: object): object => ({ name, ...value });
  try {
    config.loadFromString(
      JSON.stringify({
        clusters: [named('cluster', { cluster: clusterOf(read.cluster, context.server) })],
        users: [named('user', { user })],
        contexts: [named('context', { context: { cluster: 'cluster', user: 'user' } })],
        'current-context': 'context',
      }),
    );
  } catch (error) {
    if (error instanceof ClusterError) throw error;
    throw new ClusterError('kubeconfig', `The kubeconfig's context "${context.name}" cannot be read.`);
  }
  return config;
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of answer) {
    size += part.length;
    if (size > MOST_BYTES) throw new ClusterError('protocol', 'The answer is larger than 128 MB.');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

async function* linesOf(answer: IncomingMessage): AsyncGenerator<string> {
  let rest = '';
  answer.setEncoding('utf8');
  for await (const part of answer) {
    rest += part;
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      yield rest.slice(0, end);
      rest = rest.slice(end + 1);
    }
    if (rest.length > MOST_LINE) throw new ClusterError('protocol', 'An event of the watch is larger than 16 MB.');
  }
}

function parsed(said: string, server: string): Json {
  try {
    return JSON.parse(said);
  } catch {
    throw new ClusterError('protocol', `${server} answered with what is no JSON.`);
  }
}

/** The list's items, and where the next page or the watch goes on. */
export function pageOf(body: Json): { items: readonly Json[]; version: string; more: string | undefined } {
  const items = at(body, 'items');
  return {
    items: Array.isArray(items) ? items : [],
    version: text(body, 'metadata', 'resourceVersion') ?? '',
    more: text(body, 'metadata', 'continue'),
  };
}
