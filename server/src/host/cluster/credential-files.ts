/** The files that a kubeconfig names for certificates, keys and tokens: read here, and as what they are. */
import { isAbsolute, resolve } from 'node:path';
import { at, type Json, text } from '../../model/live/json.ts';
import { ClusterError } from './errors.ts';
import { isBelow, type KubeContext, readRegular, realPath } from './kubeconfig.ts';

type Entries = Readonly<Record<string, Json>>;

/** Cluster and user of a context with the contents of their files in the place of the paths. */
export function withFiles(context: KubeContext): { readonly cluster: Entries; readonly user: Entries } {
  const { clusterDirectory, userDirectory, clusterWithin, userWithin } = context;
  const inCluster = (path: string): string => contentOf(path, clusterDirectory, clusterWithin);
  const inUser = (path: string): string => contentOf(path, userDirectory, userWithin);
  const cluster = inlined(context.cluster, 'certificate-authority', inCluster);
  const user = inlined(inlined(context.user, 'client-certificate', inUser), 'client-key', inUser);
  const { tokenFile, ...others } = user;
  // No kubeconfig has this one, but the library that reads them follows it.
  const { 'token-file': _, ...rest } = others;
  const provider = at(rest, 'auth-provider');
  if (text(provider, 'config', 'tokenFile') !== undefined)
    throw new ClusterError(
      'kubeconfig',
      `The auth-provider of the user "${context.userName}" reads its token from a file: use tokenFile.`,
    );
  // A token of a file counts before one that is written down, as for kubectl.
  const token = typeof tokenFile === 'string' && tokenFile !== '' ? { token: inUser(tokenFile).trim() } : {};
  return { cluster, user: { ...rest, ...token } };
}

/** Data that is written down counts before a file, as for kubectl. */
function inlined(entries: Json, name: string, read: (path: string) => string): Entries {
  const { [name]: path, ...rest } = entries as Entries;
  const data = `${name}-data`;
  const isWritten = typeof rest[data] === 'string' && rest[data] !== '';
  if (typeof path !== 'string' || path === '' || isWritten) return rest;
  return { ...rest, [data]: Buffer.from(read(path)).toString('base64') };
}

/** `within`: the opened folder that the kubeconfig lies in; what it names outside of it is somebody else's. */
function contentOf(path: string, directory: string, within: string | undefined): string {
  const whole = isAbsolute(path) ? path : resolve(directory, path);
  const refused = (why: string): ClusterError =>
    new ClusterError('kubeconfig', `The kubeconfig names the file "${path}", which ${why}.`);
  const real = realPath(whole);
  if (real === undefined) throw refused('is not there');
  if (within !== undefined && !isBelow(real, within))
    throw refused('lies outside of the opened folder that the kubeconfig is from');
  let content: string | undefined;
  try {
    content = readRegular(real);
  } catch (error) {
    throw refused(`cannot be read (${error instanceof Error && 'code' in error ? String(error.code) : 'unknown'})`);
  }
  if (content === undefined) throw refused('is no regular file, or is larger than 4 MB');
  return content;
}
