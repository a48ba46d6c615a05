/** Applications whose AppProject nothing declares. */
import type { FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { ARGO_GROUP } from '../gitops-files.ts';
import { objectKey } from '../kubernetes/objects.ts';
import { missing } from '../owned.ts';
import type { Place } from '../place.ts';
import { isExternal } from '../workspace/external.ts';
import { isSetAside } from '../workspace/set-aside.ts';
import { applicationsIn, isTemplated } from './applications.ts';

/** Argo CD makes this project itself. */
const DEFAULT_PROJECT = 'default';

export interface DanglingProject {
  readonly name: string;
  readonly at: Place;
  readonly meant: string | undefined;
}

export function* danglingProjects(db: Database, file: FilePath): Generator<DanglingProject> {
  if (isSetAside(db, file)) return;
  const isMadeElsewhere = (name: string): boolean =>
    name === DEFAULT_PROJECT || isExternal(db, file, 'AppProject', undefined, name);
  for (const { project } of applicationsIn(db, file)) {
    if (project === undefined || isTemplated(project.text)) continue;
    const prefix = objectKey(ARGO_GROUP, 'AppProject', '');
    const found = missing(db, file, 'argocd/project', prefix, project.text, isMadeElsewhere);
    if (found !== undefined) yield { name: project.text, at: project.at, meant: found.meant };
  }
}
