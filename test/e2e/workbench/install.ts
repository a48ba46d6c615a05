/** Installs the VS Code workbench that runs in a browser (code-server from npm) into the user's cache directory. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm, symlink, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { cached, cacheKey } from '../../kit/cache.ts';

/** code-server 4.139.1 holds VS Code 1.139.1 and wants the major version of Node that the project pins. */
export const CODE_SERVER = '4.139.1';

/** What is left out: 230 MB that nothing here starts. */
const UNUSED = ['node_modules/@github', 'node_modules/@microsoft/mxc-sdk', 'extensions/copilot'];

/** Grows when the recipe below changes, so that a new installation is made. */
const RECIPE = '1';

/** The entry file of the installed server; installs it first where it is missing. */
export async function installWorkbench(say: (line: string) => void = () => {}): Promise<string> {
  const key = cacheKey(CODE_SERVER, `${process.platform}/${process.arch}`, RECIPE);
  const home = await cached('code-server', key, async (making) => {
    say(`installing the VS Code workbench (code-server ${CODE_SERVER}, about 400 MB) into the cache directory`);
    await install(making);
  });
  return join(home, 'node_modules/code-server/out/node/entry.js');
}

/** Without scripts: the package's own installation compiles what is not needed and fails where libkrb5 is missing. */
async function install(home: string): Promise<void> {
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await writeFile(join(home, 'package.json'), '{ "private": true }\n');
  await npm(home, ['install', '--save-exact', ...quiet, `code-server@${CODE_SERVER}`]);
  const vscode = join(home, 'node_modules/code-server/lib/vscode');
  await npm(vscode, ['install', '--omit=dev', ...quiet]);
  await npm(join(vscode, 'extensions'), ['install', '--omit=dev', ...quiet]);
  await Promise.all(UNUSED.map((unused) => rm(join(vscode, unused), { recursive: true, force: true })));
  const command = join(vscode, 'bin/remote-cli/code-server');
  if (process.platform === 'linux' && !existsSync(command)) await symlink('code-linux.sh', command);
}

async function npm(cwd: string, args: readonly string[]): Promise<void> {
  // The variables of an npm that runs this would make the inner npm work on this project instead.
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^npm_(?!config_(registry|cache|userconfig|globalconfig)$)/i.test(name),
  );
  const env = { ...Object.fromEntries(kept), PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}` };
  await promisify(execFile)('npm', [...args], { cwd, env, maxBuffer: 64 << 20, shell: process.platform === 'win32' });
}
