/** Changes of a workspace, applied to the files of a test. */
import { applyEdits } from '../../server/src/base/spans.ts';
import type { WorkspaceChange } from '../../server/src/ide/edits.ts';
import { ROOT, type TestWorkspace } from './workspace.ts';

/** The files that a change leaves, those that it does not touch left out; gone ones are undefined. */
export function changedFiles(workspace: TestWorkspace, change: WorkspaceChange): Record<string, string | undefined> {
  const found: Record<string, string | undefined> = {};
  const relative = (file: string): string => file.slice(ROOT.length + 1);
  for (const [file, edits] of change.edits) found[relative(file)] = applyEdits(workspace.text(relative(file)) ?? '', edits);
  for (const { file, text } of change.creations) found[relative(file)] = text;
  for (const file of change.deletions ?? []) found[relative(file)] = undefined;
  return found;
}

export function applyChange(workspace: TestWorkspace, change: WorkspaceChange): void {
  for (const [file, text] of Object.entries(changedFiles(workspace, change)))
    if (text === undefined) workspace.remove(file);
    else workspace.write(file, text);
}
