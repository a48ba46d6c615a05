/** `plumbline graph`: who deploys what, for machines and for drawing. */
import { dirname, type FilePath, relative } from '../base/paths.ts';
import { repositoryRoots } from '../ide/files.ts';
import { deploymentGraph, type Graph } from '../ide/graph.ts';
import { type Arguments, lastValue, UsageError } from './arguments.ts';
import { commonRoot, pathsIn } from './check.ts';
import { Progress } from './progress.ts';
import { CLEAN } from './status.ts';
import { visible, visibleJson } from './visible.ts';
import type { World } from './world.ts';

export async function graph(given: Arguments, world: World): Promise<number> {
  if (given.positionals.length > 1) throw new UsageError('graph takes one path at a time');
  const progress = new Progress(world.err);
  const directories = [...pathsIn(given, world)].map(([path, kind]) => (kind === 'directory' ? path : dirname(path)));
  const db = await world.load(directories, (done, total) => progress.tell('Reading', done, total));
  progress.clear();
  const root = commonRoot(repositoryRoots(db));
  const shown = relativeTo(deploymentGraph(db), root);
  switch (lastValue(given, 'format')) {
    case 'dot':
      world.out.write(dot(shown));
      break;
    case 'mermaid':
      world.out.write(mermaid(shown));
      break;
    default: {
      const document = { version: 1, root: relative(world.cwd, root), ...shown };
      world.out.write(`${visibleJson(JSON.stringify(document, null, 2))}\n`);
    }
  }
  return CLEAN;
}

/** Ids and paths as seen from the root; an id is a path, or a path, `#` and a key. */
function relativeTo({ nodes, edges }: Graph, root: FilePath): Graph {
  const ids = new Map(nodes.map(({ id, path }) => [id, relative(root, path) + id.slice(path.length)]));
  const idOf = (id: string): string => ids.get(id) ?? id;
  return {
    nodes: nodes.map((node) => ({ ...node, id: idOf(node.id), path: relative(root, node.path) })),
    edges: edges.map(({ from, to, role }) => ({ from: idOf(from), to: idOf(to), role })),
  };
}

const SHAPES = { file: 'note', directory: 'folder', object: 'box', missing: 'octagon' } as const;

function dot({ nodes, edges }: Graph): string {
  const quoted = (text: string): string => `"${visible(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  const lines = [
    ...nodes.map(
      ({ id, kind, label, path }) =>
        `  ${quoted(id)} [shape=${SHAPES[kind]}, label=${quoted(kind === 'object' ? label : path)}];`,
    ),
    ...edges.map(({ from, to, role }) => `  ${quoted(from)} -> ${quoted(to)} [label=${quoted(role)}];`),
  ];
  return `digraph deployments {\n  rankdir=LR;\n${lines.join('\n')}\n}\n`;
}

const BRACKETS = { file: ['[', ']'], directory: ['[/', '/]'], object: ['(', ')'], missing: ['{{', '}}'] } as const;

/** Names go in as quoted strings with the characters that Mermaid or HTML would read as entities. */
function mermaid({ nodes, edges }: Graph): string {
  const numbers = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  const quoted = (text: string): string => `"${visible(text).replace(/[#"&<>`]/g, (sign) => `#${sign.charCodeAt(0)};`)}"`;
  const lines = [
    ...nodes.map(({ id, kind, label, path }) => {
      const [open, close] = BRACKETS[kind];
      return `  ${numbers.get(id)}${open}${quoted(kind === 'object' ? label : path)}${close}`;
    }),
    ...edges.map(({ from, to, role }) => `  ${numbers.get(from)} -->|${quoted(role)}| ${numbers.get(to)}`),
  ];
  return `flowchart LR\n${lines.join('\n')}\n`;
}
