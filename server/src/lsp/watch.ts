/** What the editor is asked to tell: changes of files on disk and of settings. */
import {
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type FileSystemWatcher,
  type GlobPattern,
  WatchKind,
} from 'vscode-languageserver';
import type { Session } from './session.ts';
import { toUri } from './uris.ts';

/** The settings' common first part. */
export const SECTION = 'plumbline';

/** Files whose text counts; git's own three say which repository this is and what is checked out. */
const TEXTS = [
  '**/*.{yaml,yml,json,json5,tf,tofu,tfvars,tpl}',
  '**/{CODEOWNERS,Kustomization,.gitignore,.terraform.lock.hcl}',
  '**/.git/{config,HEAD}',
];

/** Anything may be pointed at by its path, and a folder that goes is told without its files: of these only coming and going. */
const PATHS = '**/*';

/** Registers what this editor can be asked for. */
export async function register(session: Session): Promise<void> {
  const { connection, client } = session;
  if (client.dynamicConfiguration)
    await connection.client.register(DidChangeConfigurationNotification.type, { section: SECTION });
  if (client.watchesFiles)
    await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: watchers(session) });
}

function watchers(session: Session): FileSystemWatcher[] {
  const globs = (pattern: string): GlobPattern[] =>
    session.client.relativePatterns && session.folders.length > 0
      ? session.folders.map((folder) => ({ baseUri: toUri(folder), pattern }))
      : [pattern];
  return [
    ...TEXTS.flatMap(globs).map((globPattern) => ({ globPattern, kind: WatchKind.Change })),
    ...globs(PATHS).map((globPattern) => ({ globPattern, kind: WatchKind.Create | WatchKind.Delete })),
  ];
}
