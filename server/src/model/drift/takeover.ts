/** Fields that a controller would take away although its apply alone would leave them: what it takes over from others first. */
import type { Engine } from './application.ts';
import { type FieldPath, valueAt } from './field-path.ts';
import { asObject, type Json, type JsonObject, jsonAt, textAt } from './json.ts';
import type { ManagedFields, Manager } from './managed-fields.ts';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** The paths of live fields that the next sync removes. */
export function removedByTakeover(
  applied: JsonObject,
  live: JsonObject,
  owned: ManagedFields,
  engine: Engine,
  isMerged: boolean,
): readonly FieldPath[] {
  if (engine === 'argocd') return removedSinceApplied(applied, live, owned);
  return isMerged ? [] : takenFromKubectl(applied, owned);
}

/**
 * Flux makes what kubectl has set its own, and so removes of it what Git does not declare (kustomize-controller, `apply`). Objects
 * that kubectl made are left out: it owns the server's defaults of those too, which come back.
 */
function takenFromKubectl(applied: JsonObject, owned: ManagedFields): readonly FieldPath[] {
  const isTaken = ({ name, operation, subresource }: Manager): boolean =>
    subresource === undefined && name.startsWith('kubectl') && (operation === 'Apply' || EDITS.has(name));
  return owned.leavesOf(isTaken).filter((path) => {
    if (valueAt(applied, path) !== undefined) return false;
    if (valueAt(applied, path.slice(0, -1)) === undefined && path.length > 1 && !isMetadata(path)) return false;
    return owned.ownersOf(path).every(isTaken);
  });
}

/** Commands that change parts of an object. */
const EDITS: ReadonlySet<string> = new Set(
  ['edit', 'patch', 'label', 'annotate', 'set', 'scale', 'rollout', 'taint'].map((command) => `kubectl-${command}`),
);

function isMetadata(path: FieldPath): boolean {
  const [first] = path;
  return first !== undefined && 'key' in first && first.key === 'metadata';
}

/** Argo CD's client-side apply removes what the last one set and Git no longer says: the object keeps a copy of that. */
function removedSinceApplied(applied: JsonObject, live: JsonObject, owned: ManagedFields): readonly FieldPath[] {
  const text = textAt(live, 'metadata', 'annotations', LAST_APPLIED);
  const before = text === undefined ? undefined : parsed(text);
  if (before === undefined) return [];
  const found: FieldPath[] = [];
  collect(before, applied, [], found, owned);
  return found.filter((path) => valueAt(live, path) !== undefined);
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Fields and items of `before` that `after` has not. */
function collect(before: Json, after: Json | undefined, path: FieldPath, found: FieldPath[], owned: ManagedFields): void {
  const map = asObject(before);
  if (map !== undefined) {
    for (const [key, value] of Object.entries(map)) {
      const next = [...path, { key }];
      const other = jsonAt(after, key);
      if (value === null) continue;
      if (other === undefined) found.push(next);
      else collect(value, other, next, found, owned);
    }
    return;
  }
  const kind = owned.listKind(path);
  if (!Array.isArray(before) || kind === undefined || kind === 'set') return;
  for (const item of before as readonly Json[]) {
    const match = Object.fromEntries(
      kind.by.flatMap((key) => (jsonAt(item, key) === undefined ? [] : [[key, jsonAt(item, key) ?? null]])),
    );
    const next = [...path, { match }];
    const other = valueAt(after, [{ match }]);
    if (other === undefined) found.push(next);
    else collect(item, other, next, found, owned);
  }
}
