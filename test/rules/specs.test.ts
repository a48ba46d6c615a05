/** Every rule's page: the findings stand where the markers say, no others do, and after a fix they are gone. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, test } from 'node:test';
import type { Range } from '../../server/src/base/lines.ts';
import { applyEdits } from '../../server/src/base/spans.ts';
import { type Diagnostic, diagnostics } from '../../server/src/ide/diagnostics.ts';
import { changeOf } from '../../server/src/ide/edits.ts';
import { linesOf } from '../../server/src/model/source.ts';
import { leftOut, textProblems } from '../../server/src/model/workspace/inputs.ts';
import { RULES } from '../../server/src/rules/registry.ts';
import type { Fix } from '../../server/src/rules/rule.ts';
import { filledIn } from '../kit/filled-in.ts';
import { type ExpectedFinding, readSpec, type Section } from '../kit/spec.ts';
import { ROOT, TestWorkspace } from '../kit/workspace.ts';

/** Rules whose findings no page can show, and the test that holds them. */
const TESTED_ELSEWHERE = new Map([
  ['terraform/validate', 'test/host/terraform.test.ts'],
  ['workspace/too-many-findings', 'test/ide/diagnostics.test.ts'],
]);

for (const rule of RULES) {
  const path = resolve(import.meta.dirname, `${rule.id}.md`);
  describe(rule.id, () => {
    if (!existsSync(path)) {
      test('has a page', () => assert.fail(`test/rules/${rule.id}.md is missing`));
      return;
    }
    const sections = readSpec(readFileSync(path, 'utf8'));
    for (const section of sections) test(section.title, () => checkSection(section, rule.id));
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

function checkSection(section: Section, rule: string): void {
  const workspace = workspaceOf(section);
  // Objects of other tools' pages are as short as the rule allows: what a release of the tool would miss in them is not their subject.
  const isWhole = rule.startsWith('kubernetes/');
  const found = allDiagnostics(workspace).filter(({ message }) => isWhole || !/ \(by [^)]+\)$/.test(message));
  assert.deepEqual(found.map((one) => shown(workspace, one)).sort(), section.expected.map(expectation).sort());
  for (const one of section.expected.filter(({ fixable }) => fixable)) {
    const mended = found.find((candidate) => shown(workspace, candidate) === expectation(one));
    assert.ok(mended?.fixable, `${expectation(one)} has no fix`);
  }
  for (const one of found) for (const fix of one.finding.fixes ?? []) checkFix(section, workspace, one, fix);
  for (const { title, file, text } of section.fixes) {
    const fix = found
      .flatMap(({ finding }) => finding.fixes ?? [])
      .find((candidate) => title === '' || candidate.title === title);
    assert.ok(fix, `no fix "${title}"`);
    assert.equal(applied(workspace, fix)[file], text, `after the fix "${fix.title}"`);
  }
}

/** A fix can be made, takes its finding away and leaves every file readable. */
function checkFix(section: Section, before: TestWorkspace, mended: Diagnostic, fix: Fix): void {
  const after = workspaceOf({ ...section, files: applied(before, fix) });
  const left = allDiagnostics(after);
  const same = ({ rule, message, file }: Diagnostic): boolean =>
    rule === mended.rule && message === mended.message && file === mended.file;
  const count = allDiagnostics(before).filter(same).length;
  assert.ok(left.filter(same).length < count, `"${fix.title}" leaves the finding: ${mended.message}`);
  if (mended.rule === 'yaml/syntax') return;
  assert.deepEqual(
    left.filter(({ rule }) => rule === 'yaml/syntax').map(({ message }) => message),
    allDiagnostics(before)
      .filter(({ rule }) => rule === 'yaml/syntax')
      .map(({ message }) => message),
    `"${fix.title}" breaks the text`,
  );
}

function workspaceOf(section: Section): TestWorkspace {
  const workspace = new TestWorkspace(section.files, section.remotes);
  for (const file of section.undecodable) {
    const offset = workspace.text(file)?.indexOf('\ufffd') ?? 0;
    const known = textProblems(workspace.db, '');
    workspace.db.set(textProblems, '', new Map(known).set(workspace.path(file), { kind: 'utf-8', offset }));
  }
  workspace.db.set(leftOut, '', new Map(Object.entries(section.leftOut).map(([file, reason]) => [workspace.path(file), reason])));
  return workspace;
}

function allDiagnostics(workspace: TestWorkspace): readonly Diagnostic[] {
  return workspace.files.flatMap((file) => diagnostics(workspace.db, file));
}

/** The files as they are after a fix, and after somebody has filled in what it leaves open. */
function applied(workspace: TestWorkspace, fix: Fix): Readonly<Record<string, string>> {
  const change = changeOf(workspace.db, fix.edits);
  assert.ok(change, `"${fix.title}" cannot be made`);
  const files = Object.fromEntries(workspace.files.map((file) => [file.slice(ROOT.length + 1), workspace.text(file) ?? '']));
  for (const [file, edits] of change.edits)
    files[file.slice(ROOT.length + 1)] = applyEdits(workspace.text(file) ?? '', edits.map(filledIn));
  for (const { file, text } of change.creations) files[file.slice(ROOT.length + 1)] = text;
  return files;
}

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
