/** The entries in the language status menu: what the server does, and what it found. */
import { DiagnosticSeverity, type Disposable, type LanguageStatusItem, LanguageStatusSeverity, languages } from 'vscode';
import { COMMANDS } from './commands.ts';
import { DOCUMENTS } from './documents.ts';
import type { Server } from './server.ts';

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
  return { dispose: () => subscriptions.forEach((each) => void each.dispose()) };
}

function showState(item: LanguageStatusItem, server: Server): void {
  const { text, severity, detail } = {
    starting: { text: 'Plumbline is starting', severity: LanguageStatusSeverity.Information, detail: '' },
    running: { text: 'Plumbline server ready', severity: LanguageStatusSeverity.Information, detail: '' },
    stopped: { text: 'Plumbline server stopped', severity: LanguageStatusSeverity.Warning, detail: 'nothing is checked' },
    crashed: { text: 'Plumbline server crashed', severity: LanguageStatusSeverity.Error, detail: 'nothing is checked' },
  }[server.state];
  item.text = text;
  item.severity = severity;
  item.busy = server.state === 'starting';
  item.detail =
    server.state === 'running' && server.crashes > 0 ? `restarted after ${count(server.crashes, 'crash', 'crashes')}` : detail;
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
  item.text = errors + warnings === 0 ? 'No findings' : `${count(errors, 'error')}, ${count(warnings, 'warning')}`;
  item.severity = LanguageStatusSeverity.Information;
}

/** A number with its noun. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`;
}
