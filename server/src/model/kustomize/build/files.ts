/** What a kustomization may read: files in or below its directory, directories that hold kustomizations, nothing remote. */
import { dirname, type FilePath, isInside, join } from '../../../base/paths.ts';
import type { Database } from '../../../engine/database.ts';
import { isRead } from '../../source.ts';
import { fetched, fetchedWith } from '../../workspace/fetched.ts';
import { fileBytes, pathKind, throughLinks } from '../../workspace/inputs.ts';
import { type BuildProblem, fail, problemAt } from './problems.ts';
import type { ScalarValue } from './values.ts';

export type LoadRestriction = 'root-only' | 'none';

/** What a path of `resources` leads to. */
export type Found =
  | { readonly kind: 'file' | 'directory'; readonly path: FilePath }
  | { readonly kind: 'left-out'; readonly note: BuildProblem };

/** True where the file was read: a fact that edits of its text do not change. */
export function hasContent(db: Database, file: FilePath): boolean {
  return isRead(db, file) || fileBytes(db, file) !== undefined;
}

/** The file that a field names; fails where there is none or it must not be read. */
export function fileAt(db: Database, root: FilePath, place: ScalarValue, path: string, restriction: LoadRestriction): FilePath {
  const file = throughLinks(db, join(root, path));
  const args = { path };
  if (isRemoteFile(path)) {
    const cached = fetched(db, path);
    return cached?.kind === 'file' ? cached.path : fail('remote', place, args);
  }
  demandWithin(db, root, file, place);
  const kind = path === '' ? 'directory' : pathKind(db, file);
  if (kind === undefined) return fail('missing-path', place, args);
  if (kind === 'directory') return fail('missing-path', place, { ...args, reason: 'it is a directory' });
  if (restriction === 'root-only' && !isInside(root, dirname(file))) return fail('outside-root', place, { ...args, root });
  if (kind === 'unknown' || !hasContent(db, file)) fail('unread', place, args);
  return file;
}

/** Decides as Kustomize does: a file first, then a directory, then something remote. */
export function find(db: Database, root: FilePath, place: ScalarValue, restriction: LoadRestriction): Found {
  const path = place.text;
  const absolute = path.startsWith('/');
  const target = throughLinks(db, join(root, path));
  const kind = path === '' ? undefined : pathKind(db, target);
  if (isRemoteFile(path) || (kind === undefined && isRemote(path))) return remote(db, place);
  demandWithin(db, root, target, place);
  if (kind === 'file') {
    if (restriction === 'root-only' && !isInside(root, dirname(target)))
      fail(absolute ? 'absolute-path' : 'outside-root', place, { path, root });
    if (!hasContent(db, target)) return { kind: 'left-out', note: problemAt('unread', place, { path }, 'unread') };
    return { kind: 'file', path: target };
  }
  if (kind === 'unknown') return { kind: 'left-out', note: problemAt('unread', place, { path }, 'unread') };
  if (absolute) fail('absolute-path', place, { path });
  if (kind === 'directory') return { kind: 'directory', path: target };
  return fail('missing-path', place, { path });
}

/** What was fetched for the entry; where nothing was, the build goes on without it. */
function remote(db: Database, place: ScalarValue): Found {
  const cached = fetched(db, place.text);
  if (cached !== undefined) return { kind: cached.kind, path: cached.path };
  return { kind: 'left-out', note: problemAt('remote', place, { path: place.text }, 'remote') };
}

/** Fails where something that was fetched names what did not come with it. */
function demandWithin(db: Database, root: FilePath, target: FilePath, place: ScalarValue): void {
  const whole = fetchedWith(db, root);
  if (whole !== undefined && !isInside(whole.root, target)) fail('outside-root', place, { path: place.text, root: whole.url });
}

/** The directory that `components` names. */
export function findDirectory(db: Database, root: FilePath, place: ScalarValue): Found {
  const path = place.text;
  const target = throughLinks(db, join(root, path));
  const kind = path === '' ? undefined : pathKind(db, target);
  if (kind === undefined && isRemote(path)) return remote(db, place);
  demandWithin(db, root, target, place);
  if (path.startsWith('/')) fail('absolute-path', place, { path });
  if (kind === 'unknown') return { kind: 'left-out', note: problemAt('unread', place, { path }, 'unread') };
  if (kind !== 'directory') fail(kind === 'file' ? 'not-a-directory' : 'missing-path', place, { path });
  return { kind: 'directory', path: target };
}

export function isRemoteFile(path: string): boolean {
  return /^https?:/i.test(path);
}

/** True where Kustomize would take the text for a Git repository: see its `repospec.go`. */
export function isRemote(text: string): boolean {
  if (text.startsWith('/')) return false;
  const path = text.replace(/\?.*$/s, '').replace(/^git::/i, '');
  const scheme = /^(ssh|https?|file):\/\//i.exec(path)?.[0] ?? '';
  const afterScheme = path.slice(scheme.length);
  const user = /^[a-zA-Z][a-zA-Z0-9-]*@/.exec(afterScheme)?.[0] ?? '';
  const rest = afterScheme.slice(user.length);
  if (scheme.toLowerCase() === 'file://') return true;
  const isGithub = /^github\.com[/:]/i.test(rest);
  const isShort = scheme === '' && (user !== '' || isGithub);
  if (scheme === '' && !isShort) return false;
  const slash = rest.indexOf('/');
  const colon = isShort ? rest.indexOf(':') : -1;
  const end = slash < 0 || (colon > 0 && colon < slash) ? colon : slash;
  if (end < 0) return false;
  const repository = rest.slice(end + 1);
  return /_git\/|\/\/|\.git/.test(repository) || repository.includes('/');
}
