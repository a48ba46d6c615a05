/**
 * What the API server's Go code demands of single fields beyond their types (`pkg/apis/<group>/validation`), a type a line: `field=1..65535`
 * for whole numbers, `field={A|B}` for words that OpenAPI does not list, `field=label` for texts in one of the forms of
 * `forms.ts`, `field=any` for what is not looked at. A form in front of `:` is that of a mapping's keys; a `!` at the end says
 * that an empty text, which else counts as not written, is looked at too; `1n..` is every amount above zero. `test/conformance/kubernetes` holds it against a real server.
 */
export const DEMANDS = `
admissionregistration/v1.MatchCondition name=qualified
admissionregistration/v1.MatchResources matchPolicy=!
admissionregistration/v1.MutatingAdmissionPolicyBindingSpec policyName=subdomain
admissionregistration/v1.MutatingWebhook timeoutSeconds=1..30 name=dotted admissionReviewVersions=dns1035 failurePolicy=! matchPolicy=! reinvocationPolicy=! sideEffects={None|NoneOnDryRun}
admissionregistration/v1.NamedRuleWithOperations apiVersions=present resources=present scope=!
admissionregistration/v1.RuleWithOperations apiVersions=present resources=present scope=!
admissionregistration/v1.ServiceReference port=1..65535 path=slash
admissionregistration/v1.ValidatingAdmissionPolicyBindingSpec policyName=subdomain
admissionregistration/v1.ValidatingAdmissionPolicySpec failurePolicy=!
admissionregistration/v1.ValidatingWebhook timeoutSeconds=1..30 name=dotted admissionReviewVersions=dns1035 failurePolicy=! matchPolicy=! sideEffects={None|NoneOnDryRun}
admissionregistration/v1.Validation reason={Forbidden|Invalid|RequestEntityTooLarge|Unauthorized}!
admissionregistration/v1.Variable name=cel-name
admissionregistration/v1.WebhookClientConfig url=https-url!
apiextensions/v1.CustomResourceColumnDefinition type={boolean|date|integer|number|string} jsonPath=json-path
apiextensions/v1.CustomResourceDefinitionNames kind=mixed-dns1035 listKind=mixed-dns1035 plural=dns1035 singular=dns1035 shortNames=dns1035 categories=dns1035
apiextensions/v1.CustomResourceDefinitionSpec scope={Cluster|Namespaced} group=subdomain
apiextensions/v1.CustomResourceDefinitionVersion name=dns1035
apiextensions/v1.CustomResourceSubresourceScale specReplicasPath=json-path statusReplicasPath=json-path labelSelectorPath=json-path
apiregistration/v1.APIServiceSpec groupPriorityMinimum=1..20000 versionPriority=1..1000 group=subdomain version=dns1035
apiregistration/v1.ServiceReference port=1..65535
apps/v1.ControllerRevision revision=0..
apps/v1.DaemonSetSpec revisionHistoryLimit=0.. minReadySeconds=0..
apps/v1.DeploymentSpec replicas=0.. revisionHistoryLimit=0.. minReadySeconds=0.. progressDeadlineSeconds=0..
apps/v1.ReplicaSetSpec replicas=0.. minReadySeconds=0..
apps/v1.RollingUpdateDaemonSet maxSurge=0..,part maxUnavailable=0..,part
apps/v1.RollingUpdateDeployment maxSurge=0..,percent maxUnavailable=0..,part
apps/v1.RollingUpdateStatefulSetStrategy partition=0..
apps/v1.StatefulSetOrdinals start=0..
apps/v1.StatefulSetPersistentVolumeClaimRetentionPolicy whenDeleted={Delete|Retain} whenScaled={Delete|Retain}
apps/v1.StatefulSetSpec replicas=0.. minReadySeconds=0.. serviceName=label
autoscaling/v1.CrossVersionObjectReference kind=segment name=segment
autoscaling/v1.HorizontalPodAutoscalerSpec minReplicas=0.. maxReplicas=1.. targetCPUUtilizationPercentage=1..
autoscaling/v2.ContainerResourceMetricSource name=standard-resource container=label
autoscaling/v2.CrossVersionObjectReference kind=segment name=segment
autoscaling/v2.HPAScalingPolicy type={Percent|Pods} value=1.. periodSeconds=1..1800
autoscaling/v2.HPAScalingRules selectPolicy={Disabled|Max|Min}! stabilizationWindowSeconds=0..3600
autoscaling/v2.HorizontalPodAutoscalerSpec minReplicas=0.. maxReplicas=1..
autoscaling/v2.MetricIdentifier name=segment selector=any
autoscaling/v2.MetricSpec type={ContainerResource|External|Object|Pods|Resource}
autoscaling/v2.MetricTarget type={AverageValue|Utilization|Value} averageUtilization=1.. value=1n.. averageValue=1n..
batch/v1.CronJobSpec schedule=cron startingDeadlineSeconds=0.. successfulJobsHistoryLimit=0.. failedJobsHistoryLimit=0.. timeZone=time-zone!
batch/v1.JobSpec parallelism=0.. completions=0.. backoffLimit=0.. backoffLimitPerIndex=0.. maxFailedIndexes=0.. activeDeadlineSeconds=0.. ttlSecondsAfterFinished=0.. completionMode=! podReplacementPolicy=! managedBy=domain-path
batch/v1.PodFailurePolicyOnPodConditionsPattern status={False|True|Unknown} type=qualified
certificates/v1.CertificateSigningRequestSpec expirationSeconds=600.. signerName=domain-path
coordination/v1.LeaseSpec leaseDurationSeconds=1.. leaseTransitions=0..
core/v1.CSIPersistentVolumeSource driver=driver
core/v1.CSIVolumeSource driver=driver
core/v1.ClientIPConfig timeoutSeconds=1..86400
core/v1.ConfigMap data=config-key: binaryData=config-key:
core/v1.ConfigMapEnvSource name=subdomain
core/v1.ConfigMapKeySelector name=subdomain key=config-key
core/v1.ConfigMapVolumeSource defaultMode=0..511
core/v1.Container name=label restartPolicy={Always|Never|OnFailure}
core/v1.ContainerPort containerPort=1..65535 hostPort=0..65535 name=port-name
core/v1.ContainerResizePolicy resourceName={cpu|memory} restartPolicy={NotRequired|RestartContainer}
core/v1.DownwardAPIVolumeFile mode=0..511 path=file-path
core/v1.DownwardAPIVolumeSource defaultMode=0..511
core/v1.EmptyDirVolumeSource sizeLimit=0..
core/v1.EndpointAddress ip=ip hostname=label
core/v1.EndpointPort port=1..65535 name=label
core/v1.EnvFromSource prefix=env-name
core/v1.EnvVar name=env-name
core/v1.GRPCAction port=1..65535
core/v1.HTTPGetAction port=1..65535,port-name
core/v1.HTTPHeader name=header-name
core/v1.HostAlias ip=ip hostnames=subdomain
core/v1.HostPathVolumeSource path=no-backsteps
core/v1.KeyToPath mode=0..511 path=file-path
core/v1.LimitRangeItem type=limit-type max=standard-resource: min=standard-resource: default=standard-resource: defaultRequest=standard-resource: maxLimitRequestRatio=standard-resource:,1..
core/v1.LocalVolumeSource path=no-backsteps
core/v1.NFSVolumeSource path=slash
core/v1.NamespaceSpec finalizers=finalizer
core/v1.NodeSelectorRequirement key=qualified
core/v1.NodeSpec podCIDR=cidr
core/v1.ObjectFieldSelector fieldPath=field-path
core/v1.PersistentVolumeClaimSpec storageClassName=subdomain volumeMode=!
core/v1.PersistentVolumeSpec storageClassName=subdomain volumeMode=! capacity=storage-only:,1n..
core/v1.PodAffinityTerm topologyKey=qualified namespaces=label
core/v1.PodDNSConfig nameservers=ip searches=search
core/v1.PodReadinessGate conditionType=qualified
core/v1.PodSchedulingGate name=qualified
core/v1.PodSecurityContext runAsUser=0..2147483647 runAsGroup=0..2147483647 fsGroup=0..2147483647 supplementalGroups=0..2147483647
core/v1.PodSpec serviceAccountName=subdomain nodeSelector=label-value,qualified: hostname=label subdomain=label activeDeadlineSeconds=1..2147483647 overhead=container-resource:,0..
core/v1.PreferredSchedulingTerm weight=1..100
core/v1.Probe initialDelaySeconds=0.. periodSeconds=0.. timeoutSeconds=0.. failureThreshold=0.. successThreshold=0.. terminationGracePeriodSeconds=1..
core/v1.ProjectedVolumeSource defaultMode=0..511
core/v1.ReplicationControllerSpec replicas=0.. minReadySeconds=0..
core/v1.ResourceFieldSelector resource=resource-field
core/v1.ResourceQuotaSpec hard=quota-resource:,0..
core/v1.ResourceRequirements limits=container-resource:,0.. requests=container-resource:,0..
core/v1.ScopedResourceSelectorRequirement scopeName={BestEffort|CrossNamespacePodAffinity|NotBestEffort|NotTerminating|PriorityClass|Terminating|VolumeAttributesClass}
core/v1.Secret data=config-key: stringData=config-key:
core/v1.SecretEnvSource name=subdomain
core/v1.SecretKeySelector name=subdomain key=config-key
core/v1.SecretVolumeSource defaultMode=0..511
core/v1.SecurityContext runAsUser=0..2147483647 runAsGroup=0..2147483647 procMount=!
core/v1.ServiceAccountTokenProjection expirationSeconds=600.. path=file-path
core/v1.ServicePort port=1..65535 targetPort=0..65535,port-name nodePort=0..65535 name=label appProtocol=qualified!
core/v1.ServiceSpec externalName=full-name loadBalancerSourceRanges=loose-cidr externalIPs=ip selector=label-value internalTrafficPolicy=! ipFamilyPolicy=! ipFamilies={IPv4|IPv6} clusterIP=cluster-ip clusterIPs=cluster-ip loadBalancerClass=qualified! trafficDistribution={PreferClose|PreferSameNode|PreferSameZone}
core/v1.SleepAction seconds=0..
core/v1.Sysctl name=sysctl
core/v1.TCPSocketAction port=1..65535,port-name
core/v1.Taint key=qualified value=label-value
core/v1.Toleration key=qualified value=label-value
core/v1.TopologySelectorLabelRequirement key=qualified
core/v1.TopologySpreadConstraint maxSkew=1.. minDomains=1..
core/v1.Volume name=label
core/v1.VolumeDevice devicePath=no-backsteps
core/v1.VolumeMount subPath=relative-path subPathExpr=relative-path
core/v1.VolumeResourceRequirements requests=1n..
core/v1.WeightedPodAffinityTerm weight=1..100
discovery/v1.Endpoint hostname=label!
discovery/v1.EndpointPort name=label protocol=! appProtocol=qualified
flowcontrol/v1.FlowDistinguisherMethod type={ByNamespace|ByUser}
flowcontrol/v1.FlowSchemaSpec matchingPrecedence=0..10000
flowcontrol/v1.LimitResponse type={Queue|Reject}
flowcontrol/v1.LimitedPriorityLevelConfiguration nominalConcurrencyShares=0..
flowcontrol/v1.PriorityLevelConfigurationReference name=subdomain
flowcontrol/v1.PriorityLevelConfigurationSpec type={Exempt|Limited}
flowcontrol/v1.QueuingConfiguration queues=0.. handSize=0.. queueLengthLimit=0..
flowcontrol/v1.ResourcePolicyRule namespaces=star-label verbs={*|create|delete|deletecollection|get|list|patch|proxy|update|watch}
flowcontrol/v1.Subject kind={Group|ServiceAccount|User}
meta/v1.LabelSelector matchLabels=label-value,qualified:
meta/v1.LabelSelectorRequirement operator={DoesNotExist|Exists|In|NotIn} values=label-value key=qualified
meta/v1.ObjectMeta annotations=annotation-key: finalizers=finalizer
networking/v1.HTTPIngressPath path=slash
networking/v1.IPBlock cidr=cidr except=cidr
networking/v1.IngressClassParametersReference scope={Cluster|Namespace}! name=segment apiGroup=subdomain!
networking/v1.IngressClassSpec controller=domain-path
networking/v1.IngressRule host=host
networking/v1.IngressServiceBackend name=label
networking/v1.IngressSpec ingressClassName=subdomain!
networking/v1.IngressTLS secretName=subdomain hosts=host
networking/v1.NetworkPolicyPort port=1..65535,port-name endPort=1..65535 protocol=!
networking/v1.ParentReference name=segment namespace=segment resource=segment
networking/v1.ServiceBackendPort number=0..65535 name=port-name
networking/v1.ServiceCIDRSpec cidrs=cidr
node/v1.Overhead podFixed=container-resource:,0..
node/v1.RuntimeClass handler=label
node/v1.Scheduling nodeSelector=label-value
policy/v1.PodDisruptionBudgetSpec minAvailable=0..,part maxUnavailable=0..,part unhealthyPodEvictionPolicy=!
rbac/v1.RoleRef kind={ClusterRole|Role} apiGroup={rbac.authorization.k8s.io} name=segment
rbac/v1.Subject kind={Group|ServiceAccount|User} apiGroup={rbac.authorization.k8s.io}
resource/v1.Device name=label
resource/v1.DeviceRequest name=label
resource/v1.ExactDeviceRequest deviceClassName=subdomain count=0..
resource/v1.ResourcePool generation=0.. resourceSliceCount=1..
resource/v1.ResourceSliceSpec nodeName=subdomain driver=driver
scheduling/v1.PriorityClass preemptionPolicy=!
storage/v1.CSIDriverSpec fsGroupPolicy={File|None|ReadWriteOnceWithFSType}! volumeLifecycleModes={Ephemeral|Persistent}
storage/v1.CSINodeDriver name=driver topologyKeys=qualified
storage/v1.CSIStorageCapacity storageClassName=subdomain capacity=0..
storage/v1.StorageClass provisioner=qualified volumeBindingMode=! reclaimPolicy={Delete|Retain}
storage/v1.TokenRequest expirationSeconds=600..
storage/v1.VolumeAttachmentSource persistentVolumeName=subdomain
storage/v1.VolumeAttachmentSpec nodeName=subdomain attacher=driver
storage/v1.VolumeAttributesClass driverName=qualified
storage/v1.VolumeNodeResources count=0..
`;
