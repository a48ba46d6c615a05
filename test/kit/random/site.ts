/** What the writers of a kustomization's fields know, and the target selectors that several fields have. */
import type { Dice } from './dice.ts';
import { NAMESPACES, type RandomObject } from './objects.ts';
import type { Fields } from './yaml-text.ts';

/** Where a kustomization is being written: what it builds on, and a place for the files it names. */
export interface Site {
  readonly dice: Dice;
  /** The objects below, by the names they were written with. */
  readonly objects: readonly RandomObject[];
  /** What generators below made: kind and name. */
  readonly generated: readonly { readonly kind: string; readonly name: string }[];
  /** True where no object and no generator of the tree has this name yet; from then on one has. */
  claim(kind: string, name: string): boolean;
  /** Adds a file beside the kustomization and returns its name. */
  write(name: string, text: string): string;
}

/** What a patch or the like is aimed at. */
export function selector(dice: Dice, objects: readonly RandomObject[]): Fields {
  const object = dice.pick(objects);
  return dice.pick<() => Fields>([
    () => ({ kind: object.kind }),
    () => ({ kind: object.kind, name: object.name }),
    () => ({ kind: object.kind, name: object.name }),
    () => ({ name: dice.pick(['web.*', 'w', '.*', 'api|web', object.name]) }),
    () => ({ kind: 'Deployment|StatefulSet|DaemonSet' }),
    () => ({ group: 'apps', version: 'v1', kind: dice.chance(0.5) ? 'Deployment' : undefined }),
    () => ({
      kind: object.kind,
      labelSelector: dice.pick([`app=${object.name}`, 'app', '!app', 'app in (web, api)', 'tier notin (gold),app', 'app!=web']),
    }),
    () => ({ annotationSelector: dice.pick(['note=plain', 'note', 'example.com/owner']) }),
    () => ({ kind: object.kind, namespace: object.namespace ?? dice.pick(NAMESPACES) }),
  ])();
}
