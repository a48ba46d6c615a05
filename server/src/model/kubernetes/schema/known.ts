/** The shapes that are known of a kind, wherever the knowledge comes from. */
import type { FilePath } from '../../../base/paths.ts';
import type { Database } from '../../../engine/database.ts';
import { groupOf, isBuiltInGroup } from '../kinds.ts';
import { describedKind } from './described.ts';
import type { Struct } from './shapes.ts';
import { builtInKinds } from './table.ts';
import { minorOf } from './version.ts';

/** One shape for built-in kinds, one for each definition that differs for others; none where the kind is not known. */
export function knownShapes(db: Database, file: FilePath, apiVersion: string, kind: string): readonly Struct[] {
  const builtIn = builtInKinds(db, String(minorOf(db, file))).kind(apiVersion, kind);
  if (builtIn !== undefined) return [builtIn.shape];
  return isBuiltInGroup(groupOf(apiVersion)) ? [] : describedKind(db, `${apiVersion} ${kind}`).shapes;
}
