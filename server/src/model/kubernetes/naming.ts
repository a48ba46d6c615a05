/** Which names, namespaces and labels the API server takes, and the key that an object has under another name. */
import type { DeclaredName } from '../facts.ts';
import { OBJECT } from '../spaces.ts';
import { objectKey } from './objects.ts';

/** apimachinery `util/validation`: DNS-1123 labels and subdomains, qualified names, label values. */
const LABEL = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const QUALIFIED = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const LONGEST_LABEL = 63;
const LONGEST_NAME = 253;
/** The controller adds eleven characters to the names of its Jobs (`pkg/apis/batch/validation`). */
const LONGEST_CRON_JOB = 52;

/** Core kinds whose names become DNS labels (`pkg/apis/core/validation`). */
const LABELLED: ReadonlySet<string> = new Set(['/Namespace', '/Service']);

/** Built-in kinds with names that only have to be parts of paths, and some with rules of their own, which are looser than those for all others. */
const LOOSE: ReadonlySet<string> = new Set([
  '/ComponentStatus',
  '/Event',
  'certificates.k8s.io/CertificateSigningRequest',
  'certificates.k8s.io/ClusterTrustBundle',
  'internal.apiserver.k8s.io/StorageVersion',
  'networking.k8s.io/IPAddress',
  'policy/PodDisruptionBudget',
  'storage.k8s.io/CSIDriver',
]);

/** What is wrong with an object's name, as the rest of a sentence that starts with the name; undefined for good ones. */
export function nameProblem(group: string, kind: string, name: string): string | undefined {
  if (name === '') return kind === 'LimitRange' ? undefined : 'is empty';
  if (group === 'rbac.authorization.k8s.io' || LOOSE.has(`${group}/${kind}`))
    return /^(?!\.\.?$)[^/%]+$/.test(name) ? undefined : 'must not hold "/" or "%" and must not be "." or ".."';
  if (LABELLED.has(`${group}/${kind}`)) return labelProblem(name);
  if (kind === 'CronJob' && group === 'batch' && name.length > LONGEST_CRON_JOB)
    return `is longer than the ${LONGEST_CRON_JOB} characters that a CronJob may have`;
  if (name.length > LONGEST_NAME) return `is longer than ${LONGEST_NAME} characters`;
  return SUBDOMAIN.test(name)
    ? undefined
    : 'must consist of lower-case letters, digits, "-" and ".", and start and end with a letter or digit';
}

/** The same for a namespace, and for the kinds whose names are single DNS labels. */
export function labelProblem(name: string): string | undefined {
  if (name.length > LONGEST_LABEL) return `is longer than ${LONGEST_LABEL} characters`;
  return LABEL.test(name)
    ? undefined
    : 'must consist of lower-case letters, digits and "-", and start and end with a letter or digit';
}

/** The same for a label's key. */
export function labelKeyProblem(key: string): string | undefined {
  const parts = key.split('/');
  const name = parts.at(-1) ?? '';
  if (parts.length > 2) return 'must not hold more than one "/"';
  if (parts.length === 2 && (!SUBDOMAIN.test(parts[0] ?? '') || (parts[0]?.length ?? 0) > LONGEST_NAME))
    return 'must have a lower-case domain in front of the "/"';
  if (name.length > LONGEST_LABEL) return `must not have more than ${LONGEST_LABEL} characters behind the domain`;
  return QUALIFIED.test(name)
    ? undefined
    : 'must consist of letters, digits, "-", "_" and ".", and start and end with a letter or digit';
}

/** The same for a label's value; it may be empty. */
export function labelValueProblem(value: string): string | undefined {
  if (value.length > LONGEST_LABEL) return `is longer than ${LONGEST_LABEL} characters`;
  return value === '' || QUALIFIED.test(value)
    ? undefined
    : 'must consist of letters, digits, "-", "_" and ".", and start and end with a letter or digit';
}

const CAPITALS =
  /^[A-Z][A-Z0-9_ -]{2,}$|(?:^|[^A-Za-z0-9])(?:[A-Z][A-Z0-9]*_[A-Z0-9_]+|(?:REPLACE|CHANGE)_?(?:ME|WITH)?|PLACEHOLDER)(?:[^A-Za-z0-9]|$)/;

/** True for text that something fills in before it reaches a cluster: variables, template tags, words that say so, words in capitals, what SOPS encrypts. */
export function isPlaceholder(text: string): boolean {
  return /[${}<>%@]|__|^ENC\[|placeholder/i.test(text) || text.includes('RELEASE-NAME') || isToBeReplaced(text);
}

/** True for a text in capitals (`NAMESPACE`), and for one with a word that nobody would leave there (`REPLACEME-web`, `APP_NAME-web`). */
export function isToBeReplaced(text: string): boolean {
  return CAPITALS.test(text);
}

/** The key of an object under another name, or why it cannot have that name; undefined for what is no object. */
export function renamedObject(
  declared: DeclaredName,
  name: string,
): { readonly key: string } | { readonly refused: string } | undefined {
  if (declared.space !== OBJECT) return undefined;
  const [group = '', kind = ''] = declared.key.split('/');
  if (declared.isDerived) return { refused: `The name of ${declared.label} follows from that of what it is ${declared.detail}.` };
  const problem = nameProblem(group, kind, name);
  return problem === undefined
    ? { key: objectKey(group, kind, name) }
    : { refused: `"${name}" is no name for a ${kind}: it ${problem}.` };
}
