/** The Changes view: dangers first, then applications with their objects, then what is not rendered, then who must review. */
import {
  type Command,
  type Disposable,
  EventEmitter,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
} from 'vscode';
import type * as protocol from '../../../server/src/lsp/protocol.ts';
import { COMMANDS } from '../commands.ts';
import { count } from '../text.ts';
import type { ChangesModel } from './model.ts';

export type ChangeNode =
  | { readonly is: 'dangers'; readonly all: readonly Danger[] }
  | { readonly is: 'danger'; readonly danger: Danger }
  | { readonly is: 'application'; readonly application: protocol.ImpactApplicationItem }
  | { readonly is: 'object'; readonly application: protocol.ImpactApplicationItem; readonly object: protocol.ImpactObjectItem }
  | { readonly is: 'problem'; readonly problem: protocol.ImpactApplicationItem['problems'][number] }
  | { readonly is: 'terraform'; readonly root: protocol.ImpactOverview['terraform'][number] }
  | { readonly is: 'owners'; readonly owners: readonly string[] };

type Danger = protocol.ImpactOverview['dangers'][number];

/** Applications that are opened by themselves. */
const OPEN = 5;

const OBJECT_ICONS = {
  added: new ThemeIcon('diff-added', new ThemeColor('gitDecoration.addedResourceForeground')),
  removed: new ThemeIcon('diff-removed', new ThemeColor('gitDecoration.deletedResourceForeground')),
  changed: new ThemeIcon('diff-modified', new ThemeColor('gitDecoration.modifiedResourceForeground')),
} as const;

export class ChangesTree implements TreeDataProvider<ChangeNode>, Disposable {
  readonly #model: ChangesModel;
  readonly #changed = new EventEmitter<undefined>();
  readonly #subscription: Disposable;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(model: ChangesModel) {
    this.#model = model;
    this.#subscription = model.onDidChange(() => this.#changed.fire(undefined));
  }

  getChildren(node?: ChangeNode): ChangeNode[] {
    const { current } = this.#model;
    if (node === undefined) return current?.state === 'known' ? roots(current) : [];
    if (node.is === 'dangers') return node.all.map((danger) => ({ is: 'danger', danger }));
    if (node.is !== 'application') return [];
    const { application } = node;
    return [
      ...application.problems.map((problem): ChangeNode => ({ is: 'problem', problem })),
      ...application.objects.map((object): ChangeNode => ({ is: 'object', application, object })),
    ];
  }

  getTreeItem(node: ChangeNode): TreeItem {
    switch (node.is) {
      case 'dangers':
        return dangersItem(node.all);
      case 'danger':
        return item(node.danger.message, {
          description: node.danger.applications.join(', '),
          icon: new ThemeIcon('warning', new ThemeColor('list.warningForeground')),
          context: 'danger source',
          command: { command: COMMANDS.openChangeSource, title: 'Go to Source', arguments: [node] },
        });
      case 'application':
        return this.#applicationItem(node);
      case 'object':
        return item(node.object.title, {
          description: node.object.words,
          tooltip: [
            node.object.namespace === '' ? node.object.title : `${node.object.title} in ${node.object.namespace}`,
            node.object.words,
          ],
          icon: OBJECT_ICONS[node.object.change],
          context: node.object.at === undefined ? 'object' : 'object source',
          command: { command: COMMANDS.compareObject, title: 'Open Changes', arguments: [node] },
        });
      case 'problem':
        return item(node.problem.message, {
          description: node.problem.at.side === 'after' ? 'does not build' : 'did not build before',
          icon: new ThemeIcon('error', new ThemeColor('list.errorForeground')),
          context: 'problem source',
          command: { command: COMMANDS.openChangeSource, title: 'Go to Source', arguments: [node] },
        });
      case 'terraform':
        return item(`terraform ${node.root.directory}`, {
          description: 'files changed, plan not run',
          tooltip: [`Changed in ${node.root.directory}: ${node.root.files.join(', ')}`],
          icon: new ThemeIcon('server-environment'),
          context: 'terraform',
        });
      case 'owners':
        return item(`owners: ${node.owners.join(', ')}`, {
          tooltip: ['Whom CODEOWNERS names for the changed files.'],
          icon: new ThemeIcon('organization'),
          context: 'owners',
        });
    }
  }

  getParent(): undefined {
    return undefined;
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #applicationItem({ application }: ChangeNode & { is: 'application' }): TreeItem {
    const { current } = this.#model;
    const isFew = current?.state === 'known' && current.applications.length <= OPEN;
    const hasChildren = application.objects.length + application.problems.length > 0;
    const built = item(application.title, {
      description: application.words,
      tooltip: [`${application.title}: ${application.words}`, `Deployed from ${application.directory}`],
      icon: new ThemeIcon('package'),
      context: application.objects.length > 0 ? 'application' : 'unrendered',
      state: !hasChildren
        ? TreeItemCollapsibleState.None
        : isFew
          ? TreeItemCollapsibleState.Expanded
          : TreeItemCollapsibleState.Collapsed,
    });
    built.id = application.id;
    return built;
  }
}

function roots({ dangers, applications, terraform, owners }: protocol.ImpactOverview): ChangeNode[] {
  return [
    ...(dangers.length > 0 ? [{ is: 'dangers', all: dangers } as const] : []),
    ...applications.map((application): ChangeNode => ({ is: 'application', application })),
    ...terraform.map((root): ChangeNode => ({ is: 'terraform', root })),
    ...(owners.length > 0 ? [{ is: 'owners', owners } as const] : []),
  ];
}

function dangersItem(all: readonly Danger[]): TreeItem {
  const [first] = all;
  return item(count(all.length, 'danger'), {
    description: all.length === 1 && first !== undefined ? `${first.message} (${first.applications.join(', ')})` : '',
    tooltip: all.map(({ message, applications }) => `${message} (${applications.join(', ')})`),
    icon: new ThemeIcon('warning', new ThemeColor('list.warningForeground')),
    context: 'dangers',
    state: all.length > 1 ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed,
  });
}

interface Look {
  readonly description?: string;
  /** Sentences, one a line; the label where there are none. */
  readonly tooltip?: readonly string[];
  readonly icon: ThemeIcon;
  readonly context: string;
  readonly command?: Command;
  readonly state?: TreeItemCollapsibleState;
}

function item(label: string, look: Look): TreeItem {
  const built = new TreeItem(label, look.state ?? TreeItemCollapsibleState.None);
  built.description = look.description ?? '';
  built.iconPath = look.icon;
  built.contextValue = look.context;
  const tooltip = new MarkdownString();
  for (const line of look.tooltip ?? [look.description ? `${label}: ${look.description}` : label])
    tooltip.appendText(`${line}\n`);
  built.tooltip = tooltip;
  if (look.command !== undefined) built.command = look.command;
  return built;
}
