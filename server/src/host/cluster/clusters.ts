/** The cluster that a person chose: connected on request, followed while it is chosen, told of as facts. */
import { homedir } from 'node:os';
import type { Outcome, Plan } from '../../model/live/actions.ts';
import { type ClusterFacts, type ClusterProblem, DISCONNECTED } from '../../model/live/cluster.ts';
import { at } from '../../model/live/json.ts';
import { LIVE_KINDS, type LiveKind } from '../../model/live/kinds.ts';
import { type ClusterAnswer, type ClusterRequest, Connection } from './connection.ts';
import { followDefinitions, versionOf } from './definitions.ts';
import { servedVersions } from './discovery.ts';
import { ClusterError } from './errors.ts';
import { follow } from './follow.ts';
import { type KubeContext, type Kubeconfig, readKubeconfig, withoutPassword } from './kubeconfig.ts';
import { perform, type Stage } from './perform.ts';
import { type Credential, commandLine, type Plugin, pluginOf, runPlugin } from './plugin.ts';
import { Store } from './store.ts';
import { wait } from './wait.ts';

/** Changes that come within so many milliseconds are told at once. */
const BUNCH = 100;
/** What is asked again while nothing is served that could be followed: somebody may install a controller. */
const REDISCOVER = 300_000;

/** What the editor says beside the files: the setting, and the opened folders as native paths. */
export interface ClusterSettings {
  readonly kubeconfig: string | undefined;
  readonly workspace: readonly string[];
}

const UNSET: ClusterSettings = { kubeconfig: undefined, workspace: [] };

export interface ContextChoice {
  readonly name: string;
  readonly server: string;
  readonly current: boolean;
  /** The command that has to run for the credentials: it runs only where this very text is consented to. */
  readonly command: string | undefined;
  /** Why this context cannot be used. */
  readonly refused: string | undefined;
}

export interface ContextChoices {
  readonly contexts: readonly ContextChoice[];
  readonly files: readonly string[];
  readonly remarks: readonly string[];
}

export interface ConnectChoice {
  readonly context: string;
  /** A kubeconfig that a person picked. */
  readonly kubeconfig?: string | undefined;
  /** The command that a person consented to, as {@link ContextChoice} shows it. */
  readonly consented?: string | undefined;
}

export class Clusters {
  readonly #env: NodeJS.ProcessEnv;
  readonly #ask: () => ClusterSettings;
  readonly #listeners = new Set<() => void>();
  #facts: ClusterFacts = DISCONNECTED;
  #live: Live | undefined;
  #told: NodeJS.Timeout | undefined;
  #requestsBefore = 0;

  /** `settings` are asked for whenever they count. */
  constructor(env: NodeJS.ProcessEnv = process.env, settings: () => ClusterSettings = () => UNSET) {
    this.#env = env;
    this.#ask = settings;
  }

  get #settings(): ClusterSettings {
    return this.#ask();
  }

  get facts(): ClusterFacts {
    return this.#facts;
  }

  /** Requests sent to all clusters since the start. */
  get requests(): number {
    return this.#requestsBefore + (this.#live?.requests ?? 0);
  }

  /** Calls `listener` after changes of the facts, until the returned function is called. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The contexts that can be chosen; reads the kubeconfig files and does nothing else. */
  contexts(picked?: string): ContextChoices {
    const { contexts, current, files, remarks } = this.#read(picked);
    return {
      contexts: contexts.map((context) => {
        const plugin = pluginOf(context, this.#settings.workspace, this.#env.PATH);
        const refused = plugin !== undefined && 'refused' in plugin ? plugin.refused : undefined;
        const command = plugin !== undefined && !('refused' in plugin) ? commandLine(plugin) : undefined;
        return { name: context.name, server: serverName(context.server), current: context.name === current, command, refused };
      }),
      files,
      remarks,
    };
  }

  /** Follows this context in the place of any other; what goes wrong becomes a fact. */
  connect({ context: name, kubeconfig, consented }: ConnectChoice): void {
    this.disconnect();
    const context = this.#read(kubeconfig).contexts.find((one) => one.name === name);
    this.#set({ ...DISCONNECTED, phase: 'connecting', context: name });
    if (context === undefined) {
      this.#fail({ kind: 'kubeconfig', message: `No kubeconfig has the context "${name}".` });
      return;
    }
    const plugin = pluginOf(context, this.#settings.workspace, this.#env.PATH);
    if (plugin !== undefined && 'refused' in plugin) {
      this.#fail({ kind: 'credentials', message: plugin.refused });
      return;
    }
    if (plugin !== undefined && commandLine(plugin) !== consented) {
      this.#fail({
        kind: 'credentials',
        message: `The context "${name}" needs a command to be run for its credentials, and nobody consented to it.`,
      });
      return;
    }
    const live = new Live(context, plugin, (facts) => this.#live === live && this.#set({ ...this.#facts, ...facts }));
    this.#live = live;
    live.start();
  }

  disconnect(): void {
    this.#requestsBefore += this.#live?.requests ?? 0;
    this.#live?.stop();
    this.#live = undefined;
    this.#set(DISCONNECTED);
  }

  /** Asks everything anew, at once. */
  refresh(): void {
    this.#live?.restart();
  }

  /** One request to the chosen cluster. Every status is an answer; a lost connection throws a {@link ClusterError}. */
  request(asked: ClusterRequest): Promise<ClusterAnswer> {
    const connection = this.#live?.connection;
    if (connection === undefined) return Promise.reject(new ClusterError('unreachable', 'No cluster is connected.'));
    return connection.request(asked);
  }

  /** Carries out a plan in the chosen cluster and waits for its end, or for the signal. */
  async perform(plan: Plan, progress: (message: string) => void, signal: AbortSignal): Promise<Outcome> {
    const stage: Stage = {
      request: (asked) => this.request(asked),
      objects: () => this.#facts.objects,
      onChange: (listener) => this.onChange(listener),
    };
    try {
      return await perform(stage, plan, progress, signal);
    } catch (error) {
      if (error instanceof ClusterError) return { ok: false, message: error.message };
      throw error;
    }
  }

  dispose(): void {
    this.#listeners.clear();
    this.disconnect();
    clearTimeout(this.#told);
  }

  #read(picked: string | undefined): Kubeconfig {
    const { kubeconfig, workspace } = this.#settings;
    return readKubeconfig({
      setting: kubeconfig,
      env: this.#env,
      home: this.#env.HOME ?? homedir(),
      workspace,
      ...(picked && { picked }),
    });
  }

  #fail(problem: ClusterProblem): void {
    this.#set({ ...this.#facts, phase: 'disconnected', problem });
  }

  #set(facts: ClusterFacts): void {
    this.#facts = facts;
    this.#told ??= setTimeout(() => {
      this.#told = undefined;
      for (const listener of [...this.#listeners]) listener();
    }, BUNCH);
  }
}

/** One context while it is followed. */
class Live {
  readonly #context: KubeContext;
  readonly #plugin: Exclude<Plugin, { refused: string }> | undefined;
  readonly #tell: (facts: Partial<ClusterFacts>) => void;
  readonly #store = new Store();
  readonly #refused = new Set<string>();
  readonly #listed = new Set<string>();
  #expected = new Set<string>();
  #stop = new AbortController();
  /** Ends what asks for definitions over a connection that another has replaced. */
  #describing = new AbortController();
  #credential: Credential | undefined;
  #requestsBefore = 0;
  #renewed = 0;
  connection: Connection | undefined;

  constructor(
    context: KubeContext,
    plugin: Exclude<Plugin, { refused: string }> | undefined,
    tell: (facts: Partial<ClusterFacts>) => void,
  ) {
    this.#context = context;
    this.#plugin = plugin;
    this.#tell = tell;
  }

  get requests(): number {
    return this.#requestsBefore + (this.connection?.requests ?? 0);
  }

  start(): void {
    void this.#run(this.#stop.signal);
  }

  stop(): void {
    this.#stop.abort();
    this.#requestsBefore = this.requests;
    this.connection?.close();
    this.connection = undefined;
  }

  restart(): void {
    this.stop();
    this.#stop = new AbortController();
    this.#refused.clear();
    this.#listed.clear();
    this.#tell({ phase: 'connecting', problem: undefined, forbidden: [] });
    this.start();
  }

  /** Connects, finds what is served, follows it; begins anew where the credentials ran out. */
  async #run(signal: AbortSignal): Promise<void> {
    for (let failures = 1; !signal.aborted; failures++) {
      try {
        await this.#open(signal);
        if (this.connection === undefined) return;
        const versions = await servedVersions(this.connection, signal);
        const kinds = LIVE_KINDS.flatMap((kind) => {
          const version = versions.get(`${kind.group}/${kind.plural}`);
          return version === undefined ? [] : [{ kind, version }];
        });
        this.#expected = new Set(kinds.map(({ kind }) => kind.kind));
        this.#tell({ phase: 'connected', problem: undefined, served: [...this.#expected], complete: kinds.length === 0 });
        void this.#describe(this.connection, signal);
        const missing = kinds.length < LIVE_KINDS.length;
        await Promise.race([
          // Of nothing, all would be over at once.
          ...(kinds.length === 0 ? [] : [Promise.all(kinds.map(({ kind, version }) => this.#follow(kind, version, signal)))]),
          ...(missing ? [this.#rediscovered(versions, signal)] : []),
        ]);
        if (!signal.aborted) {
          this.restart();
          return;
        }
      } catch (error) {
        if (signal.aborted) return;
        this.#problem(error);
        await wait(Math.min(30_000, 500 * 2 ** Math.min(failures, 7)), signal);
      }
    }
  }

  /** Asks what manifests are held against: the version, and the kinds that definitions bring. */
  async #describe(connection: Connection, whole: AbortSignal): Promise<void> {
    this.#describing.abort();
    this.#describing = new AbortController();
    const signal = AbortSignal.any([whole, this.#describing.signal]);
    const version = await versionOf(connection, signal).catch(() => undefined);
    if (!signal.aborted && version !== undefined) this.#tell({ version });
    await followDefinitions(connection, signal, (definitions) => this.#tell({ definitions }));
  }

  /** Resolves when the cluster serves other kinds than it did. */
  async #rediscovered(before: ReadonlyMap<string, string>, signal: AbortSignal): Promise<void> {
    for (;;) {
      await wait(REDISCOVER, signal);
      if (signal.aborted || this.connection === undefined) return new Promise(() => {});
      const now = await servedVersions(this.connection, signal).catch(() => before);
      if (now.size !== before.size) return;
    }
  }

  async #open(signal: AbortSignal): Promise<void> {
    const expired = this.#credential?.expires !== undefined && this.#credential.expires < Date.now();
    if (this.#plugin !== undefined && (this.#credential === undefined || expired)) {
      try {
        this.#credential = await runPlugin(this.#plugin, homedir(), signal);
      } catch (error) {
        throw new ClusterError('credentials', error instanceof Error ? error.message : 'The credentials could not be had.');
      }
    }
    if (signal.aborted) return;
    this.#requestsBefore = this.requests;
    this.connection?.close();
    this.connection = new Connection(this.#context, this.#credential);
  }

  /** Of all namespaces, or where that is forbidden, of those in which the kind is likely to stand. */
  async #follow(kind: LiveKind, version: string, signal: AbortSignal): Promise<void> {
    const all = `/apis/${kind.group}/${version}/${kind.plural}`;
    const { connection } = this;
    if (connection === undefined) return;
    const apiVersion = `${kind.group}/${version}`;
    let namespaces: readonly string[] | undefined;
    const attempt = new AbortController();
    const both = AbortSignal.any([signal, attempt.signal]);
    await follow(connection, all, both, {
      ...this.#follower(kind, apiVersion, undefined),
      failed: (error) => {
        if (error.kind !== 'forbidden') return this.#problem(error);
        namespaces = [...new Set([this.#context.namespace ?? 'default', kind.namespace])];
        attempt.abort();
      },
    });
    if (signal.aborted || namespaces === undefined) return;
    let left = namespaces.length;
    await Promise.all(
      namespaces.map((namespace) =>
        follow(connection, `/apis/${kind.group}/${version}/namespaces/${encodeURIComponent(namespace)}/${kind.plural}`, signal, {
          ...this.#follower(kind, apiVersion, namespace),
          failed: (error) => {
            if (error.kind !== 'forbidden') return this.#problem(error);
            left--;
            if (left === 0 && !kind.isExtra) this.#refused.add(kind.kind);
            this.#reached(kind);
          },
        }),
      ),
    );
  }

  #follower(kind: LiveKind, apiVersion: string, namespace: string | undefined): Omit<Parameters<typeof follow>[3], 'failed'> {
    const tell = (): void => this.#tell({ objects: this.#store.all });
    return {
      listed: (objects) => {
        this.#store.replace(kind.kind, objects, apiVersion, namespace);
        this.#refused.delete(kind.kind);
        this.#reached(kind);
      },
      changed: (object) => {
        this.#store.set(kind.kind, object, apiVersion);
        tell();
      },
      removed: (object) => {
        this.#store.remove(kind.kind, object);
        tell();
      },
      worked: () => this.#tell({ phase: 'connected', problem: undefined }),
    };
  }

  #reached(kind: LiveKind): void {
    this.#listed.add(kind.kind);
    const complete = [...this.#expected].every((one) => this.#listed.has(one));
    this.#tell({ objects: this.#store.all, forbidden: [...this.#refused].sort(), complete });
  }

  #problem(error: unknown): void {
    const problem = error instanceof ClusterError ? error : new ClusterError('protocol', 'The cluster cannot be followed.');
    this.#tell({ phase: 'connecting', problem: { kind: problem.kind, message: problem.message } });
    // Tokens of plugins and files run out: a new one is worth one try a minute.
    const mayChange = this.#plugin !== undefined || at(this.#context.user, 'tokenFile') !== undefined;
    if (problem.kind === 'unauthorized' && mayChange && performance.now() - this.#renewed > 60_000) {
      this.#renewed = performance.now();
      this.#credential = undefined;
      this.restart();
    }
  }
}

/** Without a password that somebody put into it. */
function serverName(server: string): string {
  return URL.parse(server)?.host ?? withoutPassword(server);
}
