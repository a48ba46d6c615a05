/** Which versions of the followed kinds a cluster serves. */
import { type at, list, text } from '../../model/live/json.ts';
import { LIVE_KINDS } from '../../model/live/kinds.ts';
import type { Connection } from './connection.ts';
import { answerError } from './errors.ts';

/** `group/plural` to the preferred version; groups that nothing serves are absent. */
export async function servedVersions(connection: Connection, signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const group of new Set(LIVE_KINDS.map((kind) => kind.group))) {
    const about = await ask(connection, `/apis/${group}`, signal);
    const version = text(about, 'preferredVersion', 'version');
    if (version === undefined) continue;
    const resources = list(await ask(connection, `/apis/${group}/${version}`, signal), 'resources').map((one) =>
      text(one, 'name'),
    );
    for (const { plural, group: of } of LIVE_KINDS)
      if (of === group && resources.includes(plural)) found.set(`${group}/${plural}`, version);
  }
  return found;
}

async function ask(connection: Connection, path: string, signal: AbortSignal): Promise<ReturnType<typeof at>> {
  const { status, body } = await connection.request({ method: 'GET', path, signal });
  if (status === 404) return undefined;
  if (status !== 200) throw answerError(status, text(body, 'message') ?? '', connection.server);
  return body;
}
