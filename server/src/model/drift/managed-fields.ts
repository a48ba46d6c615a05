/**
 * What `metadata.managedFields` tells: who owns a field since when, and by which keys the items of a list are known. The API
 * server wrote it from its schema, so lists need no schema here (structured-merge-diff, fieldpath/serialize.go).
 */
import { deepEqual } from '../../base/equal.ts';
import type { FieldPath, Step } from './field-path.ts';
import { asArray, asObject, fieldOf, type Json, type JsonObject, jsonAt, textAt } from './json.ts';

/** One manager's hold on an object. */
export interface Manager {
  readonly name: string;
  readonly operation: string;
  /** RFC 3339; undefined in entries without one. */
  readonly time: string | undefined;
  readonly subresource: string | undefined;
}

interface Entry extends Manager {
  readonly fields: Node;
}

/** A field, a list's item or a set's value that a manager owns, with what it owns below. */
interface Node {
  readonly children: readonly { readonly step: Step; readonly node: Node }[];
  /** True where the thing itself is owned, not only parts of it. */
  readonly own: boolean;
}

/** Nodes read of one object's entries. */
const MAX_NODES = 200_000;

/** How the items of a list are told apart: by these keys, by themselves, or not at all. */
export type ListKind = { readonly by: readonly string[] } | 'set' | undefined;

export class ManagedFields {
  readonly #entries: readonly Entry[];

  /** Reads the fields of one object, or those that several copies of it have. */
  constructor(...objects: readonly (Json | undefined)[]) {
    const budget = { left: MAX_NODES };
    this.#entries = objects.flatMap((object) =>
      (asArray(jsonAt(object, 'metadata', 'managedFields')) ?? []).flatMap((entry): Entry[] => {
        const fields = asObject(fieldOf(entry, 'fieldsV1'));
        const name = textAt(entry, 'manager');
        if (fields === undefined || name === undefined) return [];
        const subresource = textAt(entry, 'subresource');
        return [
          {
            name,
            operation: textAt(entry, 'operation') ?? '',
            time: textAt(entry, 'time'),
            subresource: subresource === '' ? undefined : subresource,
            fields: read(fields, budget),
          },
        ];
      }),
    );
  }

  get isEmpty(): boolean {
    return this.#entries.length === 0;
  }

  /** How the list at the path is kept, as far as some manager owns items of it. */
  listKind(path: FieldPath): ListKind {
    for (const { fields } of this.#entries) {
      for (const { step } of descend(fields, path)?.children ?? []) {
        if ('match' in step) return { by: Object.keys(step.match) };
        if ('value' in step) return 'set';
      }
    }
    return undefined;
  }

  /** Who owns the field or, where it is owned as a part of something larger, that; the latest first. */
  ownersOf(path: FieldPath): readonly Manager[] {
    const found = this.#entries.filter(({ fields }) => owns(fields, path));
    if (found.length > 0) return latestFirst(found);
    return latestFirst(this.#entries.filter(({ fields }) => (descend(fields, path)?.children.length ?? 0) > 0));
  }

  /** The leaves that managers own that pass the test. */
  leavesOf(test: (manager: Manager) => boolean): readonly FieldPath[] {
    const found: FieldPath[] = [];
    for (const entry of this.#entries) if (test(entry)) leaves(entry.fields, [], found);
    return found;
  }
}

function latestFirst(managers: readonly Entry[]): readonly Manager[] {
  return managers
    .map(({ name, operation, time, subresource }) => ({ name, operation, time, subresource }))
    .sort((a, b) => (b.time ?? '').localeCompare(a.time ?? ''));
}

function read(fields: JsonObject, budget: { left: number }): Node {
  const children: { step: Step; node: Node }[] = [];
  for (const [key, value] of Object.entries(fields)) {
    if (--budget.left < 0) break;
    const step = stepOf(key);
    if (step !== undefined) children.push({ step, node: read(asObject(value) ?? {}, budget) });
  }
  return { children, own: children.length === 0 || Object.hasOwn(fields, '.') };
}

function stepOf(key: string): Step | undefined {
  const rest = key.slice(2);
  switch (key.slice(0, 2)) {
    case 'f:':
      return { key: rest };
    case 'k:': {
      const match = asObject(parsed(rest));
      return match === undefined ? undefined : { match };
    }
    case 'v:': {
      const value = parsed(rest);
      return value === undefined ? undefined : { value };
    }
    case 'i:':
      return /^\d+$/.test(rest) ? { index: Number(rest) } : undefined;
    default:
      return undefined;
  }
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function child(node: Node, step: Step): Node | undefined {
  return node.children.find((one) => deepEqual(one.step, step))?.node;
}

function descend(node: Node, path: FieldPath): Node | undefined {
  let found: Node | undefined = node;
  for (const step of path) found = found && child(found, step);
  return found;
}

/** True where the field is owned, or something atomic that holds it. */
function owns(node: Node, path: FieldPath): boolean {
  let found: Node = node;
  for (const [i, step] of path.entries()) {
    const next = child(found, step);
    if (next === undefined) return i > 0 && found.children.length === 0;
    found = next;
  }
  return found.own;
}

function leaves(node: Node, path: FieldPath, found: FieldPath[]): void {
  for (const { step, node: below } of node.children) {
    const next = [...path, step];
    if (below.children.length === 0) found.push(next);
    else leaves(below, next, found);
  }
}
