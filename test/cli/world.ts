/** A command line in memory: files given in the test, output collected. */
import { dirname, join } from '../../server/src/base/paths.ts';
import { run } from '../../server/src/cli/run.ts';
import type { World } from '../../server/src/cli/world.ts';
import { pathKind } from '../../server/src/model/workspace/inputs.ts';
import { ROOT, TestWorkspace } from '../kit/workspace.ts';

export interface Outcome {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `plumbline WORDS` in the root of a repository with these files. */
export async function plumbline(
  words: readonly string[],
  files: Readonly<Record<string, string>>,
  changes: Partial<World> & { readonly isTTY?: boolean; readonly columns?: number } = {},
): Promise<Outcome> {
  const workspace = new TestWorkspace(files);
  let [out, err] = ['', ''];
  const { isTTY = false, columns, ...rest } = changes;
  const world: World = {
    out: { isTTY, columns, write: (text) => (out += text) },
    err: { isTTY, columns, write: (text) => (err += text) },
    env: {},
    cwd: ROOT,
    version: '1.2.3',
    pace: { now: () => 0, pause: async () => {}, isCancelled: () => false },
    resolve: (argument) => join(ROOT, argument),
    kindOf: (path) => {
      const kind = pathKind(workspace.db, path);
      return kind === 'unknown' ? (path === dirname(ROOT) ? 'directory' : undefined) : kind;
    },
    load: async () => workspace.db,
    loadForBuild: async () => workspace.db,
    changedSince: async () => ({ error: 'no git in tests' }),
    compare: async () => ({ error: 'no git in tests' }),
    drift: async () => ({ error: 'no cluster in tests' }),
    fetchRemotes: async function* () {},
    loadSchemas: async () => {},
    fetchSchemas: async function* () {},
    renderCharts: async () => {},
    write: () => 'nothing is written in tests',
    serve: async () => {},
    ...rest,
  };
  const status = await run(words, world);
  return { status, out, err };
}
