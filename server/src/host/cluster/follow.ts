/** Follows all objects of one kind: a list, then a watch that goes on where it broke off, with ever longer pauses on failures. */
import { at, type Json, text } from '../../model/live/json.ts';
import { type Connection, pageOf } from './connection.ts';
import { ClusterError } from './errors.ts';
import { pauseAfter, SHORTEST, wait } from './wait.ts';

const PAGE = 500;
const MOST_OBJECTS = 20_000;
/** Milliseconds: who is refused is asked again now and then: rights change. */
const REFUSED = 120_000;

export interface Follower {
  /** All objects, after each list. */
  listed(objects: readonly Json[]): void;
  changed(object: Json): void;
  removed(object: Json): void;
  /** The connection works; called after each list and at the first word of a watch after a failure. */
  worked(): void;
  failed(error: ClusterError): void;
}

/** Runs until the signal fires. `path` is the collection's. */
export async function follow(connection: Connection, path: string, signal: AbortSignal, follower: Follower): Promise<void> {
  let version: string | undefined;
  let failures = 0;
  while (!signal.aborted) {
    const begun = performance.now();
    try {
      version ??= await list(connection, path, signal, follower);
      const from: string = version;
      await connection.watch(`${path}?resourceVersion=${encodeURIComponent(from)}`, signal, (event) => {
        if (failures > 0) follower.worked();
        failures = 0;
        version = apply(event, follower) ?? version;
      });
      // The server ends a watch after minutes; one that ends at once would otherwise become a storm.
      if (performance.now() - begun < 5000) await wait(pauseAfter(++failures), signal);
    } catch (error) {
      if (signal.aborted) return;
      const problem = error instanceof ClusterError ? error : new ClusterError('protocol', 'The cluster cannot be followed.');
      if (problem.status === 410) {
        version = undefined;
        await wait(SHORTEST, signal);
        continue;
      }
      follower.failed(problem);
      failures++;
      if (problem.kind === 'forbidden' || problem.status === 404) version = undefined;
      const refused = problem.kind === 'forbidden' || problem.kind === 'unauthorized' || problem.status === 404;
      await wait(refused ? REFUSED : pauseAfter(failures), signal);
    }
  }
}

async function list(connection: Connection, path: string, signal: AbortSignal, follower: Follower): Promise<string> {
  const objects: Json[] = [];
  let more: string | undefined;
  let version = '';
  do {
    const next = more === undefined ? '' : `&continue=${encodeURIComponent(more)}`;
    const page = pageOf(await connection.expect({ method: 'GET', path: `${path}?limit=${PAGE}${next}`, signal }));
    objects.push(...page.items);
    ({ version } = page);
    // A list that goes on without objects would go on for ever.
    more = page.items.length === 0 ? undefined : page.more;
  } while (more !== undefined && objects.length < MOST_OBJECTS);
  follower.listed(objects);
  follower.worked();
  return version;
}

/** The version that the watch goes on from. */
function apply(event: Json, follower: Follower): string | undefined {
  const object = at(event, 'object') ?? null;
  switch (text(event, 'type')) {
    case 'ADDED':
    case 'MODIFIED':
      follower.changed(object);
      break;
    case 'DELETED':
      follower.removed(object);
      break;
    case 'ERROR': {
      const code = at(object, 'code');
      throw new ClusterError(
        'protocol',
        text(object, 'message') ?? 'The watch failed.',
        typeof code === 'number' ? code : undefined,
      );
    }
  }
  return text(object, 'metadata', 'resourceVersion');
}
