/**
 * `npm run bench`: measures speed, memory and size on a synthetic repository of 10,000 files and on the corpora, prints each
 * figure with its budget, and writes them into docs/performance.md. Budgets of time are told, not enforced: machines are
 * busy. What can be counted is also held by the fast tests.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { SERVER_FLAGS } from '../../client/src/server-flags.ts';
import { measureBuilds } from './builds.ts';
import { measureEditor } from './editor.ts';
import { type Figure, ratio, table } from './figures.ts';
import { measureKubeconform } from './kubeconform.ts';
import { measureManifests } from './manifests.ts';
import { EDITED, writeSynthetic } from './synthetic.ts';
import { measureTerraform } from './terraform.ts';
import { chosenOf } from './typing.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const CORPORA = resolve(ROOT, '../shared/corpora');
const PAGE = join(ROOT, 'docs/performance.md');
const MEASURED = ['home-ops', 'gitops-catalog', 'manifests'];

const only = process.argv.slice(2);
const figures: Figure[] = [];
const scratch = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
try {
  const synthetic = join(scratch, 'repository');
  const count = writeSynthetic(synthetic);
  const repositories = [{ name: `synthetic, ${count} files`, root: synthetic }];
  if (existsSync(CORPORA)) repositories.push(...MEASURED.map((name) => ({ name, root: join(CORPORA, name) })));
  else say('skipped: the corpora, because ../shared/corpora is not there');
  for (const { name, root } of repositories) {
    if (wanted('analysis')) told(analysis(name, root));
    if (wanted('editor')) told(await measureEditor(name, root, filesToEdit(root)));
    if (only.includes('kubeconform')) told(await measureKubeconform(name, root, scratch, say));
    if (wanted('builds')) told(await measureBuilds(name, root, say));
    if (wanted('changes') && root === synthetic) told(changes(name, root));
  }
  if (wanted('manifests')) told(measureManifests());
  if (wanted('terraform')) told(measureTerraform());
  if (wanted('size')) told(size());
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
if (only.length === 0) write();

function wanted(part: string): boolean {
  return only.length === 0 || only.includes(part);
}

function analysis(name: string, root: string): readonly Figure[] {
  return measuredBy('analysis.ts', name, root);
}

/** What is compared with is a commit: the repository gets its first one. */
function changes(name: string, root: string): readonly Figure[] {
  const git = (...words: readonly string[]): void => {
    const ended = spawnSync('git', ['-c', 'user.name=bench', '-c', 'user.email=bench@example.com', ...words], { cwd: root });
    if (ended.status !== 0) throw new Error(`git ${words[0]} ended with ${ended.status}: ${ended.stderr}`);
  };
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message=x');
  return measuredBy('changes.ts', name, root, ...EDITED);
}

/** A measurement in a process of its own. */
function measuredBy(script: string, name: string, ...words: readonly string[]): readonly Figure[] {
  const child = spawnSync(process.execPath, [...SERVER_FLAGS, '--expose-gc', join(import.meta.dirname, script), name, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  if (child.status !== 0) throw new Error(`Measuring ${name} ended with ${child.status}.`);
  return JSON.parse(child.stdout) as readonly Figure[];
}

function filesToEdit(root: string): readonly string[] {
  const files = globSync('**/*.{yaml,yml}', { cwd: root }).map((path) => join(root, path));
  return chosenOf(files.flatMap((file) => (statSync(file).isFile() ? [{ file, size: statSync(file).size }] : [])));
}

function size(): readonly Figure[] {
  const packed = spawnSync(process.execPath, [join(ROOT, 'scripts/package.ts')], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [vsix] = globSync(join(ROOT, 'dist/*.vsix'));
  if (packed.status !== 0 || vsix === undefined) throw new Error('Packing the extension failed: `npm run package` says why.');
  return [{ what: 'size of the extension', on: 'VSIX', value: statSync(vsix).size / 1024 / 1024, unit: 'MB', budget: 4 }];
}

function told(some: readonly Figure[]): void {
  figures.push(...some);
  for (const figure of some) {
    const part = ratio(figure);
    const budget = part === undefined ? '' : `  budget ${figure.budget}, ratio ${part.toFixed(2)}${part > 1 ? ' OVER' : ''}`;
    say(
      `${figure.on}: ${figure.what}: ${figure.value.toFixed(2)} ${figure.unit}${budget}${figure.note === undefined ? '' : `  (${figure.note})`}`,
    );
  }
}

/** The part of the page between the markers is the bench's; the words around it are people's. */
function write(): void {
  const page = readFileSync(PAGE, 'utf8');
  const [before, , after] = page.split(/(?<=<!-- figures -->\n)([\s\S]*)(?=<!-- end of figures -->)/);
  if (before === undefined || after === undefined)
    throw new Error(`${PAGE} has lost its markers "figures" and "end of figures".`);
  const machine = `Measured on ${cpus().length} cores (${cpus()[0]?.model.trim()}), Node ${process.versions.node}.`;
  writeFileSync(PAGE, `${before}\n${machine}\n\n${table(figures)}\n\n${after}`);
  say(`written: ${PAGE}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
