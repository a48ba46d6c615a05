/** A repository, an application in a cluster, and what was seen of its objects: the drift of all three as lines. */
import { LineIndex } from '../../../server/src/base/lines.ts';
import {
  type DeployedApplication,
  deployedApplication,
  type Engine,
  keyOfApplication,
  type ObservedObject,
  observation,
} from '../../../server/src/model/drift/application.ts';
import { appliedTo, desiredObjects } from '../../../server/src/model/drift/desired.ts';
import { driftOf } from '../../../server/src/model/drift/drift.ts';
import type { JsonObject } from '../../../server/src/model/drift/json.ts';
import type { FieldDrift, ObjectDrift } from '../../../server/src/model/drift/result.ts';
import { sealed } from '../../../server/src/model/drift/sealed.ts';
import { located } from '../../../server/src/model/kustomize/build/origins.ts';
import { TestWorkspace } from '../../kit/workspace.ts';

export const URL = 'https://git.example.org/platform/gitops.git';

export function fluxApplication(spec: JsonObject, more: Partial<DeployedApplication> = {}): DeployedApplication {
  const object: JsonObject = {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: 'web', namespace: 'flux-system' },
    spec: { path: './app', sourceRef: { kind: 'GitRepository', name: 'gitops' }, ...spec },
  };
  const source: JsonObject = { spec: { url: URL, ref: { branch: 'main' } } };
  return { engine: 'flux', context: 'test', object, source, ...more };
}

export function argoApplication(
  spec: JsonObject,
  source: JsonObject = {},
  more: Partial<DeployedApplication> = {},
): DeployedApplication {
  const object: JsonObject = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'web', namespace: 'argocd' },
    spec: { source: { repoURL: URL, path: 'app', ...source }, destination: { namespace: 'web' }, ...spec },
  };
  return { engine: 'argocd' as Engine, context: 'test', object, ...more };
}

export class DriftTest extends TestWorkspace {
  readonly key: string;
  readonly application: DeployedApplication;

  constructor(files: Readonly<Record<string, string>>, application: DeployedApplication) {
    super(files, [URL]);
    this.application = application;
    this.key = keyOfApplication(application);
    this.db.set(deployedApplication, this.key, application);
  }

  get desired(): ReturnType<typeof desiredObjects> {
    return desiredObjects(this.db, this.key);
  }

  /** The object that would be sent, by kind and name. */
  json(named: string): JsonObject {
    const found = this.desired.objects.find(({ id }) => `${id.kind} ${id.name}` === named);
    if (found === undefined) throw new Error(`no ${named} among ${this.desired.objects.map(({ key }) => key).join(', ')}`);
    return found.json;
  }

  /** Puts what was seen of each desired object; `see` gets what would be applied. */
  observe(
    see: (applied: JsonObject, key: string) => ObservedObject | undefined,
    others: Record<string, ObservedObject> = {},
  ): void {
    const objects = new Map<string, ObservedObject>(Object.entries(others));
    for (const one of this.desired.objects) {
      const first = see(one.json, one.key);
      if (first === undefined) continue;
      const applied = sealed(appliedTo(one, first.live, this.application));
      objects.set(one.key, first.result === undefined ? first : { ...first, applied });
    }
    this.db.set(observation, this.key, { at: 0, objects });
  }

  get drift(): readonly ObjectDrift[] {
    return driftOf(this.db, this.key).objects;
  }

  /** `app/web.yaml:7 spec.replicas 3 live 5 kubectl-scale`, for each field that differs. */
  get fields(): readonly string[] {
    return this.drift.flatMap((object) => object.fields.map((field) => this.#line(field)));
  }

  #line({ spot, field, desired, live, change, secret }: FieldDrift): string {
    const said = (value: unknown): string => (secret ? '***' : JSON.stringify(value));
    const place = placeOf(this, spot);
    return `${place} ${field} ${said(desired)} live ${said(live)} ${change?.name ?? '-'}`;
  }
}

/** `app/web.yaml:7`, counted from 1. */
export function placeOf(workspace: TestWorkspace, spot: FieldDrift['spot']): string {
  if (spot === undefined) return '-';
  const { file, span } = located(workspace.db, spot);
  const name = file.slice('/repo/'.length);
  return `${name}:${new LineIndex(workspace.text(name) ?? '').positionAt(span.start).line + 1}`;
}

/** An entry of `managedFields`. */
export function managed(manager: string, operation: 'Apply' | 'Update', fieldsV1: JsonObject, subresource?: string): JsonObject {
  return {
    manager,
    operation,
    time: '2026-11-21T06:12:00Z',
    fieldsType: 'FieldsV1',
    fieldsV1,
    ...(subresource !== undefined && { subresource }),
  };
}

/** The object with these `managedFields` and what servers add to all. */
export function stored(object: JsonObject, ...entries: readonly JsonObject[]): JsonObject {
  const metadata = object.metadata as JsonObject;
  return { ...object, metadata: { ...metadata, uid: 'u', resourceVersion: '7', generation: 2, managedFields: entries } };
}
