/** The spaces of names that several domains share. */

/** References to files and directories; keys are absolute paths. */
export const PATH = 'path';

/** Kubernetes objects; keys are `group/Kind/name`, the core group being ''. */
export const OBJECT = 'object';
