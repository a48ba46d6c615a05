/** What can be asked of a controller: the change that asks for it, the question before, and how its end is told. */
import { type LiveApplication, liveApplication } from './application.ts';
import { sources } from './argocd.ts';
import { REQUESTED_AT } from './flux.ts';
import { at, type Json, list, text } from './json.ts';

export const ACTIONS = [
  'sync',
  'refresh',
  'hardRefresh',
  'terminate',
  'reconcile',
  'reconcileWithSource',
  'suspend',
  'resume',
] as const;
export type ActionName = (typeof ACTIONS)[number];

export interface ActionOptions {
  /** Sync: delete what is no longer in Git. */
  readonly prune: boolean;
  /** Sync: a revision other than the one that the Application follows. */
  readonly revision: string | undefined;
  /** Tells this request from all others: a time, as Flux's own tools write it. */
  readonly requestedAt: string;
}

/** What ends a step: see {@link outcomeOf}. */
export type Until = 'operation' | 'terminated' | 'refreshed' | 'handled' | 'settled' | 'changed';

/** One change of one object, as a merge patch, and what it waits for. */
export interface Step {
  readonly target: string;
  readonly apiPath: string;
  readonly patch: Json;
  readonly until: Until;
}

export interface Plan {
  /** As a question: names the object, its kind and the context. */
  readonly question: string;
  /** What will happen, a sentence a line. */
  readonly detail: readonly string[];
  /** The word on the button. */
  readonly button: string;
  /** True where objects of the cluster may be changed or deleted by it. */
  readonly changes: boolean;
  readonly requestedAt: string;
  readonly steps: readonly Step[];
}

export type Outcome = { readonly ok: boolean; readonly message: string };

/** Objects that a question names. */
const NAMED = 10;

const BUTTONS: Readonly<Record<ActionName, string>> = {
  sync: 'Sync',
  refresh: 'Refresh',
  hardRefresh: 'Hard Refresh',
  terminate: 'Terminate',
  reconcile: 'Reconcile',
  reconcileWithSource: 'Reconcile',
  suspend: 'Suspend',
  resume: 'Resume',
};

/** What can be done with an application in its present state. */
export function actionsFor(application: LiveApplication): readonly ActionName[] {
  if (application.role === 'set') return [];
  if (application.engine === 'argocd')
    return application.operation?.running ? ['terminate', 'refresh', 'hardRefresh'] : ['sync', 'refresh', 'hardRefresh'];
  if (application.suspended) return ['resume'];
  return application.sourceId === undefined ? ['reconcile', 'suspend'] : ['reconcile', 'reconcileWithSource', 'suspend'];
}

/** The sentence says why it cannot be done now. */
export function planOf(
  application: LiveApplication,
  action: ActionName,
  options: ActionOptions,
  context: string,
  all: readonly LiveApplication[],
): Plan | { readonly refused: string } {
  const label = `${application.kind} ${application.namespace}/${application.name}`;
  if (!actionsFor(application).includes(action))
    return { refused: `${label} cannot be asked to ${BUTTONS[action].toLowerCase()} while it is ${application.words}.` };
  if (options.revision !== undefined && /^-|[\s\u0000-\u001f]/.test(options.revision))
    return { refused: `"${options.revision}" is no revision.` };
  const steps = stepsOf(application, action, options, all);
  if ('refused' in steps) return steps;
  return {
    question: `${BUTTONS[action]} ${label} in the context "${context}"?`,
    detail: detailOf(application, action, options),
    button: BUTTONS[action],
    changes: action !== 'refresh' && action !== 'hardRefresh',
    requestedAt: options.requestedAt,
    steps,
  };
}

function stepsOf(
  application: LiveApplication,
  action: ActionName,
  { prune, revision, requestedAt }: ActionOptions,
  all: readonly LiveApplication[],
): readonly Step[] | { readonly refused: string } {
  const step = (patch: Json, until: Until, of = application): Step => ({ target: of.id, apiPath: of.apiPath, patch, until });
  const annotate = (key: string, value: string): Json => ({ metadata: { annotations: { [key]: value } } });
  switch (action) {
    case 'sync':
      return [step({ operation: syncOperation(application.raw, prune, revision) }, 'operation')];
    case 'refresh':
      return [step(annotate('argocd.argoproj.io/refresh', 'normal'), 'refreshed')];
    case 'hardRefresh':
      return [step(annotate('argocd.argoproj.io/refresh', 'hard'), 'refreshed')];
    case 'terminate':
      return [step({ status: { operationState: { phase: 'Terminating' } } }, 'terminated')];
    case 'reconcile':
      return [step(annotate(REQUESTED_AT, requestedAt), 'handled')];
    case 'reconcileWithSource': {
      const source = all.find(({ id }) => id === application.sourceId);
      if (source === undefined)
        return { refused: `The source ${application.sourceId} is not in the cluster, or cannot be read.` };
      if (source.suspended) return { refused: `The source ${source.kind} ${source.namespace}/${source.name} is suspended.` };
      const request = annotate(REQUESTED_AT, requestedAt);
      return [step(request, 'handled', source), step(request, 'handled')];
    }
    case 'suspend':
      return [step({ spec: { suspend: true } }, 'changed')];
    case 'resume':
      return [step({ spec: { suspend: false } }, 'settled')];
  }
}

/** As Argo CD's own server makes it (server/application/application.go, Sync). */
function syncOperation(object: Json, prune: boolean, revision: string | undefined): Json {
  const options = list(object, 'spec', 'syncPolicy', 'syncOptions');
  const retry = at(object, 'spec', 'syncPolicy', 'retry');
  return {
    initiatedBy: { username: 'plumbline' },
    sync: {
      prune,
      syncStrategy: { hook: {} },
      ...(revision !== undefined && { revision }),
      ...(options.length > 0 && { syncOptions: options }),
    },
    ...(retry !== undefined && { retry }),
  };
}

function detailOf(application: LiveApplication, action: ActionName, { prune, revision }: ActionOptions): readonly string[] {
  switch (action) {
    case 'sync': {
      const changed = application.objects.filter(({ state }) => state === 'outOfSync');
      const target = application.destination === undefined ? '' : ` to ${application.destination}`;
      const from = revision === undefined ? (application.source ?? 'its source') : `revision ${revision} of its source`;
      const several = sources(application.raw).length > 1 ? ' Each source is taken at the revision that it follows.' : '';
      return [
        `Argo CD applies ${from}${target}.${several}`,
        changed.length === 0 ? 'No object is out of sync.' : `Out of sync: ${named(changed)}.`,
        prune ? 'Objects that are no longer in Git are deleted.' : 'Objects that are no longer in Git are kept.',
      ];
    }
    case 'refresh':
      return ['Argo CD compares with Git again. Nothing is applied, unless the Application syncs automatically.'];
    case 'hardRefresh':
      return [
        'Argo CD forgets the manifests that it has rendered and compares with Git again. Nothing is applied, unless the Application syncs automatically.',
      ];
    case 'terminate':
      return ['The sync that runs is ended. What it has applied stays.'];
    case 'reconcile':
      return [`Flux applies ${application.source ?? 'what it has fetched'}, as fetched last.`];
    case 'reconcileWithSource':
      return [`Flux fetches ${application.sourceId ?? 'the source'} again and applies what it holds.`];
    case 'suspend':
      return ['Flux leaves it as it is, whatever changes in Git, until it is resumed.'];
    case 'resume':
      return ['Flux follows Git again and applies at once what changed meanwhile.'];
  }
}

function named(objects: LiveApplication['objects']): string {
  const names = objects.slice(0, NAMED).map(({ kind, name }) => `${kind} ${name}`);
  return objects.length > NAMED ? `${names.join(', ')} and ${objects.length - NAMED} more` : names.join(', ');
}

/**
 * How a step has ended; undefined while it runs. `version` is the object's after the change: what was seen before it
 * counts for nothing.
 */
export function outcomeOf(step: Step, object: Json, version: string, requestedAt: string): Outcome | undefined {
  const now = liveApplication(object);
  if (now === undefined || Number(now.resourceVersion) < Number(version)) return undefined;
  const label = `${now.kind} ${now.namespace}/${now.name}`;
  switch (step.until) {
    case 'operation':
    case 'terminated': {
      const { operation } = now;
      if (operation === undefined || operation.running || operation.finishedAt === undefined) return undefined;
      const said = operation.message === undefined ? '' : `: ${operation.message}`;
      if (step.until === 'terminated') return { ok: true, message: `The sync of ${label} was ended${said}` };
      const ok = operation.phase === 'Succeeded';
      return { ok, message: ok ? `${label} is synced${said}` : `The sync of ${label} failed${said}` };
    }
    case 'refreshed':
      if (at(object, 'metadata', 'annotations', 'argocd.argoproj.io/refresh') !== undefined) return undefined;
      return { ok: true, message: `${label} was compared with Git: ${now.words}` };
    case 'handled':
      if (text(object, 'status', 'lastHandledReconcileAt') !== requestedAt || now.state === 'progressing') return undefined;
      return ended(now, label);
    case 'settled':
      return now.suspended || now.state === 'progressing' || now.state === 'unknown' ? undefined : ended(now, label);
    case 'changed':
      return { ok: true, message: `${label} is ${now.words}` };
  }
}

function ended(now: LiveApplication, label: string): Outcome {
  const said = now.message === undefined ? '' : `: ${now.message}`;
  return { ok: now.state !== 'failed', message: `${label} is ${now.words}${said}` };
}

/** What a step says while it runs. */
export function progressOf(object: Json): string {
  const now = liveApplication(object);
  if (now === undefined) return '';
  return now.operation?.message === undefined ? now.words : `${now.words}: ${now.operation.message}`;
}
