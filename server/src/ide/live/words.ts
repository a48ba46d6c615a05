/** Parts of sentences on live applications. */
import type { LiveApplication } from '../../model/live/application.ts';

/** As people say a revision: `main@sha1:a1b2c3d…` as `main@a1b2c3d`, a commit by its first seven characters. */
export function shortRevision(revision: string): string {
  return revision.replace(/(?:sha1|sha256):(?=[0-9a-f]{7})/, '').replace(/[0-9a-f]{40,64}/, (hash) => hash.slice(0, 7));
}

/** The first line, cut: messages of controllers fill pages. */
export function firstLine(message: string, most = 160): string {
  const line = message.trim().split('\n')[0] ?? '';
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

export function labelOf({ kind, namespace, name }: Pick<LiveApplication, 'kind' | 'namespace' | 'name'>): string {
  return `${kind} ${namespace}/${name}`;
}

export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
