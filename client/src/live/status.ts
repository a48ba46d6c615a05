/** The entry in the language status menu: which cluster is connected, and how it stands. */
import { type Disposable, LanguageStatusSeverity, languages } from 'vscode';
import { DOCUMENTS } from '../documents.ts';
import type { LiveModel } from './model.ts';

export function showClusterStatus(model: LiveModel): Disposable {
  const item = languages.createLanguageStatusItem('plumbline.cluster', [...DOCUMENTS]);
  item.name = 'Plumbline Cluster';
  item.command = { command: 'plumbline.chooseContext', title: 'Choose Context' };
  const update = (): void => {
    const live = model.current;
    item.busy = live?.phase === 'connecting' && live.problem === undefined;
    item.severity = live?.problem === undefined ? LanguageStatusSeverity.Information : LanguageStatusSeverity.Warning;
    item.detail = live?.problem?.message ?? '';
    if (live?.context === undefined) item.text = 'no cluster connected';
    else if (live.problem !== undefined) item.text = `${live.context}: not connected`;
    else
      item.text = `${live.context}: ${live.nodes.map(({ label, description }) => `${label} ${description}`).join(', ') || live.phase}`;
  };
  update();
  const subscription = model.onDidChange(update);
  return {
    dispose: () => {
      subscription.dispose();
      item.dispose();
    },
  };
}
