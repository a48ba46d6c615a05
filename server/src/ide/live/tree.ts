/** The Applications view: what a cluster's controllers deploy, grouped, what needs a person first. */
import type { Database } from '../../engine/database.ts';
import { actionsFor } from '../../model/live/actions.ts';
import { type DeployedObject, type LiveApplication, type LiveState, STATES } from '../../model/live/application.ts';
import type { ClusterFacts } from '../../model/live/cluster.ts';
import { environmentOf } from '../../model/workspace/environment.ts';
import { displayPath } from '../../model/workspace/repository.ts';
import { reportWords } from '../drift/words.ts';
import {
  type DeclaredApplication,
  declarationOf,
  declaredApplications,
  directoryOf,
  liveApplications,
  spanOf,
} from './declared.ts';
import { driftNodes, driftOfApplication } from './drift-nodes.ts';
import { type LiveNode, node } from './nodes.ts';
import { counted, firstLine, labelOf, shortRevision } from './words.ts';

export type { LiveNode } from './nodes.ts';

export const GROUPINGS = ['environment', 'engine', 'namespace'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** In sync applications of a group that are shown one by one; more are folded into one line. */
const FEW = 6;
/** Objects of an application that are shown. */
const MOST_OBJECTS = 500;

const ENGINES = { argocd: 'Argo CD', flux: 'Flux' } as const;

/** What stands in a group of its own, behind all others. */
const ROLE_GROUPS: Readonly<Record<string, string>> = { set: 'application sets', source: 'sources' };

/** An application, and what a comparison with the files found, which may know more than its controller. */
interface Seen {
  readonly application: LiveApplication;
  readonly compared: ReturnType<typeof driftOfApplication>;
  readonly state: LiveState | 'drifted';
}

/** The lines of the view; none while nothing is known. */
export function liveTree(db: Database, cluster: ClusterFacts, grouping: Grouping): readonly LiveNode[] {
  const all = liveApplications(cluster);
  if (all.length === 0) return [];
  const declared = declaredApplications(db, '');
  const groupOf = grouper(db, grouping, declared);
  const groups = new Map<string, Seen[]>();
  for (const one of all) {
    const name = ROLE_GROUPS[one.role] ?? groupOf(one);
    const group = groups.get(name);
    const seen = seenAs(db, cluster.context ?? '', one);
    if (group === undefined) groups.set(name, [seen]);
    else group.push(seen);
  }
  const last = Object.values(ROLE_GROUPS);
  const names = [...groups.keys()].sort((a, b) => last.indexOf(a) - last.indexOf(b) || compare(a, b));
  const nodes = names.map((name) => groupNode(db, name, groups.get(name) ?? [], all, declared));
  const absent = cluster.complete && cluster.problem === undefined ? absentNode(db, cluster, all, declared) : undefined;
  return absent === undefined ? nodes : [...nodes, absent];
}

function grouper(
  db: Database,
  grouping: Grouping,
  declared: readonly DeclaredApplication[],
): (application: LiveApplication) => string {
  if (grouping === 'engine') return ({ engine }) => ENGINES[engine];
  if (grouping === 'namespace') return ({ namespace }) => namespace;
  return (application) => {
    const found = declarationOf(db, application, declared);
    const directory = found === undefined ? undefined : directoryOf(db, found);
    const file = found?.file;
    const places = [
      application.path,
      directory === undefined ? undefined : displayPath(db, directory),
      file === undefined ? undefined : displayPath(db, file),
      application.destination,
      application.namespace,
      application.name,
    ];
    return (
      places.flatMap((place) => (place === undefined ? [] : (environmentOf(place) ?? []))).at(0) ?? ENGINES[application.engine]
    );
  };
}

/** Nothing is called in sync that is known not to be, whatever its controller says. */
function seenAs(db: Database, context: string, application: LiveApplication): Seen {
  const compared = driftOfApplication(db, context, application);
  const { state } = application;
  return { application, compared, state: compared?.drifted && (state === 'synced' || state === 'unknown') ? 'drifted' : state };
}

/** In the order in which they are shown. */
const ORDER: readonly Seen['state'][] = STATES.flatMap((state) =>
  state === 'outOfSync' ? [state, 'drifted' as const] : [state],
);

function groupNode(
  db: Database,
  name: string,
  applications: readonly Seen[],
  all: readonly LiveApplication[],
  declared: readonly DeclaredApplication[],
): LiveNode {
  const sorted = applications.toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  const good = sorted.filter(({ state }) => state === 'synced');
  const rest = sorted.filter(({ state }) => state !== 'synced');
  const isFolded = good.length > FEW || (rest.length > 0 && good.length > FEW / 2);
  const draw = (one: Seen): LiveNode => applicationNode(db, one, all, declared);
  const folded = node(`${name}/folded`, `${good.length} ${rest.length > 0 ? 'more ' : ''}in sync`, {
    icon: 'folded',
    tooltip: [`${counted(good.length, 'application')} in sync`],
    children: isFolded ? good.map(draw) : [],
  });
  return node(`group/${name}`, name, {
    icon: 'group',
    description: summary(applications),
    tooltip: [`${name}: ${summary(applications)}`],
    isOpen: !Object.values(ROLE_GROUPS).includes(name),
    is: ['live-group'],
    children: [...rest.map(draw), ...(isFolded ? [folded] : good.map(draw))],
  });
}

/** `2 of 14 out of sync, 1 failed`. */
function summary(applications: readonly Seen[]): string {
  const words: readonly (readonly [Seen['state'], string])[] = [
    ['failed', 'failed'],
    ['degraded', 'degraded'],
    ['outOfSync', 'out of sync'],
    ['drifted', 'drifted'],
    ['progressing', 'in progress'],
    ['suspended', 'suspended'],
    ['unknown', 'unknown'],
  ];
  const counts = words.flatMap(([state, word]) => {
    const number = applications.filter((one) => one.state === state).length;
    return number === 0 ? [] : [`${number} ${word}`];
  });
  if (counts.length === 0) return applications.length === 1 ? 'in sync' : `all ${applications.length} in sync`;
  const [first = '', ...others] = counts;
  return [first.replace(' ', ` of ${applications.length} `), ...others].join(', ');
}

function applicationNode(
  db: Database,
  { application, compared, state: seen }: Seen,
  all: readonly LiveApplication[],
  declared: readonly DeclaredApplication[],
): LiveNode {
  const { id, name, state, message, revision, operation } = application;
  const words = seen === 'drifted' ? driftWords(application, compared) : application.words;
  const found = declarationOf(db, application, declared);
  const trouble = state === 'failed' || state === 'degraded' || operation?.running;
  const says =
    trouble && message !== undefined
      ? ` · ${firstLine(message, 100)}`
      : revision === undefined
        ? ''
        : ` · ${shortRevision(revision)}`;
  const source = all.find((one) => one.id === application.sourceId);
  const shown = application.objects.slice(0, MOST_OBJECTS);
  const more = application.objects.length - shown.length;
  return node(`application/${id}`, name, {
    icon: seen === 'drifted' ? 'outOfSync' : state,
    description: `${words}${says}${compared?.drifted && seen !== 'drifted' ? ` · ${reportWords(compared)}` : ''}`,
    tooltip: tooltipOf(application, found === undefined ? undefined : displayPath(db, found.file)),
    is: [
      'live',
      application.engine,
      application.kind,
      application.role,
      ...actionsFor(application),
      ...(found ? ['declared'] : []),
    ],
    application: id,
    since: application.since,
    declared: found === undefined ? undefined : { file: found.file, span: spanOf(db, found) },
    children: [
      ...(source === undefined || application.role === 'source' ? [] : [sourceNode(id, source)]),
      ...all.filter(({ owner }) => owner === id).map((one) => madeNode(id, one)),
      ...(compared === undefined ? shown.map((object) => objectNode(id, object)) : driftNodes(application, compared)),
      ...(compared === undefined && more > 0 ? [node(`${id}/more`, counted(more, 'more object'), { icon: 'folded' })] : []),
    ],
  });
}

/** `2 fields drifted · Flux says ready`. */
export function driftWords({ engine, words }: LiveApplication, compared: Seen['compared']): string {
  return compared === undefined ? words : `${reportWords(compared)} · ${ENGINES[engine]} says ${words}`;
}

/** An Application below the ApplicationSet that made it. */
function madeNode(owner: string, made: LiveApplication): LiveNode {
  return node(`made/${owner}/${made.id}`, made.name, {
    icon: made.state,
    description: made.words,
    tooltip: tooltipOf(made, undefined),
    is: ['live', made.engine, made.kind, made.role, ...actionsFor(made)],
    application: made.id,
    since: made.since,
  });
}

function sourceNode(owner: string, source: LiveApplication): LiveNode {
  const { state, words, message, revision } = source;
  const says =
    state === 'failed' && message !== undefined ? firstLine(message, 100) : revision === undefined ? '' : shortRevision(revision);
  return node(`source/${owner}/${source.id}`, `${source.kind} ${source.name}`, {
    icon: state,
    description: says === '' ? words : `${words} · ${says}`,
    tooltip: tooltipOf(source, undefined),
    is: ['live', source.engine, source.kind, source.role, ...actionsFor(source)],
    application: source.id,
    since: source.since,
  });
}

function objectNode(owner: string, { group, kind, namespace, name, state, message }: DeployedObject): LiveNode {
  const words = state === undefined || state === 'synced' ? '' : STATE_WORDS[state];
  return node(`object/${owner}/${group}/${kind}/${namespace}/${name}`, `${kind} ${name}`, {
    icon: state ?? 'object',
    description: message === undefined ? words : words === '' ? firstLine(message) : `${words} · ${firstLine(message)}`,
    tooltip: [
      `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`,
      group === '' ? 'core' : group,
      ...(words === '' ? [] : [words]),
      ...(message ? [message] : []),
    ],
    is: ['live-object'],
  });
}

const STATE_WORDS: Readonly<Record<LiveState, string>> = {
  failed: 'failed',
  degraded: 'degraded',
  outOfSync: 'out of sync',
  progressing: 'in progress',
  suspended: 'suspended',
  unknown: 'unknown',
  synced: 'in sync',
};

function tooltipOf(application: LiveApplication, file: string | undefined): readonly string[] {
  const { words, message, source, destination, revision, conditions, objects, operation, owner } = application;
  const lines = [`${labelOf(application)}: ${words}`];
  if (message !== undefined) lines.push(message);
  if (operation?.message !== undefined && operation.message !== message) lines.push(`${operation.phase}: ${operation.message}`);
  if (source !== undefined) lines.push(`Source: ${source}`);
  if (destination !== undefined) lines.push(`Destination: ${destination}`);
  if (revision !== undefined) lines.push(`Revision: ${revision}`);
  if (objects.length > 0) lines.push(counted(objects.length, 'object'));
  for (const { type, status, reason, message: said } of conditions)
    if (said !== message)
      lines.push(`${type}=${status}${reason === '' ? '' : ` (${reason})`}${said === '' ? '' : `: ${firstLine(said)}`}`);
  if (owner !== undefined) lines.push(`Made by ${owner.replace('/', ' ')}`);
  if (file !== undefined) lines.push(`Declared in ${file}`);
  return lines;
}

/** What the repository declares of kinds that the cluster serves, and the cluster has not. */
function absentNode(
  db: Database,
  { served, forbidden }: ClusterFacts,
  all: readonly LiveApplication[],
  declared: readonly DeclaredApplication[],
): LiveNode | undefined {
  const found = new Set(all.flatMap((one) => declarationOf(db, one, declared) ?? []));
  const names = new Set([...found].map(({ kind, name, namespace }) => `${kind}/${namespace ?? ''}/${name}`));
  const absent = declared.filter(
    (one) =>
      served.includes(one.kind) &&
      !forbidden.includes(one.kind) &&
      !found.has(one) &&
      !names.has(`${one.kind}/${one.namespace ?? ''}/${one.name}`),
  );
  if (absent.length === 0) return undefined;
  return node('absent', 'not in this cluster', {
    icon: 'absent',
    description: String(absent.length),
    tooltip: ['Declared in this repository, and not in the connected cluster.'],
    is: ['live-group'],
    children: absent.map((one) =>
      node(`absent/${one.file}/${one.index}`, one.name, {
        icon: 'absent',
        description: displayPath(db, one.file),
        tooltip: [
          `${one.kind} ${one.namespace === undefined ? '' : `${one.namespace}/`}${one.name}`,
          `Declared in ${displayPath(db, one.file)}`,
        ],
        is: ['declared'],
        declared: { file: one.file, span: spanOf(db, one) },
      }),
    ),
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
