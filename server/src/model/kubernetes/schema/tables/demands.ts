/**
 * What the API server's Go code demands of single fields beyond their types (`pkg/apis/<group>/validation`), a type a line: `field=1..65535`
 * for whole numbers, `field={A|B}` for words that OpenAPI does not list, `field=label` for texts in one of the forms of
 * `forms.ts`, `field=any` for what is not looked at. A form in front of `:` is that of a mapping's keys. `test/conformance/kubernetes` holds it against a real server.
 */
export const DEMANDS = `
admissionregistration/v1.MutatingAdmissionPolicyBindingSpec policyName=subdomain
admissionregistration/v1.MutatingWebhook timeoutSeconds=1..30
admissionregistration/v1.ServiceReference port=1..65535 path=slash
admissionregistration/v1.ValidatingAdmissionPolicyBindingSpec policyName=subdomain
admissionregistration/v1.ValidatingWebhook timeoutSeconds=1..30
admissionregistration/v1.Validation reason={Forbidden|Invalid|RequestEntityTooLarge|Unauthorized}
apiextensions/v1.CustomResourceColumnDefinition type={boolean|date|integer|number|string}
apiextensions/v1.CustomResourceDefinitionSpec scope={Cluster|Namespaced} group=subdomain
apiextensions/v1.CustomResourceDefinitionNames plural=label singular=label shortNames=label categories=label
apiextensions/v1.CustomResourceDefinitionVersion name=label
apiregistration/v1.APIServiceSpec groupPriorityMinimum=1..20000 versionPriority=1..1000
apiregistration/v1.ServiceReference port=1..65535
apps/v1.ControllerRevision revision=0..
apps/v1.DeploymentSpec replicas=0.. revisionHistoryLimit=0.. minReadySeconds=0.. progressDeadlineSeconds=0..
apps/v1.DaemonSetSpec revisionHistoryLimit=0.. minReadySeconds=0..
apps/v1.ReplicaSetSpec replicas=0.. minReadySeconds=0..
apps/v1.RollingUpdateDaemonSet maxSurge=0..,percent maxUnavailable=0..,percent
apps/v1.RollingUpdateDeployment maxSurge=0..,percent maxUnavailable=0..,percent
apps/v1.RollingUpdateStatefulSetStrategy partition=0..
apps/v1.StatefulSetOrdinals start=0..
apps/v1.StatefulSetPersistentVolumeClaimRetentionPolicy whenDeleted={Delete|Retain} whenScaled={Delete|Retain}
apps/v1.StatefulSetSpec replicas=0.. minReadySeconds=0.. serviceName=label
autoscaling/v1.CrossVersionObjectReference name=segment
autoscaling/v1.HorizontalPodAutoscalerSpec minReplicas=0.. maxReplicas=1.. targetCPUUtilizationPercentage=1..
autoscaling/v2.CrossVersionObjectReference name=segment
autoscaling/v2.HPAScalingPolicy type={Percent|Pods} value=1.. periodSeconds=1..1800
autoscaling/v2.HPAScalingRules selectPolicy={Disabled|Max|Min} stabilizationWindowSeconds=0..3600
autoscaling/v2.HorizontalPodAutoscalerSpec minReplicas=0.. maxReplicas=1..
autoscaling/v2.MetricIdentifier name=segment selector=any
autoscaling/v2.MetricSpec type={ContainerResource|External|Object|Pods|Resource}
autoscaling/v2.MetricTarget type={AverageValue|Utilization|Value} averageUtilization=1..
batch/v1.CronJobSpec schedule=cron startingDeadlineSeconds=0.. successfulJobsHistoryLimit=0.. failedJobsHistoryLimit=0..
batch/v1.JobSpec parallelism=0.. completions=0.. backoffLimit=0.. backoffLimitPerIndex=0.. maxFailedIndexes=0.. activeDeadlineSeconds=0.. ttlSecondsAfterFinished=0..
batch/v1.PodFailurePolicyOnPodConditionsPattern status={False|True|Unknown}
certificates/v1.CertificateSigningRequestSpec expirationSeconds=600..
coordination/v1.LeaseSpec leaseDurationSeconds=1.. leaseTransitions=0..
core/v1.ClientIPConfig timeoutSeconds=1..86400
core/v1.ConfigMap data=config-key: binaryData=config-key:
core/v1.ConfigMapEnvSource name=subdomain
core/v1.ConfigMapKeySelector name=subdomain key=config-key
core/v1.ConfigMapVolumeSource defaultMode=0..511
core/v1.Container name=label restartPolicy={Always|Never|OnFailure}
core/v1.ContainerPort containerPort=1..65535 hostPort=0..65535 name=port-name
core/v1.ContainerResizePolicy resourceName={cpu|memory} restartPolicy={NotRequired|RestartContainer}
core/v1.DownwardAPIVolumeFile mode=0..511
core/v1.DownwardAPIVolumeSource defaultMode=0..511
core/v1.EndpointAddress ip=ip hostname=label
core/v1.EndpointPort port=1..65535 name=label
core/v1.GRPCAction port=1..65535
core/v1.HTTPGetAction port=1..65535,port-name
core/v1.HostAlias ip=ip hostnames=subdomain
core/v1.KeyToPath mode=0..511
core/v1.NFSVolumeSource path=slash
core/v1.NodeSpec podCIDR=cidr
core/v1.PersistentVolumeClaimSpec storageClassName=subdomain
core/v1.PersistentVolumeSpec storageClassName=subdomain
core/v1.PodDNSConfig nameservers=ip
core/v1.PodSecurityContext runAsUser=0..2147483647 runAsGroup=0..2147483647 fsGroup=0..2147483647
core/v1.PodSpec serviceAccountName=subdomain nodeSelector=label-value
core/v1.PreferredSchedulingTerm weight=1..100
core/v1.Probe initialDelaySeconds=0.. periodSeconds=0.. timeoutSeconds=0.. failureThreshold=0.. successThreshold=0..
core/v1.ProjectedVolumeSource defaultMode=0..511
core/v1.ReplicationControllerSpec replicas=0.. minReadySeconds=0..
core/v1.Secret data=config-key: stringData=config-key:
core/v1.SecretEnvSource name=subdomain
core/v1.SecretKeySelector name=subdomain key=config-key
core/v1.SecretVolumeSource defaultMode=0..511
core/v1.SecurityContext runAsUser=0..2147483647 runAsGroup=0..2147483647
core/v1.ServiceAccountTokenProjection expirationSeconds=600..
core/v1.ServicePort port=1..65535 targetPort=0..65535,port-name nodePort=0..65535 name=label
core/v1.ServiceSpec externalName=subdomain loadBalancerSourceRanges=cidr externalIPs=ip selector=label-value
core/v1.SleepAction seconds=0..
core/v1.TCPSocketAction port=1..65535,port-name
core/v1.TopologySpreadConstraint maxSkew=1..
core/v1.Volume name=label
core/v1.WeightedPodAffinityTerm weight=1..100
discovery/v1.Endpoint hostname=label
discovery/v1.EndpointPort name=label
flowcontrol/v1.FlowDistinguisherMethod type={ByNamespace|ByUser}
flowcontrol/v1.FlowSchemaSpec matchingPrecedence=0..10000
flowcontrol/v1.LimitResponse type={Queue|Reject}
flowcontrol/v1.LimitedPriorityLevelConfiguration nominalConcurrencyShares=0..
flowcontrol/v1.PriorityLevelConfigurationReference name=subdomain
flowcontrol/v1.PriorityLevelConfigurationSpec type={Exempt|Limited}
flowcontrol/v1.QueuingConfiguration queues=0.. handSize=0.. queueLengthLimit=0..
flowcontrol/v1.Subject kind={Group|ServiceAccount|User}
meta/v1.LabelSelector matchLabels=label-value
meta/v1.LabelSelectorRequirement operator={DoesNotExist|Exists|In|NotIn} values=label-value
networking/v1.HTTPIngressPath path=slash
networking/v1.IPBlock cidr=cidr except=cidr
networking/v1.IngressClassParametersReference scope={Cluster|Namespace} name=segment
networking/v1.IngressRule host=host
networking/v1.IngressServiceBackend name=label
networking/v1.IngressSpec ingressClassName=subdomain
networking/v1.IngressTLS secretName=subdomain hosts=host
networking/v1.NetworkPolicyPort port=1..65535,port-name endPort=1..65535
networking/v1.ServiceBackendPort number=0..65535 name=port-name
networking/v1.ServiceCIDRSpec cidrs=cidr
node/v1.RuntimeClass handler=label
node/v1.Scheduling nodeSelector=label-value
policy/v1.PodDisruptionBudgetSpec minAvailable=0..,percent maxUnavailable=0..,percent
rbac/v1.RoleRef kind={ClusterRole|Role} apiGroup={rbac.authorization.k8s.io} name=segment
rbac/v1.Subject kind={Group|ServiceAccount|User}
resource/v1.Device name=label
resource/v1.DeviceRequest name=label
resource/v1.ExactDeviceRequest deviceClassName=subdomain count=0..
resource/v1.ResourcePool generation=0.. resourceSliceCount=1..
resource/v1.ResourceSliceSpec nodeName=subdomain
storage/v1.CSIDriverSpec fsGroupPolicy={File|None|ReadWriteOnceWithFSType} volumeLifecycleModes={Ephemeral|Persistent}
storage/v1.CSIStorageCapacity storageClassName=subdomain
storage/v1.TokenRequest expirationSeconds=600..
storage/v1.VolumeAttachmentSource persistentVolumeName=subdomain
storage/v1.VolumeAttachmentSpec nodeName=subdomain
storage/v1.VolumeNodeResources count=0..
`;
