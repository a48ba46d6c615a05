/** What the API server and Plumbline say of one manifest. */
import { type Diagnostic, diagnostics } from '../../../server/src/ide/diagnostics.ts';
import type { Answer, Api } from '../../cluster/kit/api.ts';
import { TestWorkspace } from '../../kit/workspace.ts';
import type { Case } from './cases.ts';

export interface ServerVerdict {
  readonly isTaken: boolean;
  readonly message: string;
  /** The fields that the server names. */
  readonly fields: readonly string[];
}

const MOST_TRIES = 6;

/** Asks for the creation of objects without creating any, with every field checked. */
export class Server {
  readonly #api: Api;
  readonly #paths = new Map<string, string | undefined>();

  constructor(api: Api) {
    this.#api = api;
  }

  /** Undefined where the server serves no such kind. */
  async verdict({ apiVersion, kind, yaml }: Case): Promise<ServerVerdict | undefined> {
    const path = await this.#pathOf(apiVersion, kind);
    if (path === undefined) return undefined;
    return read(await this.#asked(`${path}?dryRun=All&fieldValidation=Strict`, yaml));
  }

  /** A server that could not look at the object, because its store did not answer in time or there was too much to do, is asked again. */
  async #asked(path: string, yaml: string): Promise<Answer> {
    for (let tries = 1; ; tries++) {
      const answer = await this.#api.request('POST', path, yaml, 'application/yaml').catch((error: Error) => error);
      const isAnswer = !(answer instanceof Error) && answer.status < 500 && answer.status !== 429;
      if (isAnswer) return answer;
      if (tries === MOST_TRIES)
        throw answer instanceof Error ? answer : new Error(`${answer.status} ${answer.body?.message ?? answer.body}`);
      await new Promise((resolve) => setTimeout(resolve, tries * 500));
    }
  }

  async #pathOf(apiVersion: string, kind: string): Promise<string | undefined> {
    const key = `${apiVersion} ${kind}`;
    if (!this.#paths.has(key)) {
      const group = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
      const { body } = await this.#api.request('GET', group);
      const found = body.resources?.find((one: { kind: string; name: string }) => one.kind === kind && !one.name.includes('/'));
      const path = found && `${group}${found.namespaced ? '/namespaces/default' : ''}/${found.name}`;
      this.#paths.set(key, path);
    }
    return this.#paths.get(key);
  }
}

function read({ status, body }: Answer): ServerVerdict {
  const message: string = body?.message ?? '';
  if (status < 300) return { isTaken: true, message: '', fields: [] };
  if (status !== 400 && status !== 422) return { isTaken: true, message: `${status} ${message}`, fields: [] };
  const named = (body.details?.causes ?? []).map((cause: { field?: string }) => cause.field ?? '');
  const unknown = [...message.matchAll(/unknown field "([^"]+)"/g)].map((match) => match[1] ?? '');
  const typed = /Go struct field \w+\.([\w.[\]-]+) of type/.exec(message)?.[1];
  const fields = [...named, ...unknown, ...(typed === undefined ? [] : [typed])];
  return { isTaken: false, message, fields: fields.flatMap(asWritten) };
}

/** The server names some fields as its own code does: by structs within others, and as versions before the one that was sent had them. */
export function asWritten(field: string): readonly string[] {
  const bare = field
    .split('.')
    .filter((step) => !/^[A-Z]\w*Source$/.test(step))
    .join('.');
  const common = /^spec\.(validation|subresources|additionalPrinterColumns)\b(.*)$/.exec(bare);
  if (common !== null) {
    const [, name, rest = ''] = common;
    return [0, 1].map(
      (i) => `spec.versions[${i}].${name === 'validation' ? 'schema' : name}${rest.replace(/\.JSONPath$/, '.jsonPath')}`,
    );
  }
  // One address is the first of several.
  const single = bare.replace(/^spec\.clusterIPs(\[0\])?$/, 'spec.clusterIP');
  if (single !== bare) return [bare, single];
  return [
    bare
      .replace(/^metadata\.taints/, 'spec.taints')
      .replace(/^spec\.LoadBalancerSourceRanges/, 'spec.loadBalancerSourceRanges')
      .replace(/template\.labels$/, 'template.metadata.labels')
      .replace(/^overhead\.limits/, 'overhead.podFixed')
      .replace(/(\.resources)(\[|$)/, '$1.requests$2')
      .replace(/\.\{.*\}$/, ''),
  ];
}

const version = (minor: string): string => `kubernetes: { version: "${minor}" }\n`;

/** One for all cases: the tables of kinds are read once. */
const workspace = new TestWorkspace({ 'object.yaml': '' });

/** The errors that Plumbline tells of the manifest when it is for a cluster of this version. */
export function errorsOf({ yaml }: Pick<Case, 'yaml'>, minor: string): readonly Diagnostic[] {
  workspace.write('.plumbline.yaml', version(minor));
  workspace.write('object.yaml', yaml);
  // Of keys that stand twice only those who ask for strict decoding are refused: others take the last one.
  return diagnostics(workspace.db, workspace.path('object.yaml')).filter(
    ({ severity, rule }) => severity === 'error' || rule === 'yaml/duplicate-key',
  );
}
