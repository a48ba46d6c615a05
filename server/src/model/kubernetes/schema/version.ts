/** Which release of Kubernetes a file is held against. */
import type { FilePath } from '../../../base/paths.ts';
import type { Database } from '../../../engine/database.ts';
import { configuredVersion } from '../../workspace/config.ts';
import { clusterVersion } from '../../workspace/outside.ts';
import { ANY_MINOR, KNOWN_MINORS } from './table.ts';

/**
 * The minor that `.plumbline.yaml` names for the file, else that of the connected cluster; {@link ANY_MINOR} where neither says one
 * that is known. Then what any known release takes is taken, since nobody has said which one it is for.
 */
export function minorOf(db: Database, file: FilePath): number {
  const configured = configuredVersion(db, file);
  return knownMinor(configured ?? clusterVersion(db, '')) ?? ANY_MINOR;
}

/** 34 for `1.34`, `v1.34` and `1.34.2`; undefined for other texts and for releases that are not known. */
export function knownMinor(version: string | undefined): number | undefined {
  const minor = /^v?1\.(\d{1,3})(?:\.\d+)?$/.exec(version ?? '')?.[1];
  return minor !== undefined && KNOWN_MINORS.includes(Number(minor)) ? Number(minor) : undefined;
}

/** As versions are written in the configuration, oldest first. */
export const KNOWN_VERSIONS: readonly string[] = KNOWN_MINORS.map((minor) => `1.${minor}`);
