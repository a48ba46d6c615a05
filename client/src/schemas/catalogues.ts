/** `Plumbline: Use a CRD Catalogue…`: who would be asked, and what is sent, is shown and agreed to before the network is used. */
import { ConfigurationTarget, type QuickPickItem, QuickPickItemKind, window, workspace } from 'vscode';
import type * as protocol from '../../../server/src/lsp/protocol-schemas.ts';
import { count } from '../text.ts';

const SETTING = 'schemaLocations';

/** The catalogue that most of the trade uses. */
const COMMON =
  'https://raw.githubusercontent.com/datreeio/CRDs-catalog/main/{{ .Group }}/{{ .ResourceKind }}_{{ .ResourceAPIVersion }}.json';

interface Item extends QuickPickItem {
  readonly run?: () => Promise<void>;
}

/** Lets a person choose what is asked, or end it; `known` is what the server said last. */
export async function chooseCatalogue(known: protocol.SchemasParams | undefined): Promise<void> {
  if (!workspace.isTrusted) {
    void window.showWarningMessage('Catalogues are asked only from workspaces that you trust.');
    return;
  }
  const kinds = known?.undescribed ?? [];
  const used = usedLocations();
  const offered = [...(known?.proposed ?? []).map((one) => ({ ...one, by: 'named by this repository' }))];
  if (!offered.some(({ location }) => location === COMMON))
    offered.push({ location: COMMON, host: hostOf(COMMON), by: 'CRDs-catalog, the schemas of some hundred projects' });
  const items: Item[] = offered
    .filter(({ location }) => !used.includes(location))
    .map(({ location, host, by }) => ({
      label: `$(globe) ${host}`,
      description: by,
      detail: location,
      run: () => useCatalogue(location, host, kinds),
    }));
  items.push({ label: '$(link) Another address…', run: () => anotherAddress(kinds) });
  items.push({ label: '$(folder-opened) A folder…', run: folder });
  if (used.length > 0) items.push({ label: 'in use', kind: QuickPickItemKind.Separator });
  for (const location of used)
    items.push({ label: `$(trash) Stop using ${hostOf(location)}`, detail: location, run: () => stopUsing(location) });
  const nobody = known?.kinds.nobody ?? 0;
  const placeHolder =
    nobody === 0
      ? 'Every custom kind of this workspace is described already'
      : `${count(nobody, 'custom kind')} without a schema. Who may be asked?`;
  const picked = await window.showQuickPick(items, { placeHolder, matchOnDetail: true });
  await picked?.run?.();
}

/** Asks for consent to a server, and makes it a setting of the user. */
export async function useCatalogue(location: string, host: string, kinds: readonly string[]): Promise<void> {
  const question = `Ask ${host} for schemas of custom kinds?`;
  const now = kinds.length === 0 ? 'Nothing is asked for now.' : `Asked for now:\n${kinds.join('\n')}`;
  const detail = [
    `For each kind that nothing else describes, one file is requested: ${location}`,
    'The address holds the group, the version and the name of the kind. Nothing else of the workspace is sent, no other host is asked, and nothing is asked while you type.',
    now,
    'Answers are kept in a cache for a week. The choice is kept in your user settings and counts for all workspaces that you trust.',
  ].join('\n\n');
  if ((await window.showWarningMessage(question, { modal: true, detail }, 'Use Catalogue')) === 'Use Catalogue') await add(location);
}

async function anotherAddress(kinds: readonly string[]): Promise<void> {
  const location = await window.showInputBox({
    title: 'CRD Catalogue',
    prompt: 'An address with variables, as kubeconform’s -schema-location has it',
    placeHolder: 'https://schemas.example.org/{{ .Group }}/{{ .ResourceKind }}_{{ .ResourceAPIVersion }}.json',
    validateInput: (text) =>
      text === '' || (/^https?:\/\//.test(text) && hostOf(text) !== text) ? undefined : 'An https:// or http:// address is needed.',
  });
  if (location !== undefined && location !== '') await useCatalogue(location, hostOf(location), kinds);
}

async function folder(): Promise<void> {
  const [chosen] =
    (await window.showOpenDialog({
      title: 'CRD Catalogue',
      openLabel: 'Use Folder',
      canSelectFiles: false,
      canSelectFolders: true,
      canSelectMany: false,
    })) ?? [];
  if (chosen !== undefined) await add(chosen.fsPath);
}

/** Only the user's own settings: what a workspace says counts for nothing. */
function usedLocations(): readonly string[] {
  return workspace.getConfiguration('plumbline').inspect<readonly string[]>(SETTING)?.globalValue ?? [];
}

async function add(location: string): Promise<void> {
  await write([...usedLocations().filter((one) => one !== location), location]);
}

async function stopUsing(location: string): Promise<void> {
  await write(usedLocations().filter((one) => one !== location));
}

async function write(locations: readonly string[]): Promise<void> {
  const value = locations.length === 0 ? undefined : locations;
  await workspace.getConfiguration('plumbline').update(SETTING, value, ConfigurationTarget.Global);
}

function hostOf(location: string): string {
  return URL.parse(location)?.host || location;
}
