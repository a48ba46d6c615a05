/**
 * The fields that the API server insists on, a type a line; empty texts, lists and mappings count as absent. Its schema calls more
 * of them required than its validation (`pkg/apis/<group>/validation`) does: a StatefulSet without `serviceName` and a ClusterRole
 * without `rules` are stored. Only what a real server refuses stands here (`test/conformance/kubernetes`).
 */
export const REQUIRED_FIELDS = `admissionregistration/v1.ApplyConfiguration expression
admissionregistration/v1.AuditAnnotation key valueExpression
admissionregistration/v1.MatchCondition expression name
admissionregistration/v1.MutatingAdmissionPolicy spec
admissionregistration/v1.MutatingAdmissionPolicyBinding spec
admissionregistration/v1.MutatingAdmissionPolicyBindingSpec policyName
admissionregistration/v1.MutatingAdmissionPolicySpec matchConstraints mutations reinvocationPolicy
admissionregistration/v1.MutatingWebhook admissionReviewVersions clientConfig name sideEffects
admissionregistration/v1.Mutation patchType
admissionregistration/v1.NamedRuleWithOperations apiGroups apiVersions operations resources
admissionregistration/v1.RuleWithOperations apiGroups apiVersions operations resources
admissionregistration/v1.ServiceReference name namespace
admissionregistration/v1.ValidatingAdmissionPolicy spec
admissionregistration/v1.ValidatingAdmissionPolicyBinding spec
admissionregistration/v1.ValidatingAdmissionPolicyBindingSpec policyName validationActions
admissionregistration/v1.ValidatingAdmissionPolicySpec matchConstraints
admissionregistration/v1.ValidatingWebhook admissionReviewVersions clientConfig name sideEffects
admissionregistration/v1.Validation expression
admissionregistration/v1.Variable expression name
apiextensions/v1.CustomResourceColumnDefinition jsonPath name type
apiextensions/v1.CustomResourceDefinition spec
apiextensions/v1.CustomResourceDefinitionNames kind plural
apiextensions/v1.CustomResourceDefinitionSpec group names scope versions
apiextensions/v1.CustomResourceDefinitionVersion name schema
apiextensions/v1.CustomResourceSubresourceScale specReplicasPath statusReplicasPath
apiextensions/v1.CustomResourceValidation openAPIV3Schema
apiregistration/v1.APIServiceSpec groupPriorityMinimum version versionPriority
apiregistration/v1.ServiceReference name namespace
apps/v1.DaemonSet spec
apps/v1.DaemonSetSpec selector template
apps/v1.Deployment spec
apps/v1.DeploymentSpec selector template
apps/v1.ReplicaSet spec
apps/v1.ReplicaSetSpec selector template
apps/v1.StatefulSet spec
apps/v1.StatefulSetSpec selector template
authentication/v1.TokenReviewSpec token
autoscaling/v1.CrossVersionObjectReference kind name
autoscaling/v1.HorizontalPodAutoscaler spec
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
batch/v1.JobTemplateSpec spec
batch/v1.PodFailurePolicyOnExitCodesRequirement operator values
batch/v1.PodFailurePolicyOnPodConditionsPattern type
batch/v1.PodFailurePolicyRule action
certificates/v1.CertificateSigningRequest spec
certificates/v1.CertificateSigningRequestSpec request signerName usages
core/v1.CSIPersistentVolumeSource driver volumeHandle
core/v1.CSIVolumeSource driver
core/v1.ConfigMapEnvSource name
core/v1.ConfigMapKeySelector key name
core/v1.ConfigMapProjection name
core/v1.ConfigMapVolumeSource name
core/v1.Container image name
core/v1.ContainerPort containerPort
core/v1.ContainerResizePolicy resourceName restartPolicy
core/v1.DownwardAPIVolumeFile path
core/v1.EndpointAddress ip
core/v1.EndpointPort port
core/v1.EnvVar name
core/v1.EphemeralVolumeSource volumeClaimTemplate
core/v1.ExecAction command
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
core/v1.PersistentVolume spec
core/v1.PersistentVolumeClaim spec
core/v1.PersistentVolumeClaimSpec accessModes resources
core/v1.PersistentVolumeClaimTemplate spec
core/v1.PersistentVolumeClaimVolumeSource claimName
core/v1.PersistentVolumeSpec accessModes capacity
core/v1.Pod spec
core/v1.PodAffinityTerm topologyKey
core/v1.PodDNSConfigOption name
core/v1.PodReadinessGate conditionType
core/v1.PodResourceClaim name
core/v1.PodSchedulingGate name
core/v1.PodSpec containers
core/v1.PodTemplate template
core/v1.PodTemplateSpec spec
core/v1.PreferredSchedulingTerm weight
core/v1.ReplicationController spec
core/v1.ReplicationControllerSpec template
core/v1.ResourceFieldSelector resource
core/v1.ScopedResourceSelectorRequirement operator scopeName
core/v1.SeccompProfile type
core/v1.SecretEnvSource name
core/v1.SecretKeySelector key name
core/v1.SecretProjection name
core/v1.SecretVolumeSource secretName
core/v1.Service spec
core/v1.ServiceAccountTokenProjection path
core/v1.ServicePort port
core/v1.Sysctl name
core/v1.TCPSocketAction port
core/v1.Taint effect key
core/v1.TopologySelectorLabelRequirement key values
core/v1.TopologySpreadConstraint maxSkew topologyKey whenUnsatisfiable
core/v1.Volume name
core/v1.VolumeDevice devicePath name
core/v1.VolumeMount mountPath name
core/v1.VolumeNodeAffinity required
core/v1.WeightedPodAffinityTerm podAffinityTerm weight
discovery/v1.Endpoint addresses
discovery/v1.EndpointSlice addressType
events/v1.Event action eventTime reason reportingController reportingInstance type
flowcontrol/v1.FlowDistinguisherMethod type
flowcontrol/v1.FlowSchema spec
flowcontrol/v1.FlowSchemaSpec priorityLevelConfiguration
flowcontrol/v1.GroupSubject name
flowcontrol/v1.LimitResponse type
flowcontrol/v1.LimitedPriorityLevelConfiguration limitResponse
flowcontrol/v1.PolicyRulesWithSubjects subjects
flowcontrol/v1.PriorityLevelConfiguration spec
flowcontrol/v1.PriorityLevelConfigurationReference name
flowcontrol/v1.PriorityLevelConfigurationSpec type
flowcontrol/v1.ResourcePolicyRule apiGroups resources verbs
flowcontrol/v1.Subject kind
meta/v1.LabelSelectorRequirement key operator
meta/v1.OwnerReference apiVersion kind name uid
networking/v1.HTTPIngressPath backend pathType
networking/v1.HTTPIngressRuleValue paths
networking/v1.IPAddress spec
networking/v1.IPAddressSpec parentRef
networking/v1.IPBlock cidr
networking/v1.Ingress spec
networking/v1.IngressClass spec
networking/v1.IngressClassParametersReference kind name
networking/v1.IngressClassSpec controller
networking/v1.IngressServiceBackend name
networking/v1.ParentReference name resource
networking/v1.ServiceCIDR spec
networking/v1.ServiceCIDRSpec cidrs
node/v1.RuntimeClass handler
rbac/v1.AggregationRule clusterRoleSelectors
rbac/v1.ClusterRoleBinding roleRef
rbac/v1.PolicyRule verbs
rbac/v1.RoleBinding roleRef
rbac/v1.RoleRef kind name
rbac/v1.Subject kind name
resource/v1.CELDeviceSelector expression
resource/v1.Device name
resource/v1.DeviceRequest name
resource/v1.DeviceSelector cel
resource/v1.ExactDeviceRequest deviceClassName
resource/v1.ResourcePool name resourceSliceCount
resource/v1.ResourceSlice spec
resource/v1.ResourceSliceSpec driver pool
storage/v1.CSINodeDriver name nodeID
storage/v1.CSIStorageCapacity storageClassName
storage/v1.StorageClass provisioner
storage/v1.VolumeAttachment spec
storage/v1.VolumeAttachmentSpec attacher nodeName source
storage/v1.VolumeAttributesClass driverName parameters`;
