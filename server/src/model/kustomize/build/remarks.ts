/** What a kustomization says in vain: Kustomize takes it without a word, and nothing comes of it, or something else than meant. */
import { type Located, locatedAt } from './problems.ts';
import type { Spot } from './values.ts';

export type RemarkCode =
  /** A patch's target matches none of the objects gathered so far. */
  | 'patch-selects-nothing'
  /** A patch leaves all its targets as they are. */
  | 'patch-without-effect'
  /** A patch finds its object only by a name that the object had in a base. */
  | 'patch-by-former-name'
  /** A replacement's target matches no object. */
  | 'replacement-selects-nothing'
  /** No container and no field for images has an image of this name. */
  | 'image-unmatched'
  /** Nothing gets the prefix, suffix, namespace, label or annotation. */
  | 'field-without-effect'
  /** A label that changes what different workloads select to one and the same. */
  | 'selectors-collide'
  /** A label that changes a selector's value where a base has set another. */
  | 'selector-overwritten'
  /** A var that stands nowhere as `$(NAME)`. */
  | 'var-unused';

export interface Remark extends Located {
  readonly code: RemarkCode;
  readonly args: Readonly<Record<string, string>>;
}

export function remarkAt(code: RemarkCode, spot: Spot, args: Readonly<Record<string, string>>): Remark {
  return { code, ...locatedAt(spot), args };
}
