/** What containers lack that most have: probes, resources, a security context; with what is written for it. */
import type { FilePath } from '../../../base/paths.ts';
import type { Database } from '../../../engine/database.ts';
import { asMapping, at, field, items, textOf } from '../../../syntax/navigate.ts';
import type { Mapping, Node, NodeId } from '../../../syntax/tree.ts';
import type { NewField } from '../../sketch.ts';
import { podsIn } from '../links/pointers.ts';
import { bodiesIn, objectsIn } from '../objects.ts';
import { type Nested, nested } from './nested.ts';

export interface Improvement {
  readonly title: string;
  /** The container. */
  readonly node: NodeId;
  readonly fields: readonly NewField[];
}

/** In the order of the file; parts of patches are left alone, because what they lack stands elsewhere. */
export function improvements(db: Database, file: FilePath): readonly Improvement[] {
  const objects = objectsIn(db, file).filter(({ partial }) => !partial);
  if (objects.length === 0) return [];
  const bodies = bodiesIn(db, file);
  return objects.flatMap(({ group, kind, node }) => {
    const path = podsIn(group, kind);
    const pod = path === undefined ? undefined : at(bodies.get(node), ...path);
    if (pod === undefined) return [];
    const isLasting = kind !== 'Job' && kind !== 'CronJob';
    return [
      ...items(field(pod, 'containers')).flatMap((one) => ofContainer(one, isLasting)),
      ...items(field(pod, 'initContainers')).flatMap((one) => ofContainer(one, false)),
    ];
  });
}

function ofContainer(node: Node, isLasting: boolean): readonly Improvement[] {
  const container = node.kind === 'mapping' ? node : undefined;
  const name = textOf(field(container, 'name'));
  if (container === undefined || name === undefined) return [];
  const missing = isLasting ? missingProbes(container) : [];
  const found: Improvement[] = [];
  const add = (what: string, fields: readonly NewField[]): void => {
    if (fields.length > 0) found.push({ title: `Add ${what} to container ${name}`, node: container.id, fields });
  };
  add(
    missing.length === 2 ? 'probes' : missing[0]?.name === 'readinessProbe' ? 'a readiness probe' : 'a liveness probe',
    missing,
  );
  if (field(container, 'resources') === undefined) add('resources', [nested('resources', RESOURCES)]);
  if (field(container, 'securityContext') === undefined)
    add('a restricted security context', [nested('securityContext', SECURITY)]);
  return found;
}

/** What most start with. */
export const USUAL = { cpu: { stop: 'cpu', text: '100m' }, memory: { stop: 'memory', text: '128Mi' } } as const;

const RESOURCES: Nested = {
  requests: { cpu: USUAL.cpu, memory: USUAL.memory },
  limits: { memory: USUAL.memory },
};

/** What the restricted Pod Security Standard asks of a container. */
export const SECURITY = {
  allowPrivilegeEscalation: 'false',
  runAsNonRoot: 'true',
  capabilities: { drop: '[ALL]' },
  seccompProfile: { type: 'RuntimeDefault' },
} as const satisfies Nested;

/** Probes of the first port; a container without ports says not what to ask. */
export function missingProbes(container: Mapping): readonly NewField[] {
  const [port] = items(field(container, 'ports'));
  const number = textOf(field(port, 'containerPort'));
  const target = textOf(field(port, 'name')) ?? number;
  const protocol = textOf(field(port, 'protocol')) ?? 'TCP';
  if (target === undefined || protocol !== 'TCP' || asMapping(port) === undefined || !/^[a-z0-9-]+$/.test(target)) return [];
  const speaksHttp = /^(?:https?|web|metrics|health)/.test(target) || /^(?:80|8080|8000|3000|9090)$/.test(number ?? '');
  return ['readinessProbe', 'livenessProbe']
    .filter((name) => field(container, name) === undefined)
    .map((name) => {
      const path = { stop: `path of ${name}`, text: '/' };
      const http: Nested = { path, port: target, ...(target.startsWith('https') && { scheme: 'HTTPS' }) };
      return nested(name, speaksHttp ? { httpGet: http } : { tcpSocket: { port: target } });
    });
}
