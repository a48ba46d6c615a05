/** Which controller an object is for. */

import { KUSTOMIZE_GROUP } from '../flux/objects.ts';
import { ARGO_GROUP } from '../gitops-files.ts';
import { groupOf } from '../kubernetes/kinds.ts';
import { type Engine, nameOf, namespaceOf } from './application.ts';
import { type Json, textAt } from './json.ts';

export interface ApplicationNames {
  readonly engine: Engine;
  readonly namespace: string;
  readonly name: string;
}

export function deployedAs(object: Json): ApplicationNames {
  const engine: Engine = groupOf(textAt(object, 'apiVersion') ?? '') === KUSTOMIZE_GROUP ? 'flux' : 'argocd';
  return { engine, namespace: namespaceOf(object), name: nameOf(object) };
}

/** True for an Application or a Flux Kustomization. */
export function isDeployed(object: Json): boolean {
  const group = groupOf(textAt(object, 'apiVersion') ?? '');
  const kind = textAt(object, 'kind');
  return (group === ARGO_GROUP && kind === 'Application') || (group === KUSTOMIZE_GROUP && kind === 'Kustomization');
}
