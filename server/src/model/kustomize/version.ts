/** Which Kustomize builds a directory: what `.plumbline.yaml` says, else the usual one. */
import type { FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { configuredKustomize } from '../workspace/config.ts';
import { type Edition, editionNamed, USUAL } from './build/edition.ts';

export function editionOf(db: Database, path: FilePath): Edition {
  const version = configuredKustomize(db, path);
  return (version === undefined ? undefined : editionNamed(version)) ?? USUAL;
}

/** As versions are written in the configuration, oldest first. */
export const KNOWN_KUSTOMIZE: readonly string[] = [
  '5.0',
  '5.1',
  '5.2',
  '5.3',
  '5.4',
  '5.5',
  '5.6',
  '5.7',
  '5.8',
  '5.8.2',
  '5.8.3',
];
