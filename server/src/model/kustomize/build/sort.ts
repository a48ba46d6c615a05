/** The order in which objects are printed. */
import { type Edition, isBefore } from './edition.ts';
import { text } from './kustomization.ts';
import { LEGACY_ORDER } from './legacy-order.ts';
import { compareKeys } from './output.ts';
import { fail } from './problems.ts';
import type { Gvk, Resource } from './resource.ts';
import { asList, asMap, type MapValue, textOf } from './values.ts';

/** Sorts as `sortOptions` says, else as the caller does. */
export function sortResources(
  resources: readonly Resource[],
  kustomization: MapValue,
  reorder: 'legacy' | 'none',
  edition: Edition,
): readonly Resource[] {
  const options = asMap(kustomization.get('sortOptions'));
  if (options === undefined)
    return reorder === 'legacy' ? legacy(resources, LEGACY_ORDER.first, LEGACY_ORDER.last, edition) : resources;
  const order = text(options, 'order');
  const own = asMap(options.get('legacySortOptions'));
  if (order !== 'legacy' && order !== 'fifo')
    fail('sort-options', options, { reason: "the field 'sortOptions.order' must be one of [fifo, legacy]" });
  if (order === 'fifo') {
    if (own !== undefined)
      fail('sort-options', own, { reason: 'legacySortOptions is set but the selected sort order is not legacy' });
    return resources;
  }
  if (own === undefined) return legacy(resources, LEGACY_ORDER.first, LEGACY_ORDER.last, edition);
  return legacy(resources, kinds(own, 'orderFirst'), kinds(own, 'orderLast'), edition);
}

function kinds(options: MapValue, field: string): readonly string[] {
  return (asList(options.get(field))?.items ?? []).map(textOf);
}

function legacy(
  resources: readonly Resource[],
  first: readonly string[],
  last: readonly string[],
  edition: Edition,
): readonly Resource[] {
  const ranks = new Map<string, number>();
  for (const [i, kind] of first.entries()) ranks.set(kind, i - first.length);
  for (const [i, kind] of last.entries()) ranks.set(kind, i + 1);
  return resources
    .map((resource) => ({ resource, rank: ranks.get(resource.id.kind) ?? 0, gvk: gvkKey(resource.id), id: idKey(resource) }))
    .sort((a, b) => {
      if (a.rank !== b.rank) return a.rank - b.rank;
      if (a.gvk !== b.gvk) {
        const bothNamespaces =
          !isBefore(edition, '5.5') && a.resource.id.kind === 'Namespace' && b.resource.id.kind === 'Namespace';
        const reversed = bothNamespaces && (a.resource.id.group === '' || b.resource.id.group === '');
        return reversed ? compareKeys(b.gvk, a.gvk) : compareKeys(a.gvk, b.gvk);
      }
      return compareKeys(a.id, b.id);
    })
    .map(({ resource }) => resource);
}

function gvkKey(gvk: Gvk): string {
  return `${gvk.group || '~G'}_${gvk.version || '~V'}_${gvk.kind || '~K'}`;
}

function idKey({ id }: Resource): string {
  return `${id.namespace || '~X'}|${id.name || '~N'}`;
}
