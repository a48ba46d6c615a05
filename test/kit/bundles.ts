/** The language server as it ships: it starts in a third of the time that its sources take, and tests start a hundred. */
import { spawnSync } from 'node:child_process';
import { globSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
const SERVER = join(ROOT, 'server/dist/server.cjs');
const SOURCES = ['server/src/**/*.ts', 'server/package.json', 'package-lock.json', 'esbuild.mjs'];

/** The path of the bundle, which is built first where one of its sources is newer; throws with what the build said. */
export function builtServer(): string {
  const built = changedAt(SERVER);
  if (globSync(SOURCES, { cwd: ROOT }).some((source) => changedAt(join(ROOT, source)) > built)) {
    const { status, stderr } = spawnSync(process.execPath, ['esbuild.mjs'], { cwd: ROOT, encoding: 'utf8' });
    if (status !== 0) throw new Error(`The language server cannot be built:\n${stderr}`);
  }
  return SERVER;
}

/** In milliseconds since 1970; 0 where there is no such file. */
function changedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
