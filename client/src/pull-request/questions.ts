/** What a person is asked while a pull request is prepared; undefined wherever they leave without an answer. */
import { commands, type QuickPickItem, QuickPickItemKind, type SecretStorage, Uri, window, workspace } from 'vscode';
import type * as protocol from '../../../server/src/lsp/protocol.ts';
import { count } from '../text.ts';

type PickedFile = QuickPickItem & { readonly path: string };

const CHANGES = { added: 'added', removed: 'deleted', changed: 'modified' } as const;

/** Which of the changed files belong to it, grouped by environment; where something is staged, that is proposed. */
export async function askForFiles(
  plan: protocol.PullRequestPlan,
  chosen?: readonly string[],
): Promise<readonly string[] | undefined> {
  const hasStaged = plan.files.some(({ staged }) => staged !== 'no');
  const isPicked = ({ path, staged }: protocol.PullRequestFile): boolean =>
    chosen?.includes(path) ?? (!hasStaged || staged !== 'no');
  const groups = new Map<string, protocol.PullRequestFile[]>();
  for (const file of plan.files) {
    const group = file.environment ?? 'other files';
    groups.set(group, [...(groups.get(group) ?? []), file]);
  }
  const items = [...groups].flatMap(([label, files]): (QuickPickItem & { readonly path: string })[] => [
    { label, kind: QuickPickItemKind.Separator, path: '' },
    ...files.map(
      (file): PickedFile => ({
        label: file.path,
        description: file.staged === 'partial' ? `${CHANGES[file.change]}, what is staged of it` : CHANGES[file.change],
        picked: isPicked(file),
        path: file.path,
      }),
    ),
  ]);
  const picked = await window.showQuickPick(items, {
    canPickMany: true,
    title: 'Open Pull Request',
    placeHolder: 'Which files belong to it? The others stay as they are.',
    matchOnDescription: true,
  });
  return picked?.map(({ path }) => path);
}

export function askForBranch(branch: string): Thenable<string | undefined> {
  return window.showInputBox({
    title: 'Open Pull Request',
    prompt: 'The branch that is made for it',
    value: branch,
    validateInput: (text) => (/^[^-\s~^:?*[\\][^\s~^:?*[\\]*$/.test(text) ? undefined : 'This is no name for a branch.'),
  });
}

export async function askForReviewers(
  owners: readonly string[],
  chosen: readonly string[],
): Promise<readonly string[] | undefined> {
  if (owners.length === 0) {
    await window.showInformationMessage('CODEOWNERS names nobody for the chosen files.');
    return undefined;
  }
  const items = owners.map((label) => ({ label, picked: chosen.includes(label) }));
  const picked = await window.showQuickPick(items, {
    canPickMany: true,
    title: 'Open Pull Request',
    placeHolder: 'Who is asked for a review?',
  });
  return picked?.map(({ label }) => label);
}

/** Git commits what stands on the disk. False where a person wants to save by hand. */
export async function askToSave(root: string): Promise<boolean> {
  const folder = Uri.parse(root).path;
  const dirty = workspace.textDocuments.filter(
    ({ uri, isDirty }) => isDirty && uri.scheme === 'file' && uri.path.startsWith(`${folder}/`),
  );
  if (dirty.length === 0) return true;
  const answer = await window.showWarningMessage(
    `${count(dirty.length, 'file')} of the repository ${dirty.length === 1 ? 'is' : 'are'} not saved. A pull request holds what is saved.`,
    { modal: true },
    'Save and Continue',
  );
  if (answer === undefined) return false;
  for (const document of dirty) if (!(await document.save())) return false;
  return true;
}

const key = (host: string): string => `plumbline.token.${host}`;

/** The token for a host: kept in the editor's secret storage, asked for once. `kind` says which scopes it needs. */
export async function tokenFor(secrets: SecretStorage, host: string, kind: string): Promise<string | undefined> {
  const known = await secrets.get(key(host));
  if (known) return known;
  const token = await window.showInputBox({
    title: `Sign In to ${host}`,
    prompt: `${kind}. It is kept in the secret storage of the editor. Leave empty to open the page in the browser instead.`,
    password: true,
    ignoreFocusOut: true,
  });
  if (!token) return undefined;
  await secrets.store(key(host), token.trim());
  return token.trim();
}

export async function forgetToken(secrets: SecretStorage, host: string): Promise<void> {
  await secrets.delete(key(host));
}

export async function openPage(url: string): Promise<void> {
  await commands.executeCommand('vscode.open', Uri.parse(url));
}
