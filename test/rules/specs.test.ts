/** Every rule's page: the findings stand where the markers say, no others do, and after a fix they are gone. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, test } from 'node:test';
import type { Range } from '../../server/src/base/lines.ts';
import { type Diagnostic, diagnostics } from '../../server/src/ide/diagnostics.ts';
import { linesOf } from '../../server/src/model/source.ts';
import { leftOut } from '../../server/src/model/workspace/inputs.ts';
import { RULES } from '../../server/src/rules/registry.ts';
import { type ExpectedFinding, readSpec, type Section } from '../kit/spec.ts';
import { ROOT, TestWorkspace } from '../kit/workspace.ts';

/** Rules whose findings no page can show, and the test that holds them. */
const TESTED_ELSEWHERE = new Map([['workspace/too-many-findings', 'test/ide/diagnostics.test.ts']]);

for (const rule of RULES) {
  const path = resolve(import.meta.dirname, `${rule.id}.md`);
  describe(rule.id, () => {
    if (!existsSync(path)) {
      test('has a page', () => assert.fail(`test/rules/${rule.id}.md is missing`));
      return;
    }
    const sections = readSpec(readFileSync(path, 'utf8'));
    for (const section of sections) test(section.title, () => checkSection(section));
    if (TESTED_ELSEWHERE.has(rule.id)) return;
    test('has a case that fires and a near miss that stays silent', () => {
      assert.ok(
        sections.some(({ expected }) => expected.some((one) => one.rule === rule.id)),
        'no section fires',
      );
      assert.ok(
        sections.some(({ expected }) => expected.every((one) => one.rule !== rule.id)),
        'no section stays silent',
      );
    });
  });
}

function checkSection(section: Section): void {
  const workspace = new TestWorkspace(section.files, section.remotes);
  workspace.db.set(leftOut, '', new Map(Object.entries(section.leftOut).map(([file, reason]) => [workspace.path(file), reason])));
  const found = workspace.files.flatMap((file) => diagnostics(workspace.db, file).map((one) => shown(workspace, one)));
  assert.deepEqual(found.sort(), section.expected.map(expectation).sort());
}

/** Findings and markers in one form, `file:line:from-to severity[rule] message`, lines and columns counted from 0. */
function expectation({ file, line, from, to, severity, rule, message }: ExpectedFinding): string {
  return `${file}:${line}:${from}-${to} ${severity}[${rule}] ${message}`;
}

function shown(workspace: TestWorkspace, { file, span, severity, rule, message }: Diagnostic): string {
  const lines = linesOf(workspace.db, file);
  const { start, end }: Range = lines.rangeOf(span);
  // A finding over several lines is marked on its first, an empty one by a single caret.
  const lineEnd = lines.lineEnd(start.line) - (lines.starts[start.line] ?? 0);
  const to = end.line > start.line ? lineEnd : end.character;
  return `${file.slice(ROOT.length + 1)}:${start.line}:${start.character}-${Math.max(to, start.character + 1)} ${severity}[${rule}] ${message}`;
}
