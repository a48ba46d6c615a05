/** Modules and providers that are used in whatever version there is. */
import { dirname, type FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import type { Place } from '../place.ts';
import { contentOf } from './content.ts';
import { isOverride } from './files.ts';
import { lockedVersions } from './lock.ts';
import { contents } from './modules.ts';
import { standing } from './roots.ts';
import { isShown } from './shown.ts';

export interface Unpinned {
  readonly kind: 'registry' | 'git' | 'provider';
  readonly name: string;
  readonly source: string;
  readonly at: Place;
}

/** `name/name/provider`, with a host before it or not. */
const REGISTRY = /^(?:[a-z0-9.-]+\.[a-z]+\/)?[\w-]+\/[\w-]+\/[a-z0-9-]+(?:\/\/.*)?$/;
const GIT = /^(?:git::|git@|github\.com\/|bitbucket\.org\/|gitlab\.com\/)|\.git(?:\/\/|$|\?)/;

/** Module calls whose source may be another one tomorrow. */
export function* unpinnedModules(db: Database, file: FilePath): Generator<Unpinned> {
  const { calls } = contentOf(db, file);
  if (calls.length === 0 || isOverride(file) || isShown(db, dirname(file))) return;
  for (const { name, source, hasVersion } of calls) {
    if (source === undefined || source.text.startsWith('.')) continue;
    const { text, at } = source;
    if (GIT.test(text)) {
      if (!/[?&]ref=[^&]/.test(text)) yield { kind: 'git', name, source: text, at };
    } else if (REGISTRY.test(text) && !hasVersion) yield { kind: 'registry', name, source: text, at };
  }
}

/**
 * Providers of a root or a published module without a constraint. What a lock file holds is pinned; a module that this
 * repository calls takes the versions of its callers.
 */
export function* unpinnedProviders(db: Database, file: FilePath): Generator<Unpinned> {
  const { required, providers } = contentOf(db, file);
  if ((required.length === 0 && providers.length === 0) || isOverride(file)) return;
  const directory = dirname(file);
  const { isModule, isRoot } = standing(db, directory);
  if (isModule || isShown(db, directory)) return;
  const locked = new Set([...lockedVersions(db, directory).keys()].map((address) => address.slice(address.lastIndexOf('/') + 1)));
  for (const { name, nameAt, source, version, unclear } of required) {
    const own = source?.text.slice(source.text.lastIndexOf('/') + 1) ?? name;
    if (version === undefined && !unclear && !locked.has(own) && source?.text !== 'terraform.io/builtin/terraform')
      yield { kind: 'provider', name, source: source?.text ?? name, at: nameAt };
  }
  if (!isRoot) return;
  const asked = new Set<string>();
  for (const [, content] of contents(db, directory)) for (const { name } of content.required) asked.add(name);
  const told = new Set<string>();
  for (const { name, head, version } of providers) {
    if (asked.has(name) || version !== undefined || locked.has(name) || told.has(name) || name === 'terraform') continue;
    told.add(name);
    yield { kind: 'provider', name, source: name, at: { node: head } };
  }
}
