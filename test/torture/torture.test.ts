/**
 * Hostile repositories end in findings: within a second of work and 300 MB, with no process started, no file outside
 * read, no connection made, and with the same answer twice.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { type Hostile, writeContent } from './case.ts';
import { type Checked, checkFenced, checkTraced, type Traced } from './checked.ts';
import { KUSTOMIZE_CASES } from './kustomize-cases.ts';
import { OTHER_CASES } from './workspace-cases.ts';
import { YAML_CASES } from './yaml-cases.ts';

/** Where the checker's own files stand. */
const PROJECT = resolve(import.meta.dirname, '../..');
const LIMIT_MS = 1000;
const LIMIT_MB = 300;
/** What each file beyond the thousandth may cost: many files are no attack, as long as they cost no more than their number. */
const MS_A_FILE = 0.3;
const KB_A_FILE = 1;
/** What the fixed piece of work in `measure.ts` takes on the machine that the limits are meant for. */
const USUAL_PACE_MS = 50;
/** Runs of a case that seems too slow. */
const MOST_RUNS = 4;
const FINDINGS_OF_A_FILE = 200;
const SECRET = 'canary-5f1c0e7a';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'plumbline-torture-')));
const canary = join(scratch, 'outside', 'canary.yaml');
const hasStrace = spawnSync('strace', ['-V'], { stdio: 'ignore' }).status === 0;
after(() => rmSync(scratch, { recursive: true, force: true }));

writeContent(join(scratch, 'outside'), {
  files: { 'canary.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${SECRET}\ndata:\n  ${SECRET}: ${SECRET}\n` },
});
writeContent(join(scratch, 'quiet'), { files: { 'object.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: quiet\n' } });

/** What starting costs, and what Node opens by itself: the difference is the analysis. */
const idle = await checkFenced(join(scratch, 'quiet'));
const idleTraced = hasStrace ? await checkTraced(join(scratch, 'quiet')) : undefined;
const idleCpu = Math.min(idle.cost?.cpuMs ?? 0, (await checkFenced(join(scratch, 'quiet'))).cost?.cpuMs ?? 0);

test('a quiet repository is answered under the fence', () => {
  assert.equal(idle.status, 0, idle.stderr);
  assert.ok(idle.cost !== undefined);
});

for (const hostile of [...YAML_CASES, ...KUSTOMIZE_CASES, ...OTHER_CASES]) {
  test(`${hostile.name}: ${hostile.demand}`, async (t) => {
    const directory = join(scratch, 'case', hostile.name);
    try {
      writeContent(directory, hostile.make(canary));
    } catch (error) {
      if (
        error instanceof Error &&
        'code' in error &&
        (error.code === 'EPERM' || error.code === 'EILSEQ' || error.code === 'EINVAL')
      ) {
        t.skip(`this file system refuses the case: ${error.message}`);
        return;
      }
      throw error;
    }
    const findings = await survives(directory, (cost) => t.diagnostic(cost));
    assertFindings(hostile, findings);
    rmSync(directory, { recursive: true, force: true });
  });
}

const shared = resolve(import.meta.dirname, '../../../shared/tools/torture/gen.py');
const python = spawnSync('python3', ['--version'], { stdio: 'ignore' }).status === 0;
test('the shared hostile cases', {
  skip: existsSync(shared) && python ? false : 'needs ../shared/tools/torture/gen.py and python3',
}, async (t) => {
  const directory = join(scratch, 'shared');
  execFileSync('python3', [shared, directory], { stdio: 'ignore' });
  for (const name of readdirSync(directory)
    .filter((one) => one !== 'cases.json')
    .sort()) {
    await t.test(name, async (t) => {
      await survives(join(directory, name), (cost) => t.diagnostic(cost));
    });
  }
});

/** Runs a case twice, once fenced and once traced where that is possible, holds all limits, and returns its findings. */
async function survives(directory: string, report: (cost: string) => void): Promise<readonly string[]> {
  const fenced = await checkFenced(directory);
  report(costOf(fenced));
  assert.ok(fenced.cost !== undefined, `stopped after ${fenced.wallMs.toFixed(0)} ms: ${fenced.stderr.slice(0, 500)}`);
  assert.ok(fenced.status === 0 || fenced.status === 1, `exit status ${fenced.status}: ${fenced.stderr.slice(0, 500)}`);
  const extra = Math.max(0, reportOf(fenced).files - 1000);
  const limitMb = LIMIT_MB + (extra * KB_A_FILE) / 1024;
  assert.ok(fenced.cost.rssMb <= limitMb, `${fenced.cost.rssMb.toFixed(0)} MB are over the limit of ${limitMb.toFixed(0)} MB`);
  let work = workOf(fenced);
  const limitMs = LIMIT_MS + extra * MS_A_FILE;
  // Other work on the machine makes processor time longer, never shorter: more runs may only acquit.
  for (let run = 1; run < MOST_RUNS && work > limitMs; run++) work = Math.min(work, workOf(await checkFenced(directory)));
  assert.ok(work <= limitMs, `${work.toFixed(0)} ms of work are ${(work / limitMs).toFixed(1)} times the limit`);
  assert.equal(fenced.cost.polluted, false, 'Object.prototype was changed');
  const again = hasStrace ? await checkTraced(directory) : await checkFenced(directory);
  assert.deepEqual(findingsOf(again), findingsOf(fenced), 'two runs gave different answers');
  if ('opened' in again) assertStayedInside(directory, again as Traced);
  for (const { stdout, stderr } of [fenced, again])
    assert.ok(!`${stdout}${stderr}`.includes(SECRET), 'what lies outside is quoted');
  assert.equal(existsSync(join(directory, 'PWNED')), false, 'a program of the case ran');
  assertCapped(fenced);
  return findingsOf(fenced);
}

/** Processor time of the analysis in milliseconds of the usual machine: without the start, and without what others slow. */
function workOf({ cost }: Checked): number {
  if (cost === undefined) return Number.POSITIVE_INFINITY;
  return Math.max(0, cost.cpuMs - idleCpu) / Math.max(1, cost.paceMs / USUAL_PACE_MS);
}

function costOf(checked: Checked): string {
  if (checked.cost === undefined) return `stopped after ${checked.wallMs.toFixed(0)} ms`;
  return `${workOf(checked).toFixed(0)} ms of work, ${checked.cost.rssMb.toFixed(0)} MB, ${findingsOf(checked).length} findings`;
}

function assertStayedInside(directory: string, traced: Traced): void {
  const outside = [...traced.opened].filter((path) => {
    if (path.startsWith(`${directory}/`) || path === directory || idleTraced?.opened.has(path)) return false;
    return !/^(\/proc\/(self|\d+)\/|\/sys\/fs\/cgroup\/|pipe:|socket:|anon_inode:)/.test(path) && !path.startsWith(`${PROJECT}/`);
  });
  assert.deepEqual(outside, [], 'opened outside the repository');
  assert.equal(traced.programs.length, idleTraced?.programs.length, `a program was started: ${traced.programs.at(-1)}`);
  assert.deepEqual(traced.connected, [], 'a connection was made');
}

interface JsonReport {
  readonly files: number;
  readonly diagnostics: readonly {
    readonly code: string;
    readonly message: string;
    readonly file: string;
    readonly range: unknown;
  }[];
}

function reportOf(checked: Checked): JsonReport {
  return JSON.parse(checked.stdout) as JsonReport;
}

function findingsOf(checked: Checked): readonly string[] {
  return reportOf(checked).diagnostics.map(
    ({ code, message, file, range }) => `${code}: ${message} (${file} ${JSON.stringify(range)})`,
  );
}

function assertCapped(checked: Checked): void {
  const counts = new Map<string, number>();
  for (const { file } of reportOf(checked).diagnostics) counts.set(file, (counts.get(file) ?? 0) + 1);
  for (const [file, count] of counts) assert.ok(count <= FINDINGS_OF_A_FILE + 1, `${count} findings in ${file}`);
  for (const { message } of reportOf(checked).diagnostics)
    assert.ok(message.length < 2000, `a message of ${message.length} characters`);
}

function assertFindings(hostile: Hostile, findings: readonly string[]): void {
  for (const expected of hostile.says ?? []) {
    assert.ok(
      findings.some((finding) => expected.test(finding)),
      `no finding matches ${expected}:\n${findings.join('\n')}`,
    );
  }
  const { silentOn } = hostile;
  if (silentOn !== undefined)
    assert.deepEqual(
      findings.filter((finding) => silentOn.test(finding)),
      [],
    );
}
