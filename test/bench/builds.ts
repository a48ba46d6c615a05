/** Measures how fast every kustomization of a repository builds, reading included, against the Go library in one process. */
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SERVER_FLAGS } from '../../client/src/server-flags.ts';
import { judge } from '../conformance/kustomize-differential/judge.ts';
import { GoToolsMissing, goTools } from '../kit/go-tools.ts';
import type { Figure } from './figures.ts';

export async function measureBuilds(name: string, root: string, say: (line: string) => void): Promise<readonly Figure[]> {
  const files = globSync('**/{kustomization.yaml,kustomization.yml,Kustomization}', { cwd: root }).sort();
  const directories = [...new Set(files.map((file) => join(root, dirname(file))))];
  const child = spawnSync(process.execPath, [...SERVER_FLAGS, join(import.meta.dirname, 'build-all.ts'), root], {
    input: directories.join('\n'),
    stdio: ['pipe', 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (child.status !== 0) throw new Error(`Building ${name} ended with ${child.status}.`);
  const ours = JSON.parse(child.stdout) as { readonly ms: number; readonly builds: number; readonly rssMb: number };
  const figures: Figure[] = [
    {
      what: 'every kustomization built, reading included',
      on: name,
      value: ours.ms,
      unit: 'ms',
      note: `${ours.builds} of ${directories.length} build`,
    },
    { what: 'resident memory of that, highest', on: name, value: ours.rssMb, unit: 'MB' },
  ];
  const theirs = await kustomizeMs(directories, say);
  if (theirs !== undefined) {
    const note = `Kustomize takes ${theirs.toFixed(0)} ms`;
    figures.push({
      what: 'faster than the Go library in one process',
      on: name,
      value: theirs / ours.ms,
      unit: 'times',
      budget: 5,
      note,
    });
  }
  return figures;
}

async function kustomizeMs(directories: readonly string[], say: (line: string) => void): Promise<number | undefined> {
  try {
    const program = await goTools('kustomize');
    let ms = 0;
    for await (const built of judge(program('krusty-loop'), directories, { timesOnly: true })) ms += built.ms;
    return ms;
  } catch (error) {
    if (!(error instanceof GoToolsMissing)) throw error;
    say(`skipped: the comparison with Kustomize. ${error.message}`);
    return undefined;
  }
}
