/**
 * The fields that the API server insists on. Its schema calls more of them required than its validation
 * (`pkg/apis/<group>/validation`) does: a StatefulSet without `serviceName` and a ClusterRole without `rules` are stored.
 * Only what stands here is told; kinds and volumes that hardly anyone writes are left out.
 */
const REQUIRED: ReadonlyMap<string, readonly string[]> = new Map(
  `admissionregistration/v1.MatchCondition expression name
admissionregistration/v1.MutatingWebhook admissionReviewVersions clientConfig name sideEffects
admissionregistration/v1.ValidatingWebhook admissionReviewVersions clientConfig name sideEffects
apiextensions/v1.CustomResourceDefinition spec
apiextensions/v1.CustomResourceDefinitionNames kind plural
apiextensions/v1.CustomResourceDefinitionSpec group names scope versions
apiextensions/v1.CustomResourceDefinitionVersion name
apiregistration/v1.APIServiceSpec groupPriorityMinimum versionPriority
apps/v1.DaemonSet spec
apps/v1.DaemonSetSpec selector template
apps/v1.Deployment spec
apps/v1.DeploymentSpec selector template
apps/v1.ReplicaSet spec
apps/v1.ReplicaSetSpec selector
apps/v1.StatefulSet spec
apps/v1.StatefulSetSpec selector template
autoscaling/v1.CrossVersionObjectReference kind name
autoscaling/v1.HorizontalPodAutoscalerSpec maxReplicas scaleTargetRef
autoscaling/v2.ContainerResourceMetricSource container name target
autoscaling/v2.CrossVersionObjectReference kind name
autoscaling/v2.ExternalMetricSource metric target
autoscaling/v2.HPAScalingPolicy periodSeconds type value
autoscaling/v2.HorizontalPodAutoscaler spec
autoscaling/v2.HorizontalPodAutoscalerSpec maxReplicas scaleTargetRef
autoscaling/v2.MetricIdentifier name
autoscaling/v2.MetricSpec type
autoscaling/v2.MetricTarget type
autoscaling/v2.ObjectMetricSource describedObject metric target
autoscaling/v2.PodsMetricSource metric target
autoscaling/v2.ResourceMetricSource name target
batch/v1.CronJob spec
batch/v1.CronJobSpec jobTemplate schedule
batch/v1.Job spec
batch/v1.JobSpec template
core/v1.CSIPersistentVolumeSource driver volumeHandle
core/v1.CSIVolumeSource driver
core/v1.ConfigMapKeySelector key
core/v1.Container image name
core/v1.ContainerPort containerPort
core/v1.DownwardAPIVolumeFile path
core/v1.EnvVar name
core/v1.GRPCAction port
core/v1.HTTPGetAction port
core/v1.HTTPHeader name
core/v1.HostAlias ip
core/v1.HostPathVolumeSource path
core/v1.ISCSIVolumeSource iqn targetPortal
core/v1.KeyToPath key path
core/v1.LimitRangeItem type
core/v1.LocalVolumeSource path
core/v1.NFSVolumeSource path server
core/v1.NodeSelector nodeSelectorTerms
core/v1.NodeSelectorRequirement key operator
core/v1.ObjectFieldSelector fieldPath
core/v1.PersistentVolumeClaimVolumeSource claimName
core/v1.PodAffinityTerm topologyKey
core/v1.PodReadinessGate conditionType
core/v1.PodResourceClaim name
core/v1.PodSchedulingGate name
core/v1.PodSpec containers
core/v1.PreferredSchedulingTerm weight
core/v1.ResourceFieldSelector resource
core/v1.SeccompProfile type
core/v1.SecretKeySelector key
core/v1.ServiceAccountTokenProjection path
core/v1.ServicePort port
core/v1.Sysctl name
core/v1.TCPSocketAction port
core/v1.Taint effect key
core/v1.TopologySpreadConstraint maxSkew topologyKey whenUnsatisfiable
core/v1.TypedLocalObjectReference kind name
core/v1.Volume name
core/v1.VolumeDevice devicePath name
core/v1.VolumeMount mountPath name
core/v1.WeightedPodAffinityTerm podAffinityTerm weight
discovery/v1.Endpoint addresses
discovery/v1.EndpointSlice addressType
meta/v1.LabelSelectorRequirement key operator
meta/v1.OwnerReference apiVersion kind name uid
networking/v1.HTTPIngressPath backend pathType
networking/v1.HTTPIngressRuleValue paths
networking/v1.IPBlock cidr
networking/v1.IngressClassParametersReference kind name
networking/v1.IngressServiceBackend name
node/v1.RuntimeClass handler
rbac/v1.ClusterRoleBinding roleRef
rbac/v1.PolicyRule verbs
rbac/v1.RoleBinding roleRef
rbac/v1.RoleRef kind name
rbac/v1.Subject kind name
storage/v1.StorageClass provisioner
storage/v1.VolumeAttributesClass driverName`
    .split('\n')
    .map((line) => {
      const [type = '', ...fields] = line.split(' ');
      return [type, fields] as const;
    }),
);

const NONE: readonly string[] = [];

/** The fields that an object of this type must have. */
export function requiredFields(type: string): readonly string[] {
  return REQUIRED.get(type) ?? NONE;
}

/**
 * Lists whose items the API server itself tells apart, by the type and field that hold them. The keys of other lists matter
 * to server-side apply only: what is created with a doubled one is stored.
 */
const TOLD_APART: ReadonlySet<string> = new Set([
  'admissionregistration/v1.MutatingWebhookConfiguration.webhooks',
  'admissionregistration/v1.ValidatingWebhookConfiguration.webhooks',
  'core/v1.PodSpec.containers',
  'core/v1.PodSpec.ephemeralContainers',
  'core/v1.PodSpec.initContainers',
  'core/v1.PodSpec.resourceClaims',
  'core/v1.PodSpec.schedulingGates',
  'core/v1.PodSpec.topologySpreadConstraints',
  'core/v1.PodSpec.volumes',
  'core/v1.Container.volumeDevices',
  'core/v1.Container.volumeMounts',
  'core/v1.ServiceSpec.ports',
]);

export function areToldApart(type: string, field: string): boolean {
  return TOLD_APART.has(`${type}.${field}`);
}
