/** Lays out the example as a repository of its own, for it lies inside another one here: `node scripts/example.ts DIRECTORY`. */
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const SOURCE = resolve(import.meta.dirname, '../examples/gitops');

/** The remote that the example's Argo CD Applications and Flux sources name. */
const REMOTE = 'https://git.example.com/acme/gitops.git';

/** What makes a directory a git repository, without asking for a git to be installed. */
const GIT: Readonly<Record<string, string>> = {
  HEAD: 'ref: refs/heads/main\n',
  config: `[core]\n\trepositoryformatversion = 0\n\tbare = false\n[remote "origin"]\n\turl = ${REMOTE}\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n`,
};

/** Puts a fresh copy at `target`, in the place of an earlier copy; any other directory there is refused. */
export function layExample(target: string): string {
  if (existsSync(target) && !existsSync(join(target, '.git', MARK)))
    throw new Error(`${target} exists and is not a copy of the example: remove it.`);
  rmSync(target, { recursive: true, force: true });
  cpSync(SOURCE, target, { recursive: true });
  for (const directory of ['objects', 'refs/heads']) mkdirSync(join(target, '.git', directory), { recursive: true });
  for (const [name, text] of Object.entries(GIT)) writeFileSync(join(target, '.git', name), text);
  writeFileSync(join(target, '.git', MARK), '');
  return target;
}

/** Tells a copy of the example from somebody's own directory. */
const MARK = 'plumbline-example';

if (import.meta.main) {
  const [target] = process.argv.slice(2);
  if (target === undefined) throw new Error('Say where: node scripts/example.ts DIRECTORY');
  layExample(resolve(target));
}
