/** Every request that the server answers, one file each. */
import type { Handler } from '../handler.ts';
import { codeAction } from './code-action.ts';
import { codeLens } from './code-lens.ts';
import { completion } from './completion.ts';
import { definition } from './definition.ts';
import { documentDiagnostic } from './document-diagnostic.ts';
import { documentLink } from './document-link.ts';
import { documentSymbol } from './document-symbol.ts';
import { drift, driftMarksOfFile, driftTextOfObject } from './drift.ts';
import { driftWaysOfField, driftWrite } from './drift-edits.ts';
import { executeCommand } from './execute-command.ts';
import { hover } from './hover.ts';
import { impact, impactBase, impactMarkdownText, impactSource, impactText } from './impact.ts';
import { implementation } from './implementation.ts';
import { inlayHint } from './inlay-hint.ts';
import { fetchRemotes, remotes, renderCharts } from './kustomize.ts';
import { act, connect, contexts, disconnect, live, plan, reconnect } from './live.ts';
import { promotableVersions, promote, steps } from './promote.ts';
import { pullRequestPlan, pullRequestText, pushBranch } from './pull-request.ts';
import { references } from './references.ts';
import { prepareRename, rename } from './rename.ts';
import { compared, kustomizations, rendered, source } from './rendered.ts';
import { pushRevert, rollbackChoices, rollbackText } from './rollback.ts';
import { selectionRange } from './selection-range.ts';
import { status } from './status.ts';
import { terraformFormat, terraformValidate } from './terraform.ts';
import { workspaceDiagnostic } from './workspace-diagnostic.ts';
import { workspaceSymbol, workspaceSymbolResolve } from './workspace-symbol.ts';

export const HANDLERS: readonly Handler[] = [
  documentDiagnostic,
  workspaceDiagnostic,
  definition,
  implementation,
  references,
  hover,
  documentLink,
  documentSymbol,
  selectionRange,
  workspaceSymbol,
  workspaceSymbolResolve,
  completion,
  codeAction,
  executeCommand,
  prepareRename,
  rename,
  codeLens,
  inlayHint,
  rendered,
  source,
  kustomizations,
  compared,
  impact,
  impactText,
  impactSource,
  impactBase,
  impactMarkdownText,
  pullRequestPlan,
  pullRequestText,
  pushBranch,
  rollbackChoices,
  rollbackText,
  pushRevert,
  status,
  contexts,
  connect,
  disconnect,
  reconnect,
  live,
  plan,
  act,
  remotes,
  fetchRemotes,
  renderCharts,
  terraformValidate,
  terraformFormat,
  drift,
  driftMarksOfFile,
  driftTextOfObject,
  driftWaysOfField,
  driftWrite,
  steps,
  promotableVersions,
  promote,
];
