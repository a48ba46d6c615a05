/** Choosing a context: from the kubeconfig, with a question before any command is run for its credentials. */
import { type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import type * as protocol from '../../../server/src/lsp/protocol-live.ts';
import type { LiveModel } from './model.ts';

type Choice = protocol.ContextsResult['contexts'][number];
interface Item extends QuickPickItem {
  readonly choice?: Choice;
  readonly picks?: boolean;
}

/** Connects what a person picks; nothing where the person gives up at any step. */
export async function chooseContext(model: LiveModel, kubeconfig?: string): Promise<void> {
  const found = await model.contexts(kubeconfig);
  if (found === undefined) return;
  if (!found.trusted) {
    await window.showInformationMessage('Clusters are reached only from workspaces that you trust.');
    return;
  }
  const items: Item[] = found.contexts.map((choice) => ({
    label: choice.title,
    description: choice.current ? `${choice.server} · current` : choice.server,
    ...(choice.refused !== undefined && { detail: choice.refused }),
    ...(choice.command !== undefined && { detail: 'runs a command for its credentials, which you are asked about' }),
    choice,
  }));
  items.sort((a, b) => Number(b.choice?.current) - Number(a.choice?.current));
  for (const remark of found.remarks) items.push({ label: remark, kind: QuickPickItemKind.Separator });
  items.push({ label: '$(folder-opened) Another kubeconfig file…', picks: true });
  const placeHolder =
    found.contexts.length === 0
      ? 'No kubeconfig with a context was found'
      : 'Which cluster? Nothing is connected before you choose';
  const picked = await window.showQuickPick(items, { placeHolder, matchOnDescription: true });
  if (picked?.picks) {
    const [file] =
      (await window.showOpenDialog({ title: 'Kubeconfig', openLabel: 'Use Kubeconfig', canSelectMany: false })) ?? [];
    if (file !== undefined) await chooseContext(model, file.fsPath);
    return;
  }
  const choice = picked?.choice;
  if (choice === undefined) return;
  if (choice.refused !== undefined) {
    await window.showWarningMessage(choice.refused);
    return;
  }
  if (choice.command !== undefined && !(await consent(choice.title, choice.command))) return;
  await model.connect({
    context: choice.name,
    ...(kubeconfig !== undefined && { kubeconfig }),
    ...(choice.command !== undefined && { consented: choice.command }),
  });
}

async function consent(context: string, command: string): Promise<boolean> {
  const question = `The context "${context}" gets its credentials from a command. Run it?`;
  const detail = `${command}\n\nIt runs as you, now and whenever the credentials have run out.`;
  return (await window.showWarningMessage(question, { modal: true, detail }, 'Run')) === 'Run';
}
