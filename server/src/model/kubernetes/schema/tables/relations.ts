/**
 * What the API server's Go code demands of fields together (`pkg/apis/<group>/validation`), a type a line, relations in between `;`:
 * `one of a b` (where an empty text counts), `at most one of a b` and `some of a b` count fields; `a due with b=X`, `a only with b=X` and `a not with b=X` look at another field,
 * which has one of the values `X|Y`, `-` for none, or any where no `=` stands. `at b` says that the other field is at fault.
 * `test/conformance/kubernetes` holds it against a real server.
 */
export const RELATIONS = `
admissionregistration/v1.Mutation: applyConfiguration due with patchType=ApplyConfiguration; jsonPatch due with patchType=JSONPatch; at most one of applyConfiguration jsonPatch
admissionregistration/v1.ParamRef: one of name selector
admissionregistration/v1.WebhookClientConfig: one of url service
apiextensions/v1.CustomResourceConversion: webhook due with strategy=Webhook; webhook not with strategy=None
apiregistration/v1.APIServiceSpec: insecureSkipTLSVerify not with caBundle
apps/v1.DeploymentStrategy: rollingUpdate not with type=Recreate
apps/v1.StatefulSetUpdateStrategy: rollingUpdate not with type=OnDelete
autoscaling/v2.MetricSpec: at most one of object external pods resource containerResource; containerResource due with type=ContainerResource; external due with type=External; object due with type=Object; pods due with type=Pods; resource due with type=Resource
batch/v1.JobSpec: completions due with completionMode=Indexed; backoffLimitPerIndex due with maxFailedIndexes; backoffLimitPerIndex only with completionMode=Indexed; maxFailedIndexes only with completionMode=Indexed; successPolicy only with completionMode=Indexed
batch/v1.PodFailurePolicyRule: one of onExitCodes onPodConditions
batch/v1.SuccessPolicyRule: some of succeededCount succeededIndexes
core/v1.AppArmorProfile: localhostProfile due with type=Localhost; localhostProfile not with type=RuntimeDefault|Unconfined
core/v1.DownwardAPIVolumeFile: one of fieldRef resourceFieldRef
core/v1.EndpointSubset: some of addresses notReadyAddresses
core/v1.EnvFromSource: one of configMapRef secretRef
core/v1.EnvVar: valueFrom not with value
core/v1.EnvVarSource: one of fieldRef resourceFieldRef configMapKeyRef secretKeyRef fileKeyRef
core/v1.ISCSIVolumeSource: secretRef due with chapAuthDiscovery=true
core/v1.LifecycleHandler: one of exec httpGet tcpSocket sleep
core/v1.LimitRangeItem: default not with type=Pod; defaultRequest not with type=Pod
core/v1.NodeSelectorRequirement: values due with operator=In|NotIn|Gt|Lt; values not with operator=Exists|DoesNotExist
core/v1.PersistentVolumeSpec: one of hostPath gcePersistentDisk awsElasticBlockStore nfs iscsi rbd glusterfs flexVolume cinder cephfs flocker fc vsphereVolume quobyte azureFile azureDisk photonPersistentDisk portworxVolume scaleIO local storageos csi; nodeAffinity due with local
core/v1.Probe: one of exec httpGet tcpSocket grpc
core/v1.ScopedResourceSelectorRequirement: values due with operator=In|NotIn; values not with operator=Exists|DoesNotExist
core/v1.SeccompProfile: localhostProfile due with type=Localhost; localhostProfile not with type=RuntimeDefault|Unconfined
core/v1.ServiceSpec: externalName due with type=ExternalName; clusterIP not with type=ExternalName; loadBalancerSourceRanges only with type=LoadBalancer; loadBalancerClass only with type=LoadBalancer; allocateLoadBalancerNodePorts only with type=LoadBalancer; ipFamilies not with type=ExternalName; ipFamilyPolicy not with type=ExternalName; clusterIPs not with type=ExternalName
core/v1.Toleration: value not with operator=Exists at operator; tolerationSeconds only with effect=NoExecute at effect
core/v1.TopologySpreadConstraint: minDomains only with whenUnsatisfiable=DoNotSchedule; matchLabelKeys only with labelSelector
core/v1.Volume: at most one of emptyDir hostPath gitRepo gcePersistentDisk awsElasticBlockStore secret nfs iscsi glusterfs persistentVolumeClaim rbd flexVolume configMap cinder cephfs flocker downwardAPI fc vsphereVolume quobyte azureFile azureDisk storageos photonPersistentDisk portworxVolume scaleIO csi projected ephemeral image
core/v1.VolumeMount: subPathExpr not with subPath
core/v1.VolumeProjection: at most one of projected secret configMap downwardAPI serviceAccountToken clusterTrustBundle podCertificate
flowcontrol/v1.LimitResponse: queuing due with type=Queue; queuing not with type=Reject
flowcontrol/v1.PolicyRulesWithSubjects: some of resourceRules nonResourceRules
flowcontrol/v1.PriorityLevelConfigurationSpec: limited due with type=Limited; limited not with type=Exempt; exempt not with type=Limited
flowcontrol/v1.ResourcePolicyRule: namespaces due with clusterScope=-|false
flowcontrol/v1.Subject: user due with kind=User; group due with kind=Group; serviceAccount due with kind=ServiceAccount; user not with kind=Group|ServiceAccount; group not with kind=User|ServiceAccount; serviceAccount not with kind=User|Group
meta/v1.LabelSelectorRequirement: values due with operator=In|NotIn; values not with operator=Exists|DoesNotExist
networking/v1.HTTPIngressPath: path due with pathType=Exact|Prefix
networking/v1.IngressBackend: one of service resource
networking/v1.IngressClassParametersReference: namespace due with scope=Namespace; namespace not with scope=Cluster|-
networking/v1.IngressSpec: some of defaultBackend rules
networking/v1.NetworkPolicyPeer: some of podSelector namespaceSelector ipBlock; ipBlock not with podSelector; ipBlock not with namespaceSelector
networking/v1.NetworkPolicyPort: endPort only with port
networking/v1.ServiceBackendPort: at most one of number name
policy/v1.PodDisruptionBudgetSpec: at most one of minAvailable maxUnavailable
rbac/v1.PolicyRule: apiGroups due with nonResourceURLs=-; resources due with nonResourceURLs=-; nonResourceURLs not with apiGroups; nonResourceURLs not with resources; nonResourceURLs not with resourceNames
rbac/v1.Subject: apiGroup not with kind=ServiceAccount
resource/v1.DeviceAttribute: one of bool int string version bools ints strings versions
resource/v1.DeviceRequest: one of exactly firstAvailable
resource/v1.ExactDeviceRequest: count not with allocationMode=All
resource/v1.ResourceSliceSpec: one of nodeName nodeSelector allNodes perDeviceNodeSelection
authorization/v1.SelfSubjectAccessReviewSpec: one of nonResourceAttributes resourceAttributes
authorization/v1.SubjectAccessReviewSpec: one of nonResourceAttributes resourceAttributes; some of user groups
storage/v1.VolumeAttachmentSource: one of inlineVolumeSpec persistentVolumeName
`;
