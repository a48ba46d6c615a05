/** What containers lack that most have: probes, resources, a security context; with the text that adds it. */
import type { FilePath } from '../../../base/paths.ts';
import type { Database } from '../../../engine/database.ts';
import { asMapping, at, field, items, textOf } from '../../../syntax/navigate.ts';
import type { Mapping, Node, NodeId } from '../../../syntax/tree.ts';
import { podSpecPath } from '../kinds.ts';
import { bodiesIn, objectsIn } from '../objects.ts';

export interface Improvement {
  readonly title: string;
  /** The container. */
  readonly node: NodeId;
  /** Fields of it, as YAML. */
  readonly text: string;
}

/** Kinds of extensions whose pods stand where those of a Deployment do. */
const ALIKE: ReadonlySet<string> = new Set(['argoproj.io/Rollout']);

/** In the order of the file; parts of patches are left alone, because what they lack stands elsewhere. */
export function improvements(db: Database, file: FilePath): readonly Improvement[] {
  const objects = objectsIn(db, file).filter(({ partial }) => !partial);
  if (objects.length === 0) return [];
  const bodies = bodiesIn(db, file);
  return objects.flatMap(({ group, kind, node }) => {
    const path = podSpecPath(group, kind) ?? (ALIKE.has(`${group}/${kind}`) ? ['spec', 'template', 'spec'] : undefined);
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
  const probes = isLasting ? missingProbes(container) : undefined;
  const found: Improvement[] = [];
  if (probes !== undefined) found.push({ ...probes, node: container.id, title: `${probes.title} to container ${name}` });
  if (isFree(container, 'resources'))
    found.push({ title: `Add resources to container ${name}`, node: container.id, text: RESOURCES });
  if (isFree(container, 'securityContext'))
    found.push({ title: `Add a restricted security context to container ${name}`, node: container.id, text: SECURITY });
  return found;
}

function isFree(container: Mapping, name: string): boolean {
  return field(container, name) === undefined;
}

const RESOURCES = 'resources:\n  requests:\n    cpu: 100m\n    memory: 128Mi\n  limits:\n    memory: 128Mi';

/** What the restricted Pod Security Standard asks of a container. */
const SECURITY =
  'securityContext:\n  allowPrivilegeEscalation: false\n  runAsNonRoot: true\n  capabilities:\n    drop: [ALL]\n  seccompProfile:\n    type: RuntimeDefault';

/** Probes of the first port; a container without ports says not what to ask. */
function missingProbes(container: Mapping): Pick<Improvement, 'title' | 'text'> | undefined {
  const [port] = items(field(container, 'ports'));
  const number = textOf(field(port, 'containerPort'));
  const target = textOf(field(port, 'name')) ?? number;
  const protocol = textOf(field(port, 'protocol')) ?? 'TCP';
  if (target === undefined || protocol !== 'TCP' || asMapping(port) === undefined || !/^[a-z0-9-]+$/.test(target))
    return undefined;
  const speaksHttp = /^(?:https?|web|metrics|health)/.test(target) || /^(?:80|8080|8000|3000|9090)$/.test(number ?? '');
  const scheme = target.startsWith('https') ? '\n    scheme: HTTPS' : '';
  const question = speaksHttp ? `  httpGet:\n    path: /\n    port: ${target}${scheme}` : `  tcpSocket:\n    port: ${target}`;
  const missing = ['readinessProbe', 'livenessProbe'].filter((name) => isFree(container, name));
  const title =
    missing.length === 2 ? 'Add probes' : missing[0] === 'readinessProbe' ? 'Add a readiness probe' : 'Add a liveness probe';
  return missing.length === 0 ? undefined : { title, text: missing.map((name) => `${name}:\n${question}`).join('\n') };
}
