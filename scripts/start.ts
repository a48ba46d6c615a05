/** `npm start`: builds, checks the example repository, and opens VS Code on it where there is one and a person to look at it. */
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join, relative, resolve } from 'node:path';
import { layExample } from './example.ts';

const ROOT = resolve(import.meta.dirname, '..');

const built = spawnSync(process.execPath, ['esbuild.mjs'], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
if (built.status !== 0) process.exit(built.status ?? 1);

const example = layExample(join(ROOT, 'dist/example'));
// The example holds mistakes on purpose, which are no failure here.
const command = ['check', relative(process.cwd(), example), '--severity', 'info', '--fail-on', 'never'];
say(`plumbline ${command.join(' ')}\n`);
const { status } = spawnSync(process.execPath, [join(ROOT, 'server/dist/cli.cjs'), ...command], { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);

const code = editor();
if (code === undefined) {
  say('\nIn VS Code: open this folder, press F5.');
} else {
  say('\nOpening VS Code on the example repository.');
  spawn(code, [`--extensionDevelopmentPath=${ROOT}`, example], {
    detached: true,
    stdio: 'ignore',
    shell: process.platform === 'win32',
  }).unref();
}

/** VS Code's command; undefined where there is none, or nobody to look at it. */
function editor(): string | undefined {
  if (process.env.CI || !process.stdin.isTTY || !process.stdout.isTTY) return undefined;
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  const places = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return places.map((place) => join(place, name)).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
