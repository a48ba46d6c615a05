/** What is shown after any sequence of edits is what a fresh run shows, and undoing brings back what was there. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { diagnostics } from '../../server/src/ide/diagnostics.ts';
import { documentLinks } from '../../server/src/ide/links.ts';
import { CORPORA_MISSING, corpusTexts } from '../kit/corpus.ts';
import { Dice, SEED } from '../kit/random.ts';
import { TestWorkspace } from '../kit/workspace.ts';

type Files = Map<string, string>;

const EXAMPLE = resolve(import.meta.dirname, '../../examples/gitops');

function example(): Files {
  const paths = globSync('**/*', { cwd: EXAMPLE, exclude: (name) => name === 'README.md' }).concat(
    '.github/CODEOWNERS',
    '.plumbline.yaml',
  );
  const files = paths.sort().flatMap((path): [string, string][] => {
    try {
      return [[path, readFileSync(resolve(EXAMPLE, path), 'utf8')]];
    } catch {
      // A directory.
      return [];
    }
  });
  return new Map(files);
}

/** Everything that is shown of a workspace, file by file. */
function shown(workspace: TestWorkspace): Record<string, string> {
  return Object.fromEntries(
    workspace.files.map((file) => [
      file,
      JSON.stringify([diagnostics(workspace.db, file), documentLinks(workspace.db, file)], (_, value) =>
        value instanceof Map ? [...value] : value,
      ),
    ]),
  );
}

/** One random change of the files; what it was. */
function change(files: Files, workspace: TestWorkspace, dice: Dice): string {
  const paths = [...files.keys()];
  const path = dice.pick(paths);
  const text = files.get(path) ?? '';
  const write = (at: string, next: string): void => {
    files.set(at, next);
    workspace.write(at, next);
  };
  const remove = (at: string): void => {
    files.delete(at);
    workspace.remove(at);
  };
  const kind = dice.below(20);
  if (kind === 0 && files.size > 5) {
    remove(path);
    return `delete ${path}`;
  }
  const other = dice.pick(paths);
  if (kind === 1) {
    const copy = `${other.replace(/[^/]*$/, '')}copy-${dice.below(5)}.yaml`;
    write(copy, text);
    return `copy ${path} to ${copy}`;
  }
  if (kind === 2) {
    const moved = `${other.replace(/[^/]*$/, '')}${path.replace(/^.*\//, '')}`;
    if (files.has(moved)) return 'nothing';
    remove(path);
    write(moved, text);
    return `move ${path} to ${moved}`;
  }
  write(path, edited(text, files.get(other) ?? '', dice));
  return `edit ${path}`;
}

/** A text as a hasty person leaves it: characters, words and lines in and out, lines of another file put in. */
function edited(text: string, other: string, dice: Dice): string {
  const lines = text.split('\n');
  const at = dice.below(lines.length);
  const line = lines[at] ?? '';
  switch (dice.below(8)) {
    case 0:
      lines.splice(at, 1);
      break;
    case 1:
      lines.splice(at, 0, dice.pick(other.split('\n')));
      break;
    case 2:
      lines[at] = `${line} # typed`;
      break;
    case 3:
      lines[at] = line.replace(/[\w-]+(?=[^\w-]*$)/, dice.pick(other.match(/[\w./-]+/g) ?? ['x']));
      break;
    case 4:
      lines[at] =
        line.slice(0, dice.below(line.length + 1)) +
        dice.pick([':', '-', '"', "'", '{', ']', '#', ' ', '&a', '*a', '\t', '|', 'ä', '💡']) +
        line.slice(dice.below(line.length + 1));
      break;
    case 5:
      lines[at] = ` ${line}`;
      break;
    case 6:
      lines.splice(at, 0, '---');
      break;
    default:
      lines[at] = line.slice(0, dice.below(line.length + 1));
  }
  return lines.join('\n');
}

function workspaceOf(files: Files): TestWorkspace {
  return new TestWorkspace(Object.fromEntries(files));
}

function checkRandomEdits(original: Files, steps: number, seed: number): void {
  const dice = new Dice(seed);
  const files = new Map(original);
  const workspace = workspaceOf(files);
  const before = shown(workspace);
  const done: string[] = [];
  for (let step = 0; step < steps; step++) {
    done.push(change(files, workspace, dice));
    assert.deepEqual(shown(workspace), shown(workspaceOf(files)), `seed ${seed}, after ${done.slice(-5).join(', ')}`);
  }
  for (const path of files.keys()) if (!original.has(path)) workspace.remove(path);
  for (const [path, text] of original) workspace.write(path, text);
  assert.deepEqual(shown(workspace), before, `seed ${seed}: undoing does not bring back what was shown`);
}

test('the example repository under random edits', (t) => {
  t.diagnostic(`seed ${SEED}`);
  const files = example();
  assert.ok(files.size > 30, `${files.size} files`);
  for (let round = 0; round < 3; round++) checkRandomEdits(files, 40, SEED + round);
});

test('real repositories under random edits', { skip: CORPORA_MISSING }, (t) => {
  t.diagnostic(`seed ${SEED}`);
  const patterns = [
    'flux2-kustomize-helm-example',
    'podinfo/{kustomize,deploy}',
    'flux2-multi-tenancy',
    'bank-of-anthos/kubernetes-manifests',
  ];
  for (const [index, pattern] of patterns.entries()) {
    const files = new Map(corpusTexts(`${pattern}/**/*.{yaml,yml}`).map(({ path, text }) => [path, text]));
    if (files.size === 0) continue;
    checkRandomEdits(files, 25, SEED + index);
  }
});
