/** Everybody who knows what can be written where. */
import { DOMAINS } from './domains.ts';
import type { Author } from './facts.ts';
import { manifests } from './kubernetes/authoring/author.ts';

/** Domains know what their files are like; beside them stands who asks what all files have. */
export const AUTHORS: readonly Author[] = [...DOMAINS, manifests];
