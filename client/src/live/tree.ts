/** The Applications view: draws what the server says and leads to where things are declared. */
import {
  Disposable,
  EventEmitter,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  type TreeView,
  window,
} from 'vscode';
import type * as protocol from '../../../server/src/lsp/protocol-live.ts';
import { OPEN_DRIFT } from '../drift/decorations.ts';
import { ago } from '../text.ts';
import type { LiveModel } from './model.ts';

type Node = protocol.LiveTreeNode;

export const VIEW = 'plumbline.applications';

const ICONS: Readonly<Record<string, readonly [icon: string, colour?: string]>> = {
  synced: ['pass', 'testing.iconPassed'],
  outOfSync: ['warning', 'list.warningForeground'],
  failed: ['error', 'list.errorForeground'],
  degraded: ['error', 'list.errorForeground'],
  progressing: ['sync~spin'],
  suspended: ['debug-pause', 'disabledForeground'],
  unknown: ['question', 'disabledForeground'],
  group: ['layers'],
  object: ['symbol-object'],
  folded: ['pass', 'testing.iconPassed'],
  missing: ['circle-slash', 'list.warningForeground'],
  extra: ['add', 'list.warningForeground'],
  absent: ['circle-slash', 'disabledForeground'],
};

export class LiveTree implements TreeDataProvider<Node>, Disposable {
  readonly #model: LiveModel;
  readonly #changed = new EventEmitter<void>();
  readonly #parents = new Map<string, Node>();
  readonly #nodes = new Map<string, Node>();
  readonly #view: TreeView<Node>;
  readonly #subscriptions: Disposable;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(model: LiveModel) {
    this.#model = model;
    this.#view = window.createTreeView(VIEW, { treeDataProvider: this, showCollapseAll: true });
    this.#subscriptions = Disposable.from(
      this.#view,
      this.#changed,
      model.onDidChange(() => this.#update()),
      this.#view.onDidChangeVisibility(({ visible }) => {
        if (visible) void model.want();
      }),
    );
    if (this.#view.visible) void model.want();
  }

  getChildren(node?: Node): Node[] {
    return [...(node === undefined ? (this.#model.current?.nodes ?? []) : node.children)];
  }

  getParent(node: Node): Node | undefined {
    return this.#parents.get(node.id);
  }

  getTreeItem(node: Node): TreeItem {
    const item = new TreeItem(node.label, stateOf(node));
    item.id = node.id;
    const age = node.since === undefined ? undefined : ago(node.since, Date.now());
    item.description = [node.description, age].filter(Boolean).join(' · ');
    const [icon, colour] = ICONS[node.icon] ?? ['circle-outline'];
    item.iconPath = new ThemeIcon(icon, colour === undefined ? undefined : new ThemeColor(colour));
    item.contextValue = `;${node.is.join(';')};`;
    item.tooltip = tooltipOf(node, age);
    if (node.drift !== undefined) item.command = { title: 'Open Drift', command: OPEN_DRIFT, arguments: [node] };
    return item;
  }

  /** Selects an application. */
  async reveal(application: string): Promise<void> {
    const node = this.#nodes.get(`application/${application}`);
    if (node !== undefined) await this.#view.reveal(node, { select: true, focus: true, expand: true });
  }

  /** The application that is selected, for commands without an argument. */
  get selected(): Node | undefined {
    return this.#view.selection[0];
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #update(): void {
    this.#parents.clear();
    this.#nodes.clear();
    const live = this.#model.current;
    for (const node of live?.nodes ?? []) this.#enter(node);
    const words = [live?.context, live?.protected ? 'protected' : '', live?.readOnly ? 'read-only' : ''];
    this.#view.description = words.filter(Boolean).join(' · ');
    this.#view.message = live !== undefined && live.nodes.length > 0 ? messageOf(live) : '';
    this.#changed.fire();
  }

  #enter(node: Node): void {
    this.#nodes.set(node.id, node);
    for (const child of node.children) {
      this.#parents.set(child.id, node);
      this.#enter(child);
    }
  }
}

/** What is said above a tree that may be old or not whole; an empty one says it in its welcome. */
function messageOf({ problem, forbidden }: protocol.LiveResult): string {
  if (problem !== undefined) return `${problem.message} What follows was seen before.`;
  return forbidden.length === 0 ? '' : `You may not list ${forbidden.join(', ')}.`;
}

function stateOf({ children, isOpen }: Node): TreeItemCollapsibleState {
  if (children.length === 0) return TreeItemCollapsibleState.None;
  return isOpen ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed;
}

/** Text of the cluster stays text: nothing in it is markup. */
function tooltipOf({ tooltip, since }: Node, age: string | undefined): MarkdownString {
  const shown = new MarkdownString();
  const lines = since === undefined || age === undefined ? tooltip : [...tooltip, `Since ${since} (${age})`];
  for (const line of lines) shown.appendText(line).appendMarkdown('\n\n');
  return shown;
}
