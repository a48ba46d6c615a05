/** A change in a few words: `image 1.4.1 → 1.4.2 · replicas 2 → 3`. */
import type { Json } from '../../model/kustomize/build/output.ts';
import type { ImpactApplication, ImpactField, ImpactObject } from './impact.ts';

/** Characters of a value that are shown. */
const MAX_VALUE = 40;
/** Fields that are told; the others are counted. */
const MAX_FIELDS = 3;

/** What an object is called; both names where its name holds the hash of its content. */
export function objectTitle({ kind, name, nameBefore }: Pick<ImpactObject, 'kind' | 'name' | 'nameBefore'>): string {
  return nameBefore === undefined ? `${kind} ${name}` : `${kind} ${nameBefore} → ${name}`;
}

/** What happens to an object, in a few words. */
export function objectWords({ change, fields }: ImpactObject): string {
  if (change !== 'changed') return change;
  // That a name follows the hash of what it names is told last.
  const told = fields.filter(({ field }) => field !== 'metadata.name').toSorted((a, b) => weight(a) - weight(b));
  const words = told.slice(0, MAX_FIELDS).map(fieldWords);
  const more = told.length - words.length;
  return [...words, ...(more > 0 ? [`+${more} more`] : [])].join(' · ');
}

/** How many objects change, for the line of an application. */
export function applicationWords({ objects, problems, isChart }: ImpactApplication): string {
  const counts = (['added', 'removed', 'changed'] as const).flatMap((change) => {
    const count = objects.filter((one) => one.change === change).length;
    return count === 0 ? [] : [`${count} ${change}`];
  });
  if (isChart) counts.push('Helm chart: files changed, not rendered');
  if (objects.length === 0 && problems.some(({ side }) => side === 'after')) counts.push('does not build');
  else if (objects.length === 0 && problems.length > 0) counts.push('did not build before');
  return counts.join(', ');
}

/** Images and replicas first, checksums and references to hashed names last. */
function weight({ field }: ImpactField): number {
  if (/\.(?:image|replicas)$/.test(field)) return 0;
  if (/(?:Ref|configMap|secret)\.(?:name|secretName)$|checksum|annotations/.test(field)) return 2;
  return 1;
}

/** One field: its last names, and its values. */
export function fieldWords({ field, before, after, isSecret }: ImpactField): string {
  const name = shortName(field);
  if (isSecret) return `${name} changed (hidden)`;
  if (before === undefined) return `${name} ${shown(after)} added`;
  if (after === undefined) return `${name} removed`;
  if (/image$/.test(field) && typeof before === 'string' && typeof after === 'string') {
    const [old, now] = imageWords(before, after);
    return `${name} ${old} → ${now}`;
  }
  return `${name} ${shown(before)} → ${shown(after)}`;
}

/** `spec.template.spec.containers[web].resources.limits.cpu` is `limits.cpu`; a well-known field stands alone. */
function shortName(field: string): string {
  const parts = field.match(/[^.[\]"]+|\["[^"]*"\]|\[[^\]]*\]/g) ?? [field];
  const last = parts.at(-1) ?? field;
  const plain = last.replace(/^\["?|"?\]$/g, '');
  if (/^(?:image|replicas|suspend|prune|targetRevision|version|schedule)$/.test(plain)) return plain;
  const above = parts.at(-2);
  return above === undefined || /^(?:spec|metadata)$/.test(above) ? plain : `${above.replace(/^\["?|"?\]$/g, '')}.${plain}`;
}

/** Of the same image, the tags or digests alone. */
function imageWords(before: string, after: string): readonly [string, string] {
  const parts = (image: string): readonly [string, string] => {
    const at = image.indexOf('@');
    const colon = image.lastIndexOf(':');
    const cut = at > 0 ? at : colon > image.lastIndexOf('/') ? colon : image.length;
    return [image.slice(0, cut), image.slice(cut + 1)];
  };
  const [[oldName, old], [name, now]] = [parts(before), parts(after)];
  return oldName === name && old !== '' && now !== '' ? [cut(old), cut(now)] : [cut(before), cut(after)];
}

function shown(value: Json | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value === '' ? '""' : cut(value.replace(/\s+/g, ' ').trim());
  if (Array.isArray(value)) return `[${value.length}]`;
  return typeof value === 'object' && value !== null ? `{${Object.keys(value).length}}` : String(value);
}

function cut(text: string): string {
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE - 1)}…` : text;
}
