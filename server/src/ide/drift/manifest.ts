/** The manifest of an application that drifted, as this workspace declares it. */
import type { Database } from '../../engine/database.ts';
import { deployedApplication, nameOf } from '../../model/drift/application.ts';
import { declaredApplication } from '../../model/drift/grafted.ts';
import { asMap, type MapValue } from '../../model/kustomize/build/values.ts';
import { repositories } from '../../model/workspace/inputs.ts';

/** Of an Application that a set makes: the set's template, filled in. */
export function manifestOf(db: Database, key: string): MapValue | undefined {
  const application = deployedApplication(db, key);
  if (application === undefined) return undefined;
  for (const { root } of repositories(db, '')) {
    const found = asMap(declaredApplication(db, root, application));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `Application web`, `Kustomization web`. */
export function applicationTitle(db: Database, key: string): string {
  const { engine, object } = deployedApplication(db, key) ?? { engine: 'argocd', object: {} };
  return `${engine === 'argocd' ? 'Application' : 'Kustomization'} ${nameOf(object)}`;
}
