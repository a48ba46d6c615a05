/** A change in memory: files before and after, and what it does to what is deployed. */
import type { FilePath } from '../../server/src/base/paths.ts';
import { Database } from '../../server/src/engine/database.ts';
import { type Impact, impactOf } from '../../server/src/ide/impact/impact.ts';
import { objectTitle, objectWords } from '../../server/src/ide/impact/words.ts';
import { type BaseFile, writeBase } from '../../server/src/model/impact/base.ts';
import { PACE, TestWorkspace } from './workspace.ts';

export type Files = Readonly<Record<string, string>>;

/** What the base has of the files that differ from `after`. */
export function baseFiles(workspace: TestWorkspace, before: Files, after: Files): Map<FilePath, BaseFile | undefined> {
  const files = new Map<FilePath, BaseFile | undefined>();
  for (const path of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const text = before[path];
    if (text === after[path]) continue;
    files.set(
      workspace.path(path),
      text === undefined ? undefined : { kind: 'file', text, problem: undefined, bytes: undefined },
    );
  }
  return files;
}

/** The impact of replacing the files `before` by `after`, with the queries that ran on the old side. */
export async function impactOfChange(
  before: Files,
  after: Files,
  remotes: readonly string[] = [],
): Promise<Impact & { readonly executed: readonly string[] }> {
  const workspace = new TestWorkspace(after, remotes);
  const base = new Database();
  const executed: string[] = [];
  base.observe(({ query, key }) => executed.push(`${query} ${key}`));
  const files = baseFiles(workspace, before, after);
  writeBase(base, workspace.db, files);
  return { ...(await impactOf({ before: base, after: workspace.db, files: files.keys() }, PACE)), executed };
}

/** Every application with its objects and what happens to them, a line each. */
export function told({ applications, dangers }: Impact): readonly string[] {
  return [
    ...dangers.map(({ id, message, applications: of }) => `! ${id}: ${message} (${of.join(', ')})`),
    ...applications.flatMap(({ title, objects, problems }) => [
      ...objects.map((object) => `${title}: ${objectTitle(object)} ${objectWords(object)}`),
      ...problems.map(({ side, message }) => `${title}: ${side} ${message}`),
    ]),
  ];
}
