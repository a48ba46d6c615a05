/** The custom kinds that a cluster serves, by its CustomResourceDefinitions: listed once, then looked for changes now and then. */
import type { ClusterDefinitions } from '../../model/live/cluster.ts';
import { at, type Json, list, text } from '../../model/live/json.ts';
import { customKind } from '../../model/workspace/schema-locations.ts';
import { type Connection, pageOf } from './connection.ts';
import { answerError, ClusterError } from './errors.ts';
import { pauseAfter, wait } from './wait.ts';

const PATH = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** Definitions are large: few come at a time, and each is made smaller before the next come. */
const PAGE = 20;
/** Of names and versions alone many fit into an answer. */
const NAMES = 500;
const METADATA = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';

const MOST_DEFINITIONS = 3000;
/** Characters of all schemas together; what comes after them is not known. */
const MOST_TEXT = 64 * 1024 * 1024;

/** Milliseconds between two looks as a rule; after a failure the next try comes sooner. */
const AGAIN = 300_000;

/** One definition as it was last seen. */
interface Seen {
  /** Differs after each change of the definition. */
  readonly stamp: string;
  /** `apiVersion kind` to its schema as JSON. */
  readonly kinds: ReadonlyMap<string, string>;
}

/** Runs until the signal fires; who may not list definitions goes without. `again` are milliseconds between two looks. */
export async function followDefinitions(
  connection: Connection,
  signal: AbortSignal,
  tell: (definitions: ClusterDefinitions) => void,
  again = AGAIN,
): Promise<void> {
  let seen: ReadonlyMap<string, Seen> | undefined;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const next: ReadonlyMap<string, Seen> =
        seen === undefined ? await listed(connection, signal) : await changedSince(connection, signal, seen);
      if (signal.aborted) return;
      if (next !== seen) tell({ kinds: kindsOf(next), isForbidden: false });
      seen = next;
      failures = 0;
      await wait(again, signal);
    } catch (error) {
      if (signal.aborted) return;
      const isForbidden = error instanceof ClusterError && (error.kind === 'forbidden' || error.status === 404);
      if (isForbidden && seen === undefined) tell({ kinds: new Map(), isForbidden });
      await wait(isForbidden ? again : Math.min(again, pauseAfter(++failures)), signal);
    }
  }
}

/** `1.36` of what a cluster says of itself; undefined where it does not say it. */
export async function versionOf(connection: Connection, signal: AbortSignal): Promise<string | undefined> {
  const { status, body } = await connection.request({ method: 'GET', path: '/version', signal });
  return status === 200 ? /^v?(1\.\d{1,3})\b/.exec(text(body, 'gitVersion') ?? '')?.[1] : undefined;
}

async function listed(connection: Connection, signal: AbortSignal): Promise<ReadonlyMap<string, Seen>> {
  const found = new Map<string, Seen>();
  for await (const definition of pages(connection, signal, PAGE)) note(found, definition);
  return found;
}

/** The same map where nothing has changed. */
async function changedSince(
  connection: Connection,
  signal: AbortSignal,
  seen: ReadonlyMap<string, Seen>,
): Promise<ReadonlyMap<string, Seen>> {
  const found = new Map<string, Seen>();
  let isChanged = false;
  for await (const metadata of pages(connection, signal, NAMES, METADATA)) {
    const name = text(metadata, 'metadata', 'name') ?? '';
    const known = seen.get(name);
    if (known?.stamp === stampOf(metadata)) {
      found.set(name, known);
      continue;
    }
    isChanged = true;
    const { status, body } = await connection.request({ method: 'GET', path: `${PATH}/${encodeURIComponent(name)}`, signal });
    if (status === 200) note(found, body);
    // One that went meanwhile is gone; any other answer says nothing of it.
    else if (status !== 404) throw answerError(status, text(body, 'message') ?? '', connection.server);
  }
  return isChanged || found.size !== seen.size ? found : seen;
}

async function* pages(connection: Connection, signal: AbortSignal, size: number, accept?: string): AsyncGenerator<Json> {
  let more: string | undefined;
  let count = 0;
  do {
    const next = more === undefined ? '' : `&continue=${encodeURIComponent(more)}`;
    const path = `${PATH}?limit=${size}${next}`;
    const page = pageOf(await connection.expect({ method: 'GET', path, ...(accept !== undefined && { accept }), signal }));
    yield* page.items;
    count += page.items.length;
    more = page.items.length === 0 ? undefined : page.more;
  } while (more !== undefined && count < MOST_DEFINITIONS);
}

function note(found: Map<string, Seen>, definition: Json): void {
  const name = text(definition, 'metadata', 'name');
  if (name !== undefined) found.set(name, { stamp: stampOf(definition), kinds: schemasIn(definition) });
}

/** A definition's generation goes up with its specification alone, and not with its status. */
function stampOf(definition: Json): string {
  return `${text(definition, 'metadata', 'uid') ?? ''} ${String(at(definition, 'metadata', 'generation') ?? '')}`;
}

function schemasIn(definition: Json): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  // What such a definition leaves to the object is not known.
  if (at(definition, 'spec', 'preserveUnknownFields') === true) return found;
  const [group, kind] = [text(definition, 'spec', 'group'), text(definition, 'spec', 'names', 'kind')];
  for (const version of list(definition, 'spec', 'versions')) {
    const key = `${group}/${text(version, 'name')} ${kind}`;
    const schema = at(version, 'schema', 'openAPIV3Schema');
    if (at(version, 'served') !== true || schema === undefined || customKind(key) === undefined) continue;
    const written = writtenOut(schema);
    if (written !== undefined) found.set(key, written);
  }
  return found;
}

/** Without the status, which nobody writes. */
function writtenOut(schema: Json): string | undefined {
  const properties = at(schema, 'properties');
  if (typeof properties !== 'object' || properties === null || Array.isArray(properties)) return undefined;
  const { status: _, ...written } = properties as { readonly [name: string]: Json };
  try {
    return JSON.stringify({ ...(schema as { readonly [fact: string]: Json }), properties: written });
  } catch {
    // Nested deeper than any schema is.
    return undefined;
  }
}

function kindsOf(seen: ReadonlyMap<string, Seen>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let size = 0;
  for (const { kinds } of seen.values())
    for (const [key, schema] of kinds) {
      size += schema.length;
      if (size <= MOST_TEXT) found.set(key, schema);
    }
  return found;
}
