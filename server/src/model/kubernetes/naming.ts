/** Which names Kubernetes objects may be given, and the key that they have by then. */
import type { DeclaredName } from '../facts.ts';
import { OBJECT } from '../spaces.ts';
import { objectKey } from './objects.ts';

/** apimachinery `util/validation`: DNS-1123 labels and subdomains. */
const LABEL = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const LONGEST_LABEL = 63;
const LONGEST_NAME = 253;

/** Core kinds whose names become DNS labels (`pkg/apis/core/validation`). */
const LABELLED: ReadonlySet<string> = new Set(['/Namespace', '/Service']);

/** The key of an object under another name, or why it cannot have that name; undefined for what is no object. */
export function renamedObject(
  declared: DeclaredName,
  name: string,
): { readonly key: string } | { readonly refused: string } | undefined {
  if (declared.space !== OBJECT) return undefined;
  const [group = '', kind = ''] = declared.key.split('/');
  const refused = refusal(group, kind, name);
  return refused === undefined ? { key: objectKey(group, kind, name) } : { refused };
}

function refusal(group: string, kind: string, name: string): string | undefined {
  if (name === '') return 'An object needs a name.';
  if (group === 'rbac.authorization.k8s.io')
    return /^(?!\.\.?$)[^/%\s]+$/.test(name)
      ? undefined
      : `"${name}" is no name for a ${kind}: "/", "%" and blanks are not allowed.`;
  if (LABELLED.has(`${group}/${kind}`))
    return LABEL.test(name) && name.length <= LONGEST_LABEL
      ? undefined
      : `"${name}" is no name for a ${kind}: up to ${LONGEST_LABEL} lower-case letters, digits and "-" are allowed, a letter or digit first and last.`;
  return SUBDOMAIN.test(name) && name.length <= LONGEST_NAME
    ? undefined
    : `"${name}" is no name for a ${kind}: up to ${LONGEST_NAME} lower-case letters, digits, "-" and "." are allowed, a letter or digit first and last.`;
}
