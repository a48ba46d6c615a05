/** Forms that few fields demand: paths, names of resources, of headers and of kernel parameters. */
import { labelKeyProblem } from '../naming.ts';
import type { Form } from './forms.ts';

/** Names of resources that containers, limits and quotas know by themselves (`pkg/apis/core/helper`). */
const CONTAINER = ['cpu', 'memory', 'ephemeral-storage'];
const STANDARD = [
  ...CONTAINER,
  'storage',
  'requests.cpu',
  'requests.memory',
  'requests.ephemeral-storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
];
const COUNTED = [
  'pods',
  'services',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
];
const QUOTA = [...STANDARD, ...COUNTED, 'requests.storage', 'services.nodeports', 'services.loadbalancers'];

/** `ConvertDownwardAPIFieldLabel`, as far as variables or volumes take it. */
const FIELD_PATH =
  /^(?:metadata\.(?:name|namespace|uid|(?:labels|annotations)(?:\['[^']+'\])?)|spec\.(?:nodeName|host|serviceAccountName)|status\.(?:host|pod)IPs?)$/;

export function otherFormProblem(form: Form, text: string): string | undefined {
  switch (form) {
    case 'container-resource':
      return resourceProblem(text, CONTAINER);
    case 'standard-resource':
      return resourceProblem(text, [...STANDARD, ...COUNTED]);
    case 'quota-resource':
      return resourceProblem(text.replace(/^(?:requests|limits)\.(?=hugepages-|.*\/)/, ''), QUOTA);
    case 'storage-only':
      return text === 'storage' ? undefined : 'must be "storage"';
    case 'limit-type':
      return ['Pod', 'Container', 'PersistentVolumeClaim'].includes(text) ||
        (text.includes('/') && labelKeyProblem(text) === undefined)
        ? undefined
        : 'must be "Pod", "Container", "PersistentVolumeClaim" or a name behind a domain';
    case 'resource-field':
      return /^(?:limits|requests)\.(?:cpu|memory|ephemeral-storage|hugepages-.+)$/.test(text)
        ? undefined
        : 'must be limits. or requests. with cpu, memory or ephemeral-storage';
    case 'field-path':
      return FIELD_PATH.test(text) ? undefined : 'is no field that pods are told';
    case 'finalizer':
      return (
        labelKeyProblem(text) ?? (isFinalizer(text) ? undefined : 'must be a name behind a domain, such as example.org/finalizer')
      );
    case 'relative-path':
      return pathProblem(text) ?? (text.startsWith('/') ? 'must not start with "/"' : undefined);
    case 'file-path':
      return otherFormProblem('relative-path', text) ?? (text.startsWith('..') ? 'must not start with ".."' : undefined);
    case 'no-backsteps':
      return pathProblem(text);
    case 'json-path':
      return text.startsWith('.') ? undefined : 'must be a path that starts with "."';
    case 'https-url':
      return /^[Hh][Tt][Tt][Pp][Ss]:\/\/[^\s/?#@]+(?:\/[^\s?#]*)?$/.test(text)
        ? undefined
        : 'must be a URL such as https://host/path, without query and fragment';
    case 'env-name':
      return /^[ -<>-~]+$/.test(text) ? undefined : 'must consist of printable ASCII characters other than "="';
    case 'header-name':
      return /^[-A-Za-z0-9]+$/.test(text) ? undefined : 'must consist of letters, digits and "-"';
    case 'sysctl':
      return /^(?:[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?$/.test(text)
        ? undefined
        : 'is no name of a kernel parameter';
    case 'cel-name':
      return /^[A-Za-z_]\w*$/.test(text) ? undefined : 'must consist of letters, digits and "_", and not start with a digit';
    default:
      return undefined;
  }
}

/** `helper.IsStandardContainerResourceName` and its neighbours: a name that is known, or one behind a domain. */
function resourceProblem(text: string, known: readonly string[]): string | undefined {
  if (known.includes(text) || text.startsWith('hugepages-') || text.startsWith('count/')) return undefined;
  if (/\.storageclass\.storage\.k8s\.io\//.test(text)) return undefined;
  return text.includes('/') && labelKeyProblem(text) === undefined
    ? undefined
    : `must be a name behind a domain or one of ${known.join(', ')}`;
}

function isFinalizer(text: string): boolean {
  return text.includes('/') || ['kubernetes', 'orphan', 'foregroundDeletion'].includes(text);
}

function pathProblem(text: string): string | undefined {
  return text.split('/').includes('..') ? 'must not hold ".."' : undefined;
}
