/** The spaces of names that several domains share, and when their scopes can be one. */

/** References to files and directories; keys are absolute paths. */
export const PATH = 'path';

/** Kubernetes objects; keys are `group/Kind/name`, the core group being ''. */
export const OBJECT = 'object';

/** Parts of objects that others or outlines name: containers, and the keys of a ConfigMap or Secret; `group/Kind/name/part`. */
export const OBJECT_PART = 'object-part';

/** An unknown scope can be any. */
export function scopesMeet(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}
