/**
 * Conversions over real repositories, judged by the real Kustomize: every patch that can be written in the other form is, and
 * every component that can be extracted once is, each in a copy of its own; what is built stays the same.
 */
import assert from 'node:assert/strict';
import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { applyEdits } from '../../server/src/base/spans.ts';
import { Database } from '../../server/src/engine/database.ts';
import { STEADY } from '../../server/src/host/pace.ts';
import { Workspace } from '../../server/src/host/workspace.ts';
import { convertPatch } from '../../server/src/ide/conversion/convert-patch.ts';
import { extractablesAt, extractComponent } from '../../server/src/ide/conversion/extract-component.ts';
import { patchEntry } from '../../server/src/ide/conversion/patch-entry.ts';
import type { WorkspaceChange } from '../../server/src/ide/edits.ts';
import type { Refusal } from '../../server/src/ide/rename.ts';
import { allKustomizations, isComponent, kustomizationOf } from '../../server/src/model/kustomize/recognise.ts';
import { goToolsOrSkip } from '../kit/go-tools.ts';
import { PACE } from '../kit/workspace.ts';
import { firstDifference } from './kustomize-differential/compare.ts';
import { type Built, judge } from './kustomize-differential/judge.ts';

const CORPORA = resolve(import.meta.dirname, '../../../shared/corpora');
const REPOSITORIES = ['flux2-kustomize-helm-example', 'bank-of-anthos', 'gitops-catalog'];
const missing = existsSync(CORPORA) ? false : 'needs the repositories of ../shared/corpora';
const EVERYTHING = { start: 0, end: Number.MAX_SAFE_INTEGER };

for (const name of REPOSITORIES) {
  test(`${name} builds the same after its patches are converted, and after components are extracted`, {
    skip: missing,
  }, async (t) => {
    const program = await goToolsOrSkip(t, 'kustomize');
    if (program === undefined) return;
    const home = mkdtempSync(join(tmpdir(), 'plumbline-conversions-'));
    t.after(() => rmSync(home, { recursive: true, force: true }));
    const db = new Database();
    const root = join(CORPORA, name);
    await new Workspace(db, STEADY).open([root]);
    const directories = globSync('**/{kustomization.yaml,kustomization.yml,Kustomization}', { cwd: root }).map(dirname).sort();
    const builds = async (copy: string): Promise<readonly Built[]> => {
      const all: Built[] = [];
      for await (const one of judge(
        program('krusty-loop'),
        directories.map((directory) => join(copy, directory)),
      ))
        all.push(one);
      return all;
    };
    const before = await builds(root);
    for (const [kind, changes] of [
      ['patches', patches(db)],
      ['components', components(db)],
    ] as const) {
      const copy = join(home, kind);
      cpSync(root, copy, { recursive: true, verbatimSymlinks: true });
      const made = await applyAll(changes, root, copy);
      const after = await builds(copy);
      t.diagnostic(`${made} ${kind}`);
      for (const [i, directory] of directories.entries()) {
        const [old, next] = [before[i], after[i]];
        // A component is built by those that use it; alone it has not the objects that it patches.
        if (old?.objects === undefined || isComponentIn(db, join(root, directory))) continue;
        assert.ok(next?.objects, `${kind}: ${directory}: ${next?.error}`);
        assert.equal(firstDifference(old.objects, next.objects), undefined, `${kind}: ${directory}`);
      }
    }
  });
}

function isComponentIn(db: Database, directory: string): boolean {
  const file = kustomizationOf(db, directory);
  return file !== undefined && isComponent(db, file);
}

async function* patches(db: Database): AsyncGenerator<WorkspaceChange | Refusal> {
  for (const kustomization of allKustomizations(db, '')) {
    const form = patchEntry(db, kustomization, 0)?.form;
    if (form !== undefined) yield await convertPatch(db, kustomization, 0, form === 'json' ? 'merge' : 'json', PACE);
  }
}

async function* components(db: Database): AsyncGenerator<WorkspaceChange | Refusal> {
  for (const kustomization of allKustomizations(db, '')) {
    const [first] = extractablesAt(db, kustomization, EVERYTHING);
    if (first !== undefined) yield await extractComponent(db, kustomization, first.other, PACE);
  }
}

/** Writes the changes that are in no other's way, and says how many. */
async function applyAll(changes: AsyncIterable<WorkspaceChange | Refusal>, root: string, copy: string): Promise<number> {
  const touched = new Set<string>();
  let made = 0;
  for await (const change of changes) {
    if ('refused' in change) continue;
    const { edits, creations, deletions = [] } = change;
    const files = [...edits.keys(), ...creations.map(({ file }) => file), ...deletions];
    if (files.some((file) => touched.has(file))) continue;
    for (const file of files) touched.add(file);
    const moved = (file: string): string => join(copy, file.slice(root.length));
    for (const [file, list] of edits) writeFileSync(moved(file), applyEdits(readFileSync(file, 'utf8'), list));
    for (const { file, text } of creations) {
      mkdirSync(dirname(moved(file)), { recursive: true });
      writeFileSync(moved(file), text);
    }
    for (const file of deletions) rmSync(moved(file));
    made++;
  }
  return made;
}
