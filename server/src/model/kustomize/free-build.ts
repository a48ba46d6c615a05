/** The build of a directory that rules, links and the fate of values are judged by; all of them share it. */
import type { FilePath } from '../../base/paths.ts';
import { query } from '../../engine/database.ts';
import { build, type RemarkedBuild } from './build/build.ts';

/** The build without load restriction, as Flux and many Argo CD installations do it; kept for those who ask one after another. */
export const freeBuild = query(
  'freeBuild',
  (db, directory: FilePath): RemarkedBuild => build(db, directory, { restriction: 'none' }),
  { retain: 8 },
);
