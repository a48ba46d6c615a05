/** What deprecated fields become is what `kustomize edit fix` makes of them: in all shapes, and in the kustomizations of real repositories. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { applyEdits } from '../../../server/src/base/spans.ts';
import { codeActions } from '../../../server/src/ide/actions.ts';
import { goToolsOrSkip } from '../../kit/go-tools.ts';
import { TestWorkspace } from '../../kit/workspace.ts';

const run = promisify(execFile);
const CORPORA = resolve(import.meta.dirname, '../../../../shared/corpora');
const DEPRECATED = ['bases', 'commonLabels', 'imageTags', 'patchesJson6902', 'patchesStrategicMerge'];
const HAS_DEPRECATED = new RegExp(`^(?:${DEPRECATED.join('|')}):`, 'm');
const EVERYTHING = { start: 0, end: Number.MAX_SAFE_INTEGER };
/** Kustomizations of real repositories that one run compares. */
const MOST = 60;

const SHAPES: readonly string[] = [
  'bases: [../base]\n',
  'bases:\n- ../base\n- ../other\nresources:\n- a.yaml\n',
  'resources: [a.yaml]\nbases: [../base]\nnamePrefix: x-\n',
  'commonLabels: { app: web }\nresources: [a.yaml]\n',
  'commonLabels:\n  app: web\n  app.kubernetes.io/part-of: "true"\n  n: "1"\nlabels:\n- pairs: { other: x }\nresources: [a.yaml]\n',
  'imageTags:\n- name: a\n  newTag: "1"\nresources: [a.yaml]\n',
  'imageTags: [{ name: a, newTag: v1 }]\nimages: [{ name: b, newTag: v2 }]\n',
  'patchesStrategicMerge:\n- a.yaml\n- b.yaml\nresources: [a.yaml]\n',
  'patchesStrategicMerge: [a.yaml]\npatches: [{ path: b.yaml }]\nresources: [a.yaml]\n',
  'patchesStrategicMerge:\n- |-\n  apiVersion: v1\n  kind: Pod\n  metadata: { name: a }\n  spec: { x: 1 }\nresources: [a.yaml]\n',
  'patchesJson6902:\n- target: { version: v1, kind: Pod, name: a }\n  path: a.json\n',
  'patchesJson6902:\n- target: { version: v1, kind: Pod, name: a }\n  path: a.json\npatchesStrategicMerge:\n- a.yaml\n',
  'patchesJson6902:\n- target:\n    version: v1\n    kind: Pod\n    name: a\n  patch: |-\n    - op: remove\n      path: /spec/x\npatches:\n- path: b.yaml\n',
  'bases: [../base]\ncommonLabels: { a: b }\nimageTags: [{ name: a, newTag: v1 }]\npatchesStrategicMerge: [a.yaml]\n',
];

interface Case {
  readonly label: string;
  readonly text: string;
  /** Copied, so that Kustomize finds the files that it looks for. */
  readonly directory?: string;
}

function cases(): readonly Case[] {
  const written = SHAPES.map((text, i) => ({ label: `shape ${i}`, text }));
  if (!existsSync(CORPORA)) return written;
  const real = globSync('**/{kustomization.yaml,kustomization.yml}', { cwd: CORPORA })
    .sort()
    .map((file) => ({ label: file, text: readFileSync(join(CORPORA, file), 'utf8'), directory: join(CORPORA, dirname(file)) }))
    .filter(({ text }) => HAS_DEPRECATED.test(text));
  const step = Math.max(1, Math.ceil(real.length / MOST));
  return [...written, ...real.filter((_, i) => i % step === 0)];
}

/** The text after one conversion after another, until none is offered. */
function converted(text: string): string {
  let now = text;
  for (let round = 0; round < 10; round++) {
    const { db, path } = new TestWorkspace({ 'kustomization.yaml': now, 'a.yaml': '', 'b.yaml': '' });
    const file = path('kustomization.yaml');
    const action = codeActions(db, file, EVERYTHING).find(({ title }) => /^Replace "\w+" by "\w+"$/.test(title));
    const edits = action?.change.edits.get(file);
    if (edits === undefined) return now;
    now = applyEdits(now, edits);
  }
  return now;
}

/** The fields that conversions write and take away; of nothing Kustomize says nothing. */
function content(text: string): Readonly<Record<string, unknown>> {
  const fields = parse(text) as Record<string, unknown>;
  const counts = [...DEPRECATED, 'resources', 'images', 'patches', 'labels'];
  return Object.fromEntries(Object.entries(fields).filter(([name, value]) => counts.includes(name) && value !== null));
}

test('deprecated fields become what `kustomize edit fix` makes of them', async (t) => {
  const program = await goToolsOrSkip(t, 'kustomize');
  if (program === undefined) return;
  const scratch = mkdtempSync(join(tmpdir(), 'plumbline-fix-'));
  t.after(() => rmSync(scratch, { recursive: true, force: true }));
  let compared = 0;
  let left = 0;
  for (const [i, { label, text, directory }] of cases().entries()) {
    const ours = converted(text);
    if (ours === text) {
      left++;
      continue;
    }
    const home = join(scratch, String(i));
    mkdirSync(home);
    if (directory === undefined) for (const name of ['a.yaml', 'b.yaml', 'a.json']) writeFileSync(join(home, name), '');
    else
      cpSync(directory, home, {
        recursive: true,
        filter: (from) => from === directory || dirname(from) === directory || basename(from) !== 'kustomization.yaml',
      });
    writeFileSync(join(home, 'kustomization.yaml'), text);
    rmSync(join(home, 'kustomization.yml'), { force: true });
    await run(program('kustomize'), ['edit', 'fix'], { cwd: home, env: { HOME: scratch, PATH: '' } });
    const theirs = content(readFileSync(join(home, 'kustomization.yaml'), 'utf8'));
    const mine = content(ours);
    // What is not offered here stays: all that was converted has to be the same.
    const stays = DEPRECATED.filter((field) => field in mine);
    if (stays.length > 0) {
      left++;
      continue;
    }
    compared++;
    assert.deepEqual(mine, theirs, label);
  }
  t.diagnostic(`${compared} converted alike, ${left} left to the person`);
  assert.ok(compared >= SHAPES.length / 2);
});
