/**
 * The user's helm, asked to render the local charts of kustomizations. Runs only on request of a person, in a trusted
 * workspace: with arguments that Kustomize would compose and no options that a repository smuggles in, on files of the
 * workspace alone, with an empty configuration of its own, without plugins and credentials.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinNative } from 'node:path';
import type { FilePath } from '../base/paths.ts';
import { isInside } from '../base/paths.ts';
import type { Database } from '../engine/database.ts';
import { build } from '../model/kustomize/build/build.ts';
import { valuesText } from '../model/kustomize/build/chart-values.ts';
import { type ChartRun, helmArguments } from '../model/kustomize/build/charts.ts';
import { leadsToCharts } from '../model/kustomize/build/kustomization-files.ts';
import { type ChartOutput, chartOutput } from '../model/workspace/charts.ts';
import { fetched } from '../model/workspace/fetched.ts';
import { chartFiles } from './chart-files.ts';
import { realPath, toNative } from './native.ts';
import { environmentFor, findProgram, type Ran, type ToolRunner } from './process.ts';
import { readText } from './reading.ts';

const RENDER_MS = 60_000;

export interface ChartsRendered {
  readonly rendered: number;
  /** Charts that could not be, with the reason. */
  readonly failed: readonly { readonly chart: string; readonly directory: FilePath; readonly reason: string }[];
}

export class Charts {
  readonly #db: Database;
  readonly #tools: ToolRunner;
  readonly #roots: () => readonly FilePath[];
  /** The program that the settings of the machine name. */
  setting: string | undefined;
  /** True where the settings want charts rendered without being asked each time. */
  isWanted = false;
  /** What each run was asked for last: a run with the same files, values and arguments is not repeated. */
  readonly #asked = new Map<string, string>();

  constructor(db: Database, tools: ToolRunner, roots: () => readonly FilePath[]) {
    this.#db = db;
    this.#tools = tools;
    this.#roots = roots;
  }

  settings(received: unknown): void {
    const path = propertyOf(propertyOf(received, 'helm'), 'path');
    this.setting = typeof path === 'string' ? path : undefined;
    this.isWanted = propertyOf(propertyOf(received, 'kustomize'), 'renderCharts') === true;
  }

  /** Renders every chart that the builds of these directories have, as it is on disk; the database has the answers then. */
  async render(directories: Iterable<FilePath>, signal: AbortSignal): Promise<ChartsRendered> {
    const runs = new Map<string, ChartRun>();
    for (const directory of directories) {
      if (!leadsToCharts(this.#db, directory)) continue;
      await new Promise((resume) => setImmediate(resume));
      for (const run of build(this.#db, directory).charts) runs.set(run.key, run);
    }
    let rendered = 0;
    const failed: { chart: string; directory: FilePath; reason: string }[] = [];
    for (const run of runs.values()) {
      const output = await this.#output(run, signal);
      if (signal.aborted) break;
      this.#db.set(chartOutput, run.key, output);
      if ('text' in output) rendered++;
      else failed.push({ chart: run.name, directory: run.directory, reason: output.failed });
    }
    for (const key of this.#asked.keys()) if (!runs.has(key)) this.#forget(key);
    return { rendered, failed };
  }

  #forget(key: string): void {
    this.#asked.delete(key);
    this.#db.set(chartOutput, key, undefined);
  }

  async #output(run: ChartRun, signal: AbortSignal): Promise<ChartOutput> {
    const refused = smuggled(run);
    if (refused !== undefined) return { failed: refused };
    const roots = this.#roots();
    const files = chartFiles(run.chart, roots);
    if ('failed' in files) return files;
    const values = this.#values(run, roots);
    if ('failed' in values) return values;
    const found = findProgram(['helm'], this.setting, roots);
    if ('refused' in found) return { failed: withoutStop(found.refused) };
    const asked = createHash('sha256')
      .update(JSON.stringify([found.program, helmArguments(run, run.chart, []), values.texts, files.fingerprint]))
      .digest('hex');
    const known = chartOutput(this.#db, run.key);
    if (known !== undefined && this.#asked.get(run.key) === asked) return known;
    const output = await this.#run(found.program, run, values.texts, roots, signal);
    if (!signal.aborted) this.#asked.set(run.key, asked);
    return output;
  }

  async #run(
    program: string,
    run: ChartRun,
    values: readonly string[],
    roots: readonly FilePath[],
    signal: AbortSignal,
  ): Promise<ChartOutput> {
    const scratch = mkdtempSync(joinNative(tmpdir(), 'plumbline-helm-'));
    try {
      const paths = values.map((text, i) => {
        const path = joinNative(scratch, `values-${i}.yaml`);
        writeFileSync(path, text, { flag: 'wx', mode: 0o600 });
        return path;
      });
      const ran = await this.#tools.run({
        program,
        args: helmArguments(run, toNative(run.chart), paths),
        cwd: scratch,
        env: environmentOf(scratch, roots),
        timeoutMs: RENDER_MS,
        signal,
      });
      if (ran.is === 'failed') return { failed: FAILURES[ran.why] };
      return ran.status === 0 ? { text: ran.stdout } : { failed: reasonIn(ran.stderr, scratch) };
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  }

  /** The texts of all values files, the first with what the kustomization says itself put in. */
  #values(run: ChartRun, roots: readonly FilePath[]): { readonly texts: readonly string[] } | { readonly failed: string } {
    const texts: string[] = [];
    const first = valuesText(run.values, () => this.#file(run.values.file, run.directory, roots));
    if ('failed' in first) return first;
    texts.push(first.text);
    for (const file of run.additionalValues) {
      const read = this.#file(file, run.directory, roots);
      if ('failed' in read) return read;
      texts.push(read.text);
    }
    return { texts };
  }

  /** A values file as it is saved; Kustomize takes those in or below the kustomization's directory only. */
  #file(path: string, directory: FilePath, roots: readonly FilePath[]): { readonly text: string } | { readonly failed: string } {
    const cached = /^https?:/i.test(path) ? fetched(this.#db, path) : undefined;
    if (/^https?:/i.test(path) && cached === undefined) return { failed: `${path} was not fetched` };
    const file = cached?.path ?? path;
    if (cached === undefined && !isInside(directory, file))
      return { failed: `the values file ${file} is not in or below the directory of the kustomization` };
    const real = realPath(file);
    const isConfined = real !== undefined && (cached !== undefined || isBelow(roots, real));
    const read = isConfined ? readText(toNative(real)) : undefined;
    if (read?.kind === 'text') return { text: read.text };
    return {
      failed: `the values file ${file} ${read?.kind === 'leftOut' ? `cannot be read: ${read.reason}` : 'does not exist'}`,
    };
  }
}

function isBelow(roots: readonly FilePath[], real: FilePath): boolean {
  return roots.some((root) => isInside(realPath(root) ?? root, real));
}

/** What a repository says must not become an option, and a name's template must not ask for more than texts. */
function smuggled(run: ChartRun): string | undefined {
  const words = [run.release, run.namespace, run.nameTemplate, run.kubeVersion, ...run.apiVersions];
  const odd = words.find((word) => word.startsWith('-') || word.includes('\0'));
  if (odd !== undefined) return `"${odd}" would be an option of helm`;
  if (/\b(?:env|expandenv|getHostByName)\b/.test(run.nameTemplate)) return 'its nameTemplate asks for more than text';
  return undefined;
}

/** Nothing of the user's own configuration and nothing of the repository's: no plugins, registries, credentials, clusters. */
function environmentOf(scratch: string, roots: readonly FilePath[]): Readonly<Record<string, string>> {
  const home = joinNative(scratch, 'helm');
  const nowhere = joinNative(scratch, 'none');
  mkdirSync(nowhere);
  const env = environmentFor(roots, [], {
    HELM_CONFIG_HOME: home,
    HELM_CACHE_HOME: joinNative(home, '.cache'),
    HELM_DATA_HOME: joinNative(home, '.data'),
    HELM_PLUGINS: nowhere,
    HELM_NO_PLUGINS: '1',
    KUBECONFIG: joinNative(nowhere, 'kubeconfig'),
    HOME: nowhere,
    GOMEMLIMIT: '1GiB',
  });
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/_PROXY$/i.test(name)));
}

const FAILURES: Readonly<Record<Extract<Ran, { is: 'failed' }>['why'], string>> = {
  'not started': 'helm could not be started',
  'too slow': `helm took longer than ${RENDER_MS / 1000} seconds and was ended`,
  cancelled: 'it was cancelled',
  'too much output': 'helm said more than 16 MB and was ended',
  killed: 'helm was ended by something else',
};

/** The line in which helm says what is wrong, without the paths of its scratch directory. */
function reasonIn(stderr: string, scratch: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const said = lines.find((line) => line.startsWith('Error: ')) ?? lines.at(-1) ?? 'helm failed without a word';
  return withoutStop(
    said
      .replace(/^Error: /, '')
      .replaceAll(`${scratch}/`, '')
      .trim(),
  ).slice(0, 500);
}

function withoutStop(text: string): string {
  return text.replace(/\.$/, '');
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}
