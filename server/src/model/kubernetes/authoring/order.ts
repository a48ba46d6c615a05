/** In which order people write the fields of the common types, and what they write with a new one beyond what is required. */
import type { Struct } from '../schema/shapes.ts';

/** Fields that the server writes. */
const NEVER: ReadonlySet<string> = new Set([
  'creationTimestamp',
  'deletionGracePeriodSeconds',
  'deletionTimestamp',
  'generation',
  'managedFields',
  'resourceVersion',
  'selfLink',
  'uid',
]);

/** By type without its group and version; what is not named follows in the order of the alphabet. */
const USUAL: ReadonlyMap<string, readonly string[]> = new Map(
  `ObjectMeta name namespace labels annotations
Container name image imagePullPolicy command args ports env envFrom resources volumeMounts livenessProbe readinessProbe startupProbe securityContext lifecycle workingDir
PodSpec serviceAccountName securityContext initContainers containers volumes imagePullSecrets nodeSelector affinity tolerations topologySpreadConstraints restartPolicy terminationGracePeriodSeconds
PodTemplateSpec metadata spec
DeploymentSpec replicas selector strategy template revisionHistoryLimit
StatefulSetSpec serviceName replicas selector template volumeClaimTemplates updateStrategy
DaemonSetSpec selector template updateStrategy
JobSpec template backoffLimit ttlSecondsAfterFinished activeDeadlineSeconds completions parallelism
CronJobSpec schedule jobTemplate concurrencyPolicy successfulJobsHistoryLimit failedJobsHistoryLimit suspend timeZone
ServiceSpec type selector ports clusterIP
ServicePort name port targetPort protocol
ContainerPort name containerPort protocol
EnvVar name value valueFrom
EnvVarSource configMapKeyRef secretKeyRef fieldRef resourceFieldRef
ConfigMapKeySelector name key optional
SecretKeySelector name key optional
EnvFromSource configMapRef secretRef prefix
VolumeMount name mountPath subPath readOnly
Volume name configMap secret emptyDir persistentVolumeClaim projected hostPath csi
Probe httpGet tcpSocket exec grpc initialDelaySeconds periodSeconds timeoutSeconds failureThreshold
HTTPGetAction path port scheme
ResourceRequirements requests limits
IngressSpec ingressClassName tls rules defaultBackend
IngressRule host http
HTTPIngressPath path pathType backend
HorizontalPodAutoscalerSpec scaleTargetRef minReplicas maxReplicas metrics behavior
PersistentVolumeClaimSpec accessModes storageClassName resources
NetworkPolicySpec podSelector policyTypes ingress egress
PolicyRule apiGroups resources verbs resourceNames
SecurityContext runAsNonRoot runAsUser readOnlyRootFilesystem allowPrivilegeEscalation capabilities seccompProfile privileged`
    .split('\n')
    .map((line) => {
      const [type = '', ...fields] = line.split(' ');
      return [type, fields];
    }),
);

/** What is written with a new object of the type although the server does not insist on it. */
const WITH_NEW: ReadonlyMap<string, readonly string[]> = new Map(
  `Deployment spec
StatefulSet spec
DaemonSet spec
ReplicaSet spec
Job spec
CronJob spec
Pod spec
Service spec
Ingress spec
HorizontalPodAutoscaler spec
PodDisruptionBudget spec
NetworkPolicy spec
PersistentVolumeClaim spec
PersistentVolume spec
ResourceQuota spec
LimitRange spec
ConfigMap data
Secret type stringData
Role rules
ClusterRole rules
RoleBinding subjects
ClusterRoleBinding subjects
ObjectMeta name
LabelSelector matchLabels
PodTemplateSpec metadata spec
Container name image
ServiceSpec selector ports
ServicePort name port targetPort
ContainerPort name containerPort
EnvVar name value
VolumeMount name mountPath
HTTPGetAction path port
Probe httpGet
DeploymentStrategy type
ResourceRequirements requests limits
IngressSpec rules
IngressRule host http
IngressBackend service
IngressServiceBackend name port
ServiceBackendPort name
HTTPIngressPath path pathType backend
HorizontalPodAutoscalerSpec scaleTargetRef minReplicas maxReplicas
PodDisruptionBudgetSpec minAvailable selector
NetworkPolicySpec podSelector policyTypes
PersistentVolumeClaimSpec accessModes resources
VolumeResourceRequirements requests
PolicyRule apiGroups resources verbs
Subject kind name namespace
CrossVersionObjectReference apiVersion kind name
ConfigMapKeySelector name key
SecretKeySelector name key
ConfigMapEnvSource name
SecretEnvSource name
ConfigMapVolumeSource name
SecretVolumeSource secretName
ResourceQuotaSpec hard
StatefulSetSpec serviceName`
    .split('\n')
    .map((line) => {
      const [type = '', ...fields] = line.split(' ');
      return [type, fields];
    }),
);

const NONE: readonly string[] = [];

export function typeName({ name }: Struct): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function isBuiltIn({ name }: Struct): boolean {
  return /^[a-z]+\/v\d\w*\.\w+$/.test(name);
}

/** False for what nobody writes: the status, and what the server itself adds. */
export function isWritten(type: Struct, field: string, depth: number): boolean {
  if (depth === 0 && field === 'status') return false;
  return !(isBuiltIn(type) && typeName(type) === 'ObjectMeta' && NEVER.has(field));
}

/** The fields of a built-in type that come first, in their order. */
export function usualFields(type: Struct): readonly string[] {
  return (isBuiltIn(type) ? USUAL.get(typeName(type)) : undefined) ?? NONE;
}

export function writtenWithNew(type: Struct): readonly string[] {
  return (isBuiltIn(type) ? WITH_NEW.get(typeName(type)) : undefined) ?? NONE;
}

/** The usual fields in front of one; undefined where there is no usual order. `type` is without group and version. */
export function fieldsBefore(type: string, name: string): readonly string[] | undefined {
  const usual = USUAL.get(type);
  const place = usual?.indexOf(name) ?? -1;
  return place < 0 ? undefined : usual?.slice(0, place);
}
