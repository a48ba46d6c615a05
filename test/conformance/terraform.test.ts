/**
 * Terraform judges: modules that need no provider are changed in one place each, and our errors stand where `terraform validate`
 * has its own, or both have none.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { diagnostics } from '../../server/src/ide/diagnostics.ts';
import { linesOf } from '../../server/src/model/source.ts';
import { Dice, SEED } from '../kit/random.ts';
import { ROOT, TestWorkspace } from '../kit/workspace.ts';
import { type Files, MUTATIONS, moduleFiles } from './terraform/mutations.ts';

const CASES = 135;

/** Nothing of the machine's settings, and no network. */
const ENVIRONMENT = { PATH: process.env.PATH, HOME: tmpdir(), CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' };

function terraform(args: readonly string[], cwd: string): { readonly status: number | null; readonly stdout: string } {
  const { status, stdout } = spawnSync('terraform', [...args], { cwd, env: ENVIRONMENT, encoding: 'utf8', timeout: 60_000 });
  return { status, stdout };
}

function isInstalled(t: TestContext): boolean {
  if (spawnSync('terraform', ['version'], { env: ENVIRONMENT }).status === 0) return true;
  const message = 'terraform is needed to judge: install Terraform 1.11 (https://developer.hashicorp.com/terraform/install)';
  if (process.env.CI) assert.fail(message);
  t.skip(message);
  return false;
}

/** Errors that are about what is declared; all others are about the text. */
const ABOUT_NAMES = /^(?:Duplicate |Reference to |Unsupported a|Missing required argument|Invalid reference)/;

/** `file:line` of each error; `text` where the text itself cannot be read, `source` where a module is not found or never ends. */
function judged(files: Files): readonly string[] {
  const directory = mkdtempSync(join(tmpdir(), 'plumbline-terraform-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), text);
    }
    terraform(['get', '-no-color'], directory);
    return errorsIn(terraform(['validate', '-json'], directory).stdout);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function errorsIn(output: string): readonly string[] {
  const { diagnostics: found } = JSON.parse(output) as {
    diagnostics: readonly { severity: string; summary: string; range?: { filename: string; start: { line: number } } }[];
  };
  const errors = found.filter(({ severity }) => severity === 'error');
  // What cannot be read cannot be installed: that is told beside, and so is what the caller of a broken module lacks.
  const told = errors.filter(({ summary }) => summary !== 'Module not installed');
  if (told.length === 0) return errors.length > 0 ? ['source'] : [];
  if (told.some(({ summary }) => !ABOUT_NAMES.test(summary))) return ['text'];
  return told.map(({ range }) => `${range?.filename}:${range?.start.line}`);
}

function ours(files: Files): readonly string[] {
  const workspace = new TestWorkspace(files);
  const found = workspace.files.flatMap((file) => diagnostics(workspace.db, file)).filter(({ severity }) => severity === 'error');
  if (found.some(({ rule }) => rule === 'terraform/syntax')) return ['text'];
  if (found.some(({ rule }) => rule === 'terraform/missing-module' || rule === 'terraform/module-cycle')) return ['source'];
  return found.map(({ file, span }) => `${file.slice(ROOT.length + 1)}:${linesOf(workspace.db, file).lineAt(span.start) + 1}`);
}

/** Terraform stops at what others depend on; we tell all. */
function agree(expected: readonly string[], found: readonly string[]): boolean {
  return expected.length > 0 === found.length > 0 && expected.every((one) => found.includes(one));
}

/** Each place once: Terraform tells a mistake of a called module for each call. */
function places(found: readonly string[]): readonly string[] {
  return [...new Set(found)].sort();
}

test(`${CASES} changed modules: our errors are Terraform's (seed ${SEED})`, (t) => {
  if (!isInstalled(t)) return;
  const dice = new Dice(SEED);
  const differences: string[] = [];
  let refused = 0;
  for (let i = 0; i < CASES; i++) {
    const mutation = MUTATIONS[i % MUTATIONS.length];
    assert.ok(mutation);
    const files = mutation.change(moduleFiles(dice), dice);
    const [expected, found] = [places(judged(files)), places(ours(files))];
    if (expected.length > 0) refused++;
    if (!agree(expected, found))
      differences.push(
        `${mutation.name}: Terraform ${expected.join() || 'accepts'}, we ${found.join() || 'accept'}\n${shown(files)}`,
      );
  }
  assert.deepEqual(differences, []);
  assert.ok(refused > CASES / 2 && refused < CASES, `${refused} refused`);
  t.diagnostic(`${CASES} modules, ${refused} of them refused by both`);
});

function shown(files: Files): string {
  return Object.entries(files)
    .map(([path, text]) => `--- ${path}\n${text}`)
    .join('\n');
}
