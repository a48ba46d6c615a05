/** The values that can be written in an object: fixed words, and what the object, its neighbours and the repository have. */
import type { FilePath } from '../../../base/paths.ts';
import type { Database } from '../../../engine/database.ts';
import { asMapping, at, field, items, nodeAt, textOf } from '../../../syntax/navigate.ts';
import type { Node } from '../../../syntax/tree.ts';
import type { Suggestion } from '../../facts.ts';
import { declaredIn } from '../../names.ts';
import { OBJECT_PART } from '../../spaces.ts';
import { repositoryOf } from '../../workspace/repository.ts';
import { isBuiltInGroup } from '../kinds.ts';
import { ANY_MINOR, builtInKinds } from '../schema/table.ts';
import { podsSelected, servicePorts } from './beside.ts';
import { podLabels, surroundings } from './fields.ts';
import { newerFirst, type Served, servedKinds } from './kinds.ts';
import { counted } from './labels.ts';
import { isManifestPlace } from './place.ts';
import { type Meant, type Path, type Spot, spotAt } from './spot.ts';
import { usageAround } from './usage.ts';
import { aboutServed, below, labelFor, MOST_READ } from './whole.ts';

export function manifestValues(
  db: Database,
  file: FilePath,
  root: Node | undefined,
  path: Path,
  meant?: Meant,
): readonly Suggestion[] {
  const spot = spotAt(db, file, root, path, meant);
  const last = spot.path.at(-1);
  if (spot.path.length === 1 && (last === 'kind' || last === 'apiVersion')) {
    if (![...presentIn(spot.object)].every((name) => OF_OBJECTS.has(name)) && !isManifestPlace(db, file)) return [];
    return last === 'kind' ? kindValues(db, file, spot) : versionValues(db, file, spot);
  }
  if (spot.kind === undefined) return [];
  return [...fromShape(spot), ...fromAround(db, file, spot)];
}

/** What has no other field at its top is an object to be. */
const OF_OBJECTS: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata', 'spec', 'data', 'status']);

/** Choosing a kind chooses its version, and writes what the kind requires where nothing of it is there yet. */
function kindValues(db: Database, file: FilePath, spot: Spot): readonly Suggestion[] {
  const version = textOf(field(spot.object, 'apiVersion'));
  const present = presentIn(spot.object);
  const isNew = [...present].every((name) => name === 'apiVersion' || name === 'kind');
  const found = new Map<string, Suggestion>();
  let ready = MOST_READ;
  for (const served of servedKinds(db, file)) {
    const { apiVersion, kind, rank, isRemoved, isBuiltIn, isUsed } = served;
    const isMine = apiVersion === version;
    const label = isMine ? kind : labelFor(served, found);
    if (label === undefined || (isRemoved && !isMine)) continue;
    const sketch = isNew
      ? below(db, file, served, surroundings(db, file, spot), present, !isBuiltIn && (isUsed || isMine) && ready-- > 0)
      : [];
    found.set(label, {
      text: kind,
      ...(label !== kind && { label }),
      about: aboutServed(served),
      rank: isMine ? 0 : 10 + rank,
      ...(!isMine && { beside: [['apiVersion', apiVersion]] as const }),
      ...(sketch.length > 0 && { sketch }),
      ...(served.ends !== undefined && { isDeprecated: true }),
    });
  }
  return [...found.values()];
}

/** With a kind those that serve it, the deprecated ones last; else all, and the kind itself where the version has one alone. */
function versionValues(db: Database, file: FilePath, spot: Spot): readonly Suggestion[] {
  const kind = textOf(field(spot.object, 'kind'));
  const all = servedKinds(db, file);
  if (kind !== undefined && all.some((one) => one.kind === kind)) {
    const fitting = all
      .filter((one) => one.kind === kind)
      .toSorted((a, b) => Number(a.ends !== undefined) - Number(b.ends !== undefined) || newerFirst(a.apiVersion, b.apiVersion));
    return fitting.map((one, rank) => ({
      text: one.apiVersion,
      about: one.ends === undefined ? kind : `${kind} · ${one.ends}`,
      rank: one.ends === undefined ? rank : 100 + rank,
      ...(one.ends !== undefined && { isDeprecated: true }),
    }));
  }
  const byVersion = new Map<string, Served[]>();
  for (const one of all) if (!one.isRemoved) byVersion.set(one.apiVersion, [...(byVersion.get(one.apiVersion) ?? []), one]);
  const lacksKind = entryIsMissing(spot.object, 'kind');
  return [...byVersion].map(([apiVersion, kinds]): Suggestion => {
    const written = kinds.filter(({ rank }) => rank < 4);
    const [only, ...others] = written;
    const isOver = kinds.every(({ ends }) => ends !== undefined);
    const isSingle = lacksKind && only !== undefined && others.length === 0;
    const present = presentIn(spot.object);
    const rest = isSingle && present.size <= 1 ? below(db, file, only, surroundings(db, file, spot), present, false) : [];
    return {
      text: apiVersion,
      about: `${(written.length > 0 ? written : kinds)
        .slice(0, 4)
        .map((one) => one.kind)
        .join(', ')}${written.length > 4 ? ', …' : ''}`,
      rank: 10 + Math.min(...kinds.map(({ rank }) => rank)),
      ...(lacksKind && {
        sketch: isSingle ? [`\nkind: ${only.kind}`, ...rest] : ['\nkind: ', { stop: 'kind', text: '' }],
        leads: !isSingle,
      }),
      ...(isOver && { isDeprecated: true }),
    };
  });
}

function presentIn(object: Node | undefined): ReadonlySet<string> {
  return new Set((asMapping(object)?.entries ?? []).flatMap(({ key }) => (key.kind === 'scalar' ? key.value : [])));
}

function entryIsMissing(object: Node | undefined, name: string): boolean {
  return !presentIn(object).has(name);
}

function fromShape({ shape, field: own }: Spot): readonly Suggestion[] {
  const fallback = own?.fallback ?? '';
  const about = (text: string): string => (text === fallback ? 'default' : '');
  if (shape?.is === 'text')
    return shape.values.flatMap((text, i) =>
      text === '' ? [] : [{ text, about: about(text), rank: text === fallback ? 0 : 1 + i }],
    );
  if (shape?.is === 'truth') return ['true', 'false'].map((text, rank) => ({ text, about: about(text), rank, literal: true }));
  if (fallback !== '' && /^[\w.%-]+$/.test(fallback))
    return [{ text: fallback, about: 'default', literal: shape?.is === 'whole' }];
  return [];
}

/** What stands there by its meaning, which the types of fields do not tell. */
function fromAround(db: Database, file: FilePath, spot: Spot): readonly Suggestion[] {
  const { path, owner } = spot;
  const [last, before] = [path.at(-1), path.at(-2)];
  const type = owner?.name.slice(owner.name.lastIndexOf('.') + 1) ?? '';
  const keyed = typeof last === 'string' ? last : String(before);
  if (keyed === 'image' && typeof last === 'string') return counted(usageAround(db, file).images);
  if (keyed === 'namespace' && typeof last === 'string') return counted(usageAround(db, file).namespaces, 100);
  if (before === 'matchLabels' || before === 'selector' || (before === 'labels' && path.at(-3) === 'metadata'))
    return labelValues(db, file, spot, String(last), before !== 'labels');
  if (last === 'cpu') return texts(['50m', '100m', '250m', '500m', '1'], 'CPU');
  if (last === 'memory') return texts(['64Mi', '128Mi', '256Mi', '512Mi', '1Gi'], 'memory');
  if (type === 'VolumeMount' && last === 'name') return volumeNames(spot);
  if (last === 'key' && (before === 'configMapKeyRef' || before === 'secretKeyRef')) return keysIn(db, file, spot, before);
  if (last === 'targetPort' || (last === 'port' && /^(?:HTTPGetAction|TCPSocketAction)$/.test(type)))
    return portNames(db, file, spot);
  if (type === 'ServiceBackendPort') return backendPorts(db, file, spot, String(last));
  if (type === 'PolicyRule' || path.at(-3) === 'rules') return roleValues(db, String(path.at(-2)));
  return [];
}

function texts(all: readonly string[], about: string): readonly Suggestion[] {
  return all.map((text, rank) => ({ text, about, rank, literal: true }));
}

function labelValues(db: Database, file: FilePath, spot: Spot, key: string, isSelector: boolean): readonly Suggestion[] {
  const own = isSelector ? podLabels(spot).filter(([name]) => name === key) : [];
  const used = counted(usageAround(db, file).labels.get(key) ?? new Map(), 1);
  return [...own.map(([, text]) => ({ text, about: 'in the pods of this object' })), ...used];
}

/** The volumes of the pod that the place is in, and those that claims make. */
function volumeNames({ object, path }: Spot): readonly Suggestion[] {
  const containers = path.findLastIndex((step) => typeof step === 'string' && /^(?:init|ephemeral)?containers$/i.test(step));
  if (containers < 0) return [];
  const pod = nodeAt(object, path.slice(0, containers));
  const own = items(field(pod, 'volumes')).map((one) => [textOf(field(one, 'name')), sourceOf(one)] as const);
  const claims = items(at(object, 'spec', 'volumeClaimTemplates')).map(
    (one) => [textOf(at(one, 'metadata', 'name')), 'claim'] as const,
  );
  return [...own, ...claims].flatMap(([text, about]) => (text === undefined ? [] : [{ text, about }]));
}

function sourceOf(volume: Node): string {
  for (const { key, value } of asMapping(volume)?.entries ?? []) {
    if (key.kind !== 'scalar' || key.value === 'name') continue;
    const name = textOf(field(value, 'name')) ?? textOf(field(value, 'secretName')) ?? textOf(field(value, 'claimName'));
    return name === undefined ? key.value : `${key.value} ${name}`;
  }
  return 'volume';
}

/** The keys, never the values, of the ConfigMap or Secret that is named beside. */
function keysIn(db: Database, file: FilePath, { object, path }: Spot, reference: string): readonly Suggestion[] {
  const name = textOf(field(nodeAt(object, path.slice(0, -1)), 'name'));
  if (name === undefined) return [];
  const kind = reference === 'secretKeyRef' ? 'Secret' : 'ConfigMap';
  const prefix = `/${kind}/${name}/`;
  const root = repositoryOf(db, file)?.root;
  const found = new Set<string>();
  for (const site of declaredIn(db, OBJECT_PART, prefix))
    if (repositoryOf(db, site.file)?.root === root) found.add(site.key.slice(prefix.length));
  return [...found].sort().map((text) => ({ text, about: `${kind} ${name}` }));
}

/** The names of ports of the object's own containers; for Services of the workloads in the same file. */
function portNames(db: Database, file: FilePath, spot: Spot): readonly Suggestion[] {
  const found = new Map<string, string>();
  const collect = (pod: Node | undefined): void => {
    for (const list of ['containers', 'initContainers'])
      for (const container of items(field(pod, list)))
        for (const port of items(field(container, 'ports'))) {
          const name = textOf(field(port, 'name'));
          if (name !== undefined && !found.has(name))
            found.set(
              name,
              `${textOf(field(port, 'containerPort')) ?? ''} of ${textOf(field(container, 'name')) ?? 'a container'}`,
            );
        }
  };
  const containers = spot.path.findLastIndex((step) => typeof step === 'string' && /containers$/i.test(step));
  if (containers >= 0) collect(nodeAt(spot.object, spot.path.slice(0, containers)));
  else for (const pod of podsSelected(db, file, spot)) collect(pod);
  return [...found].map(([text, about]) => ({ text, about }));
}

function backendPorts(db: Database, file: FilePath, spot: Spot, part: string): readonly Suggestion[] {
  return servicePorts(db, file, spot).flatMap((port) => {
    const [name, number] = [textOf(field(port, 'name')), textOf(field(port, 'port'))];
    const [text, about] = part === 'number' ? [number, name] : [name, number];
    return text === undefined ? [] : [{ text, about: about ?? '', literal: part === 'number' }];
  });
}

/** Verbs and groups of roles. */
function roleValues(db: Database, list: string): readonly Suggestion[] {
  switch (list) {
    case 'verbs':
      return ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection', '*'].map((text, rank) => ({
        text,
        about: 'verb',
        rank,
      }));
    case 'apiGroups':
      return [...groups(db)].map((text) => ({
        text,
        about: text === '' ? 'the core group' : 'API group',
        ...(text === '' && { text: '""', literal: true }),
      }));
    default:
      return [];
  }
}

function groups(db: Database): ReadonlySet<string> {
  const found = new Set(['']);
  for (const name of builtInKinds(db, String(ANY_MINOR)).names()) {
    const group = name.slice(0, name.indexOf(' ')).split('/');
    if (group.length === 2 && isBuiltInGroup(group[0] ?? '')) found.add(group[0] ?? '');
  }
  return found;
}
