/** Real repositories: every error on them is one that the real tool reports too, and stands in a table with its reason. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';
import { Database } from '../../server/src/engine/database.ts';
import { STEADY } from '../../server/src/host/pace.ts';
import { Workspace } from '../../server/src/host/workspace.ts';
import { type Diagnostic, diagnostics } from '../../server/src/ide/diagnostics.ts';
import { fileList } from '../../server/src/model/workspace/inputs.ts';
import { findings } from '../../server/src/rules/findings.ts';
import { CORPORA_MISSING } from '../kit/corpus.ts';
import { goToolsOrSkip } from '../kit/go-tools.ts';

const CORPORA = resolve(import.meta.dirname, '../../../shared/corpora');

/** What remains, and why it is true. A finding is explained only by exactly its words. */
const EXPLAINED = JSON.parse(readFileSync(resolve(import.meta.dirname, 'corpora-findings.json'), 'utf8')) as readonly {
  readonly file: string;
  readonly rule: string;
  readonly messages: readonly string[];
  readonly because: string;
}[];

const names = CORPORA_MISSING ? [] : readdirSync(CORPORA).filter((name) => name !== 'README.md');

describe('real repositories', { skip: CORPORA_MISSING }, () => {
  for (const name of names) {
    test(`${name} has no error without a reason`, async () => {
      const root = realpathSync(resolve(CORPORA, name));
      const db = new Database();
      await new Workspace(db, STEADY).open([root]);
      const files = fileList(db, '');
      assert.deepEqual(
        files.flatMap((file) => findings(db, file).failures),
        [],
      );
      const errors = files.flatMap((file) => diagnostics(db, file)).filter(({ severity }) => severity === 'error');
      const told = ({ file, rule, message }: Diagnostic): string => `${name}${file.slice(root.length)} ${rule}: ${message}`;
      const explained = EXPLAINED.filter(({ file }) => file.startsWith(`${name}/`)).flatMap(({ file, rule, messages }) =>
        messages.map((message) => `${file} ${rule}: ${message}`),
      );
      assert.deepEqual(errors.map(told).sort(), explained.sort());
    });
  }

  test('the real kustomize refuses what these errors speak of', async (t) => {
    const program = await goToolsOrSkip(t, 'kustomize');
    if (program === undefined) return;
    const directories = new Set(EXPLAINED.filter(({ rule }) => rule.startsWith('kustomize/')).map(({ file }) => dirname(file)));
    for (const directory of directories) {
      const build = promisify(execFile)(
        program('kustomize'),
        ['build', '--load-restrictor=LoadRestrictionsNone', '--enable-helm=false', resolve(CORPORA, directory)],
        { timeout: 120_000, maxBuffer: 1 << 26, env: { PATH: '' } },
      );
      await assert.rejects(build, directory);
    }
  });
});
