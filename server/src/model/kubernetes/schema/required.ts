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
