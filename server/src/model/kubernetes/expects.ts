/** Where a Kubernetes object names another one: which kind is expected there. */
import type { Expectation } from '../facts.ts';
import { OBJECT } from '../spaces.ts';

/** The ends of paths, `*` being an index, with the role of the reference and the group and kind that it names. */
const ENDS: readonly (readonly [end: string, role: string, prefix: string])[] = [
  ['metadata/namespace', 'kubernetes/namespace', '/Namespace/'],
  ['configMapKeyRef/name', 'kubernetes/configMap', '/ConfigMap/'],
  ['configMapRef/name', 'kubernetes/configMap', '/ConfigMap/'],
  ['configMap/name', 'kubernetes/configMap', '/ConfigMap/'],
  ['secretKeyRef/name', 'kubernetes/secret', '/Secret/'],
  ['secretRef/name', 'kubernetes/secret', '/Secret/'],
  ['secret/name', 'kubernetes/secret', '/Secret/'],
  ['secret/secretName', 'kubernetes/secret', '/Secret/'],
  ['tls/*/secretName', 'kubernetes/secret', '/Secret/'],
  ['imagePullSecrets/*/name', 'kubernetes/secret', '/Secret/'],
  ['persistentVolumeClaim/claimName', 'kubernetes/claim', '/PersistentVolumeClaim/'],
  ['spec/serviceAccountName', 'kubernetes/serviceAccount', '/ServiceAccount/'],
  ['backend/service/name', 'kubernetes/service', '/Service/'],
  ['defaultBackend/service/name', 'kubernetes/service', '/Service/'],
  ['spec/serviceName', 'kubernetes/service', '/Service/'],
  ['spec/priorityClassName', 'kubernetes/priorityClass', 'scheduling.k8s.io/PriorityClass/'],
  ['spec/ingressClassName', 'kubernetes/ingressClass', 'networking.k8s.io/IngressClass/'],
];

export function expectedAt(path: readonly (string | number)[], scope: string | undefined): readonly Expectation[] {
  const written = `/${path.map((step) => (typeof step === 'number' ? '*' : step)).join('/')}`;
  return ENDS.filter(([end]) => written.endsWith(`/${end}`)).map(([, role, prefix]) => {
    const isNamespaced = prefix.startsWith('/') && prefix !== '/Namespace/';
    return { space: OBJECT, role, prefix, scope: isNamespaced ? scope : undefined };
  });
}
