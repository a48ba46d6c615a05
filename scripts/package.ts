/** Writes the VSIX (`npm run package`): builds, packs what .vscodeignore lets through, refuses one that lacks a part or is too large. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const MOST_BYTES = 4 * 1024 * 1024;
const PARTS = [
  'client/dist/extension.cjs',
  'server/dist/server.cjs',
  'server/dist/cluster.cjs',
  'server/dist/kubernetes-client.cjs',
  'server/dist/descriptions.cjs',
];

const root = resolve(import.meta.dirname, '..');
const manifest: { readonly version: string } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const vsix = join('dist', `plumbline-${manifest.version}.vsix`);

node('esbuild.mjs');
for (const part of PARTS) {
  if (!existsSync(join(root, part))) throw new Error(`The VSIX would lack ${part}, which the build did not write.`);
}
mkdirSync(join(root, 'dist'), { recursive: true });
const vsce = createRequire(import.meta.url).resolve('@vscode/vsce/vsce');
node(vsce, 'package', '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--out', vsix);

const bytes = statSync(join(root, vsix)).size;
if (bytes > MOST_BYTES) throw new Error(`${vsix} has ${bytes} bytes, more than the ${MOST_BYTES} that are allowed.`);

function node(...args: readonly string[]): void {
  execFileSync(process.execPath, [...args], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
}
