/**
 * Makes the clone ready to work in: installs what package-lock.json says where it is not there, and checks the pinned Node.
 * Plain JavaScript without dependencies, because it runs before both exist, on whatever Node (18 or newer) started npm.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const pinned = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).devDependencies.node;

if (!installed()) {
  say(`installing dependencies and Node ${pinned} (npm ci), a minute or two`);
  npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'], 'The dependencies could not be installed');
}
if (nodeVersion() !== pinned) {
  say(`fetching Node ${pinned}`);
  npm(['rebuild', 'node', '--loglevel=error'], `Node ${pinned} could not be installed`);
  if (nodeVersion() !== pinned) {
    fail(
      `node_modules/.bin/node is not Node ${pinned}: run "npm install --no-save node@${pinned}", or allow its install script, and try again.`,
    );
  }
}

/** True where npm's own record of node_modules agrees with the lock file, whoever installed it. */
function installed() {
  const wanted = packages('package-lock.json');
  const present = packages('node_modules/.package-lock.json');
  if (!wanted) fail('package-lock.json is missing or broken: restore it with "git checkout package-lock.json".');
  if (!present) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes('node_modules/') || entry.link) return true;
    // npm leaves out what is for other platforms.
    return present[path] ? present[path].version === entry.version : entry.optional === true;
  });
}

function packages(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

function nodeVersion() {
  const ran = spawnSync('node_modules/.bin/node', ['-p', 'process.versions.node'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  return ran.status === 0 ? ran.stdout.trim() : undefined;
}

/** Runs the npm that started this script, or the one on the path. */
function npm(args, failure) {
  const { npm_execpath: cli, npm_node_execpath: node } = process.env;
  const [command, first] = cli && node ? [node, [cli]] : ['npm', []];
  const ran = spawnSync(command, [...first, ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: command === 'npm' && process.platform === 'win32',
  });
  if (ran.status !== 0)
    fail(
      `${failure}: "npm ${args[0]}" ended with ${ran.error ? ran.error.message : `status ${ran.status}`}; its message stands above.`,
    );
}

function say(line) {
  process.stdout.write(`setup: ${line}\n`);
}

function fail(line) {
  process.stderr.write(`setup: ${line}\n`);
  process.exit(1);
}
