/** What the API server insists on in objects of each type, beyond the shapes of values. */
import { REQUIRED_FIELDS } from './tables/required.ts';

const REQUIRED: ReadonlyMap<string, readonly string[]> = new Map(
  REQUIRED_FIELDS.split('\n').map((line) => {
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
 * Lists whose items the API server itself tells apart, by the type and field that hold them, with the fields that do so where the schema
 * names none; `.` is the item itself. The keys of other lists matter to server-side apply only: what is created with a doubled one is stored.
 */
const TOLD_APART: ReadonlyMap<string, readonly string[] | undefined> = new Map([
  ['admissionregistration/v1.MutatingWebhook.admissionReviewVersions', ['.']],
  ['admissionregistration/v1.MutatingWebhook.matchConditions', undefined],
  ['admissionregistration/v1.MutatingWebhookConfiguration.webhooks', undefined],
  ['admissionregistration/v1.ValidatingAdmissionPolicyBindingSpec.validationActions', ['.']],
  ['admissionregistration/v1.ValidatingAdmissionPolicySpec.auditAnnotations', ['key']],
  ['admissionregistration/v1.ValidatingAdmissionPolicySpec.matchConditions', undefined],
  ['admissionregistration/v1.ValidatingWebhook.admissionReviewVersions', ['.']],
  ['admissionregistration/v1.ValidatingWebhook.matchConditions', undefined],
  ['admissionregistration/v1.ValidatingWebhookConfiguration.webhooks', undefined],
  ['certificates/v1.CertificateSigningRequestSpec.usages', ['.']],
  ['core/v1.Container.resizePolicy', ['resourceName']],
  ['core/v1.Container.volumeDevices', undefined],
  ['core/v1.Container.volumeMounts', undefined],
  ['core/v1.LimitRangeSpec.limits', ['type']],
  ['core/v1.NodeSpec.taints', ['key', 'effect']],
  ['core/v1.PodSecurityContext.sysctls', ['name']],
  ['core/v1.PodSpec.containers', undefined],
  ['core/v1.PodSpec.ephemeralContainers', undefined],
  ['core/v1.PodSpec.initContainers', undefined],
  ['core/v1.PodSpec.resourceClaims', undefined],
  ['core/v1.PodSpec.schedulingGates', undefined],
  ['core/v1.PodSpec.topologySpreadConstraints', undefined],
  ['core/v1.PodSpec.volumes', undefined],
  ['core/v1.ServiceSpec.ports', undefined],
  ['core/v1.TopologySelectorLabelRequirement.values', ['.']],
  ['core/v1.TopologySelectorTerm.matchLabelExpressions', ['key']],
  ['discovery/v1.EndpointSlice.ports', ['name']],
  ['resource/v1.DeviceClaim.requests', ['name']],
  ['resource/v1.ResourceSliceSpec.devices', ['name']],
  ['storage/v1.CSIDriverSpec.tokenRequests', ['audience']],
  ['storage/v1.CSINodeDriver.topologyKeys', ['.']],
  ['storage/v1.CSINodeSpec.drivers', ['name']],
]);

export function areToldApart(type: string, field: string): boolean {
  return TOLD_APART.has(`${type}.${field}`);
}

/** The fields by which the server tells items apart of which the schema does not say so. */
export function ownKeys(type: string, field: string): readonly string[] | undefined {
  return TOLD_APART.get(`${type}.${field}`);
}
