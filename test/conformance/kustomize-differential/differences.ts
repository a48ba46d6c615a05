/** Compares what Plumbline and Kustomize build out of the same directories, and tells the differences in lines. */
import { appendFileSync } from 'node:fs';
import type { Database } from '../../../server/src/engine/database.ts';
import { type BuildResult, build } from '../../../server/src/model/kustomize/build/build.ts';
import { firstDifference } from './compare.ts';
import { EXPLAINED } from './explained.ts';
import type { Built } from './judge.ts';

/** Most lines of one run that are shown; the file that PLUMBLINE_DIFFERENCES names gets all of them. */
const SHOWN = 25;

export class Differences {
  readonly #lines: string[] = [];
  built = 0;
  failed = 0;
  /** Builds that differ only as `explained.ts` says. */
  explained = 0;

  /** Compares one directory; `label` is how people find it again. */
  compare(db: Database, directory: string, expected: Built, label: string): void {
    if (expected.error === undefined) this.built++;
    else this.failed++;
    const line = difference(db, directory, expected);
    if (line === undefined) return;
    if (EXPLAINED.some((one) => one.line.test(line))) this.explained++;
    else this.#lines.push(`${label}: ${line}`);
  }

  get count(): number {
    return this.#lines.length;
  }

  /** What a failed run says; also written whole where somebody wants to work through it. */
  report(): string {
    const file = process.env.PLUMBLINE_DIFFERENCES;
    if (file) appendFileSync(file, this.#lines.map((line) => `${line}\n`).join(''));
    const rest = this.#lines.length > SHOWN ? `\n… and ${this.#lines.length - SHOWN} more` : '';
    return `${this.#lines.length} of ${this.built + this.failed} differ:\n${this.#lines.slice(0, SHOWN).join('\n')}${rest}`;
  }
}

/** In one line how the builds differ; undefined where both give the same objects, or both fail. */
function difference(db: Database, directory: string, expected: Built): string | undefined {
  let result: BuildResult;
  let objects: readonly unknown[];
  try {
    result = build(db, directory);
    objects = result.objects.map(({ object }) => object);
  } catch (error) {
    return `throws ${error instanceof Error ? error.stack?.split('\n').slice(0, 4).join(' | ') : String(error)}`;
  }
  const [problem] = result.problems;
  const said = problem === undefined ? 'builds' : `fails: ${problem.code} ${JSON.stringify(problem.args)}`;
  if (expected.error !== undefined) {
    return problem === undefined ? `builds ${objects.length} objects, Kustomize fails: ${expected.error.slice(-300)}` : undefined;
  }
  if (problem !== undefined) return `${said}, Kustomize builds ${expected.objects?.length} objects`;
  const found = firstDifference(expected.objects ?? [], objects);
  return found === undefined ? undefined : `${found.at}: Kustomize ${found.expected}, Plumbline ${found.actual}`;
}
