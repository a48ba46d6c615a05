/** Who deploys what: files and objects as nodes, what includes, sources or refers to what as edges, all from the facts. */
import { basename, dirname, type FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { facts, PATH } from '../facts.ts';
import { declarationsOf } from '../names.ts';
import { fileList, pathKind } from '../workspace/inputs.ts';

export type NodeKind = 'file' | 'directory' | 'object' | 'missing';

export interface GraphNode {
  /** Unique in the graph: a path, or a path with the object's key. */
  readonly id: string;
  readonly kind: NodeKind;
  readonly label: string;
  /** The file that declares an object, else the node's own path. */
  readonly path: FilePath;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** How the one points at the other: the reference's role, `declares`, or `holds` for a directory's kustomization. */
  readonly role: string;
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** The names under which kustomize finds what a directory deploys. */
const KUSTOMIZATIONS: ReadonlySet<string> = new Set(['kustomization.yaml', 'kustomization.yml', 'Kustomization']);

/** The graph of the whole workspace, in the order of the files; files that neither point nor are pointed at are left out. */
export function deployments(db: Database): Graph {
  const nodes = new Map<string, GraphNode>();
  const edges = new Map<string, GraphEdge>();
  const add = (node: GraphNode): string => {
    if (!nodes.has(node.id)) nodes.set(node.id, node);
    return node.id;
  };
  const connect = (from: string, to: string, role: string): void => {
    if (from !== to) edges.set(`${from}\0${to}\0${role}`, { from, to, role });
  };
  for (const file of fileList(db, '')) {
    const { declarations, references } = facts(db, file);
    for (const reference of references) {
      // Whoever reviews a file does not deploy it.
      if (reference.role.startsWith('codeowners/')) continue;
      const from = add(ownerNode(file, declarations, reference.place.node));
      if (nodes.get(from)?.kind === 'object') connect(add(fileNode(file)), from, 'declares');
      if (reference.space === PATH) {
        connect(from, add(pathNode(db, reference.key)), reference.role);
        continue;
      }
      for (const site of declarationsOf(db, file, reference)) {
        const target = add({ id: `${site.file}#${site.key}`, kind: 'object', label: site.label, path: site.file });
        connect(add(fileNode(site.file)), target, 'declares');
        connect(from, target, reference.role);
      }
    }
  }
  for (const { id, kind } of [...nodes.values()]) {
    if (kind !== 'file' || !KUSTOMIZATIONS.has(basename(id)) || !nodes.has(dirname(id))) continue;
    connect(dirname(id), id, 'holds');
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}

/** The object that a reference stands in: the last one that starts before it; the file where there is none. */
function ownerNode(
  file: FilePath,
  declarations: readonly {
    readonly symbol: string;
    readonly key: string;
    readonly label: string;
    readonly whole: { readonly node: number };
  }[],
  node: number,
): GraphNode {
  let owner: (typeof declarations)[number] | undefined;
  for (const one of declarations) {
    if (one.symbol !== 'object' || one.whole.node > node) continue;
    if (owner === undefined || one.whole.node >= owner.whole.node) owner = one;
  }
  return owner === undefined ? fileNode(file) : { id: `${file}#${owner.key}`, kind: 'object', label: owner.label, path: file };
}

function fileNode(file: FilePath): GraphNode {
  return { id: file, kind: 'file', label: basename(file), path: file };
}

function pathNode(db: Database, path: FilePath): GraphNode {
  const kind = pathKind(db, path);
  const label = basename(path);
  if (kind === 'file' || kind === 'directory') return { id: path, kind, label, path };
  return { id: path, kind: kind === undefined ? 'missing' : 'file', label, path };
}
