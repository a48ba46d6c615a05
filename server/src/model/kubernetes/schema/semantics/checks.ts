/** Which checks look at which type of mapping. */
import { checkEndpoints } from './addresses.ts';
import type { Check, Seen } from './check.ts';
import {
  checkBinding,
  checkClaim,
  checkClusterBinding,
  checkConfigMap,
  checkEndpointSlice,
  checkPolicy,
  checkPriorityClass,
  checkResourceStars,
  checkReviews,
  checkRole,
  checkScaleTarget,
  checkSecret,
  checkStars,
  checkTokenSecret,
} from './configuration.ts';
import { checkContainer } from './containers.ts';
import { checkService as checkAPIService, checkDefinition, checkSchema } from './definitions.ts';
import {
  checkBlock,
  checkIngressBackend,
  checkIngressPath,
  checkIngressRule,
  checkIngressService,
  checkPolicyPort,
  checkService,
} from './network.ts';
import { checkMetadata } from './ownership.ts';
import { checkDownward, checkPod, checkTolerations, checkVariable } from './pods.ts';
import { checkLimitRange, checkResources } from './quantities.ts';
import { checkQuota } from './quotas.ts';
import { checkRelations } from './relations.ts';
import { checkPlainSelector, checkSelector, checkSpread } from './selectors.ts';
import { checkAutoscaler, checkDaemonSet, checkDeployment, checkJob, checkLastingPods, checkMetric } from './workloads.ts';

const CHECKS: ReadonlyMap<string, readonly Check[]> = new Map<string, readonly Check[]>([
  ['admissionregistration/v1.MutatingAdmissionPolicySpec', [checkPolicy]],
  ['admissionregistration/v1.NamedRuleWithOperations', [checkStars, checkResourceStars]],
  ['admissionregistration/v1.MutatingWebhook', [checkReviews]],
  ['admissionregistration/v1.ValidatingWebhook', [checkReviews]],
  ['admissionregistration/v1.RuleWithOperations', [checkStars, checkResourceStars]],
  ['admissionregistration/v1.ValidatingAdmissionPolicySpec', [checkPolicy]],
  ['apiextensions/v1.CustomResourceDefinition', [checkDefinition]],
  ['apiextensions/v1.CustomResourceValidation', [checkSchema]],
  ['apiregistration/v1.APIService', [checkAPIService]],
  ['apps/v1.DaemonSetSpec', [checkSelector, checkLastingPods, checkDaemonSet]],
  ['apps/v1.DeploymentSpec', [checkSelector, checkLastingPods, checkDeployment]],
  ['apps/v1.ReplicaSetSpec', [checkSelector, checkLastingPods]],
  ['apps/v1.StatefulSetSpec', [checkSelector, checkLastingPods]],
  ['autoscaling/v1.HorizontalPodAutoscalerSpec', [checkAutoscaler, checkScaleTarget]],
  ['autoscaling/v2.ContainerResourceMetricSource', [checkMetric]],
  ['autoscaling/v2.ExternalMetricSource', [checkMetric]],
  ['autoscaling/v2.HorizontalPodAutoscalerSpec', [checkAutoscaler, checkScaleTarget]],
  ['autoscaling/v2.ObjectMetricSource', [checkMetric]],
  ['autoscaling/v2.PodsMetricSource', [checkMetric]],
  ['autoscaling/v2.ResourceMetricSource', [checkMetric]],
  ['batch/v1.JobSpec', [checkJob]],
  ['core/v1.ConfigMap', [checkConfigMap]],
  ['core/v1.Container', [checkContainer]],
  ['core/v1.DownwardAPIVolumeFile', [checkDownward]],
  ['core/v1.EndpointSubset', [checkEndpoints]],
  ['core/v1.EnvVarSource', [checkVariable]],
  ['core/v1.LimitRangeItem', [checkLimitRange]],
  ['core/v1.PersistentVolumeClaimSpec', [checkClaim]],
  ['core/v1.PodSpec', [checkPod]],
  ['core/v1.ReplicationControllerSpec', [checkPlainSelector, checkLastingPods]],
  ['core/v1.ResourceQuotaSpec', [checkQuota]],
  ['core/v1.ResourceRequirements', [checkResources]],
  ['core/v1.Secret', [checkSecret, checkTokenSecret]],
  ['core/v1.ServiceSpec', [checkService]],
  ['core/v1.TopologySpreadConstraint', [checkSpread]],
  ['discovery/v1.EndpointSlice', [checkEndpointSlice]],
  ['flowcontrol/v1.ResourcePolicyRule', [checkStars]],
  ['meta/v1.ObjectMeta', [checkMetadata]],
  ['networking/v1.HTTPIngressPath', [checkIngressPath]],
  ['networking/v1.IPBlock', [checkBlock]],
  ['networking/v1.IngressBackend', [checkIngressBackend]],
  ['networking/v1.IngressRule', [checkIngressRule]],
  ['networking/v1.IngressServiceBackend', [checkIngressService]],
  ['networking/v1.NetworkPolicyPort', [checkPolicyPort]],
  ['node/v1.Scheduling', [checkTolerations]],
  ['rbac/v1.ClusterRoleBinding', [checkClusterBinding]],
  ['rbac/v1.Role', [checkRole]],
  ['rbac/v1.RoleBinding', [checkBinding]],
  ['scheduling/v1.PriorityClass', [checkPriorityClass]],
]);

/** What the API server's own code would say of a mapping beyond the shapes of its values. */
export function check(seen: Seen): void {
  checkRelations(seen);
  for (const one of CHECKS.get(seen.shape.name) ?? []) one(seen);
}
