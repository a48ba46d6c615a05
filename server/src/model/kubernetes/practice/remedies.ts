/** What is written where recommended practice is not followed, as far as it is sure what to write. */
import type { FilePath } from '../../../base/paths.ts';
import type { Database } from '../../../engine/database.ts';
import { asMapping, at, field, nodeAt, pathTo, textOf } from '../../../syntax/navigate.ts';
import type { Entry, Mapping, Node, NodeId } from '../../../syntax/tree.ts';
import { isKustomizationFile } from '../../kustomize/recognise.ts';
import { useOf } from '../../kustomize/uses.ts';
import type { NewField } from '../../sketch.ts';
import { tree } from '../../source.ts';
import { missingProbes, SECURITY, USUAL } from '../authoring/containers.ts';
import { type Nested, reaching } from '../authoring/nested.ts';
import { groupOf } from '../kinds.ts';
import { podsIn } from '../links/pointers.ts';
import type { PlacedPractice, PracticeCode } from './practices.ts';

export interface Remedy {
  readonly title: string;
  readonly node: NodeId;
  readonly fields: readonly NewField[];
}

/** In manifests only: what a patch lacks may stand in what it is for. */
export function remediesFor(db: Database, file: FilePath, practice: PlacedPractice): readonly Remedy[] {
  if (practice.file !== file || isKustomizationFile(db, file) || useOf(db, file).as === 'patch') return [];
  const { node } = practice.at;
  const root = tree(db, file).documents.findLast((one) => one.root !== undefined && one.root.id <= node)?.root;
  const path = root && pathTo(root, node);
  if (root === undefined || path === undefined) return [];
  const found = remedy(practice, root, path);
  return found === undefined ? [] : [found];
}

type Path = readonly (string | number)[];

/** What containers set in their security context, by the rule that asks for it. */
const SECURED: Partial<Readonly<Record<PracticeCode, readonly [title: string, path: readonly string[], value: string]>>> = {
  'privilege-escalation': [
    'Set allowPrivilegeEscalation: false',
    ['allowPrivilegeEscalation'],
    SECURITY.allowPrivilegeEscalation,
  ],
  'runs-as-root': ['Set runAsNonRoot: true', ['runAsNonRoot'], SECURITY.runAsNonRoot],
  'kept-capabilities': ['Drop all capabilities', ['capabilities', 'drop'], SECURITY.capabilities.drop],
  'no-seccomp-profile': ['Use the seccomp profile of the runtime', ['seccompProfile', 'type'], SECURITY.seccompProfile.type],
};

function remedy({ code, args }: PlacedPractice, root: Node, path: Path): Remedy | undefined {
  if (code === 'mounted-token' || code === 'no-spread') {
    const pod = podAt(root, path);
    if (pod === undefined) return undefined;
    if (code === 'no-spread') return spread(pod);
    return one(
      'Set automountServiceAccountToken: false',
      reaching(pod.spec, 'PodSpec', ['automountServiceAccountToken'], 'false'),
    );
  }
  const container = containerAt(root, path);
  if (container === undefined) return undefined;
  const to = (title: string, names: readonly string[], value: Nested): Remedy | undefined =>
    one(title, reaching(container, 'Container', names, value));
  switch (code) {
    case 'no-readiness-probe':
      return probe(container, 'readinessProbe', 'Add a readiness probe');
    case 'no-liveness-probe':
      return probe(container, 'livenessProbe', 'Add a liveness probe');
    case 'no-resource-requests': {
      const wanted = Object.fromEntries(Object.entries(USUAL).filter(([name]) => args.missing?.includes(name)));
      const [name = '', value] = Object.entries(wanted)[0] ?? [];
      const isBegun = (asMapping(at(container, 'resources', 'requests'))?.entries.length ?? 0) > 0;
      // What is begun lacks one of the two.
      if (isBegun && value !== undefined) return to('Add requests', ['resources', 'requests', name], value);
      return to('Add requests', ['resources', 'requests'], wanted);
    }
    case 'no-memory-limit': {
      const text = textOf(at(container, 'resources', 'requests', 'memory')) ?? USUAL.memory.text;
      return to('Add a memory limit', ['resources', 'limits', 'memory'], { ...USUAL.memory, text });
    }
    default: {
      // Which user it should be instead is not known.
      const secured = path.at(-1) === 'runAsUser' ? undefined : SECURED[code];
      return secured && to(secured[0], ['securityContext', ...secured[1]], secured[2]);
    }
  }
}

function one(title: string, addition: Omit<Remedy, 'title'> | undefined): Remedy | undefined {
  return addition && { title, ...addition };
}

function probe(container: Mapping, name: string, title: string): Remedy | undefined {
  const found = missingProbes(container).find((each) => each.name === name);
  return found && { title, node: container.id, fields: [found] };
}

/** Pods of the workload are kept apart as far as there are nodes. */
function spread({ spec, labels }: Pod): Remedy | undefined {
  const own = labels.flatMap(({ key, value }) =>
    key.kind === 'scalar' && value.kind === 'scalar' ? [[key.value, value.value]] : [],
  );
  const [label] = own;
  if (label === undefined || !own.every(([key = '', value = '']) => /^[\w./-]+$/.test(key) && /^[A-Za-z][\w.-]*$/.test(value)))
    return undefined;
  const lines = [
    '  - maxSkew: 1',
    '    topologyKey: kubernetes.io/hostname',
    '    whenUnsatisfiable: ScheduleAnyway',
    '    labelSelector:',
    '      matchLabels:',
    ...own.map(([key, value]) => `        ${key}: ${value}`),
  ];
  const field = { name: 'topologySpreadConstraints', sketch: [`\n${lines.join('\n')}`] };
  return { title: 'Spread the pods over nodes', node: spec.id, fields: [field] };
}

function containerAt(root: Node, path: Path): Mapping | undefined {
  const index = path.findLastIndex((step, i) => typeof step === 'number' && /^(?:init)?containers$/i.test(String(path[i - 1])));
  return index < 0 ? undefined : ownMapping(nodeAt(root, path.slice(0, index + 1)));
}

interface Pod {
  readonly spec: Mapping;
  readonly labels: readonly Entry[];
}

/** Of the object whose name, or whose pods' account, the path leads to. */
function podAt(root: Node, path: Path): Pod | undefined {
  const depth = path.at(-2) === 'metadata' ? path.length - 2 : 0;
  const object = nodeAt(root, path.slice(0, depth));
  const apiVersion = textOf(field(object, 'apiVersion')) ?? '';
  const pods = podsIn(groupOf(apiVersion), textOf(field(object, 'kind')) ?? '');
  const spec = pods && ownMapping(at(object, ...pods));
  const labels = pods && asMapping(at(object, ...pods.slice(0, -1), 'metadata', 'labels'));
  return spec && { spec, labels: labels?.entries ?? [] };
}

/** Not what an alias stands for: that is of others, too. */
function ownMapping(node: Node | undefined): Mapping | undefined {
  return node?.kind === 'mapping' && node.entries.length > 0 ? node : undefined;
}
