/** The entries in the language status menu: what the server does, and what it found. */
import { DiagnosticSeverity, Disposable, type LanguageStatusItem, LanguageStatusSeverity, languages } from 'vscode';
import { COMMANDS } from './commands.ts';
import { DOCUMENTS } from './documents.ts';
import type { Server } from './server.ts';
import { count } from './text.ts';

export function showStatus(server: Server): Disposable {
  const state = languages.createLanguageStatusItem('plumbline.server', [...DOCUMENTS]);
  const found = languages.createLanguageStatusItem('plumbline.findings', [...DOCUMENTS]);
  state.name = 'Plumbline Server';
  state.command = { command: COMMANDS.showServerStatus, title: 'Show Status' };
  found.name = 'Plumbline Findings';
  found.command = { command: 'workbench.actions.view.problems', title: 'Show Problems' };

  const findings = () => showFindings(found);
  const update = () => showState(state, server);
  update();
  findings();
  const subscriptions = [server.onDidChangeState(update), languages.onDidChangeDiagnostics(findings), state, found];
  return Disposable.from(...subscriptions);
}

function showState(item: LanguageStatusItem, server: Server): void {
  const { text, severity, detail } = sayState(server);
  item.text = text;
  item.severity = severity;
  item.busy = server.state === 'starting' || server.state === 'indexing';
  item.detail = detail ?? '';
}

function sayState(server: Server): { text: string; severity: LanguageStatusSeverity; detail?: string } {
  switch (server.state) {
    case 'starting':
      return { text: 'server starting', severity: LanguageStatusSeverity.Information };
    case 'indexing':
      return { text: 'reading the workspace', severity: LanguageStatusSeverity.Information };
    case 'ready': {
      const restarted = server.crashes > 0 ? { detail: `restarted after ${count(server.crashes, 'crash', 'crashes')}` } : {};
      return {
        text: `server ready · ${count(server.files, 'file')}`,
        severity: LanguageStatusSeverity.Information,
        ...restarted,
      };
    }
    case 'stopped':
      return { text: 'server stopped', severity: LanguageStatusSeverity.Warning, detail: 'nothing is checked' };
    case 'crashed':
      return { text: 'server crashed', severity: LanguageStatusSeverity.Error, detail: 'nothing is checked' };
  }
}

function showFindings(item: LanguageStatusItem): void {
  let errors = 0;
  let warnings = 0;
  for (const [, diagnostics] of languages.getDiagnostics()) {
    for (const { source, severity } of diagnostics) {
      if (source !== 'plumbline') continue;
      if (severity === DiagnosticSeverity.Error) errors++;
      else if (severity === DiagnosticSeverity.Warning) warnings++;
    }
  }
  item.text = errors + warnings === 0 ? 'no errors, no warnings' : `${count(errors, 'error')}, ${count(warnings, 'warning')}`;
  item.severity = LanguageStatusSeverity.Information;
}
