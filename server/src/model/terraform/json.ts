/** What configuration in JSON declares: enough that nothing in the module is misjudged; its expressions are not read. */
import type { FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { asMapping, items } from '../../syntax/navigate.ts';
import type { Mapping, Node } from '../../syntax/tree.ts';
import { textPlace } from '../place.ts';
import { tree } from '../source.ts';
import { type Content, type Declared, type Kind, NO_CONTENT } from './said.ts';

/** Mappings stand alone or in lists, at every level. */
function* mappings(node: Node | undefined): Generator<Mapping> {
  const mapping = asMapping(node);
  if (mapping !== undefined) yield mapping;
  else for (const item of items(node)) yield* mappings(item);
}

/** `"name": {…}` at each level; the names lead to the last. */
function* labelled(node: Node | undefined, labels: number, before: readonly Node[] = []): Generator<readonly Node[]> {
  for (const mapping of mappings(node)) {
    for (const { key, value } of mapping.entries) {
      const names = [...before, key];
      if (names.length < labels) yield* labelled(value, labels, names);
      else yield [...names, value];
    }
  }
}

const LABELS: readonly (readonly [string, number, Kind, string])[] = [
  ['variable', 1, 'variable', 'var.'],
  ['locals', 1, 'local', 'local.'],
  ['output', 1, 'output', 'output.'],
  ['module', 1, 'module', 'module.'],
  ['resource', 2, 'resource', ''],
  ['data', 2, 'data', 'data.'],
  ['ephemeral', 2, 'ephemeral', 'ephemeral.'],
];

/** Calls of modules, backends and requirements are left out: what is not known is not judged. */
export function jsonContent(db: Database, file: FilePath): Content {
  const declared: Declared[] = [];
  const [document] = tree(db, file).documents;
  for (const top of mappings(document?.root)) {
    for (const { key, value } of top.entries) {
      const kind = LABELS.find(([word]) => key.kind === 'scalar' && key.value === word);
      if (kind === undefined) continue;
      for (const names of labelled(value, kind[1])) declared.push(...declaration(kind, names));
    }
  }
  return { ...NO_CONTENT, declared, lossy: true, broken: (document?.problems.length ?? 0) > 0 };
}

function declaration([, labels, kind, prefix]: (typeof LABELS)[number], names: readonly Node[]): readonly Declared[] {
  const words = names.slice(0, labels).map((one) => (one.kind === 'scalar' ? one.value : ''));
  const name = names[labels - 1];
  const body = names[labels];
  if (name === undefined || words[0] === '//') return [];
  const hasDefault = asMapping(body)?.entries.some(({ key }) => key.kind === 'scalar' && key.value === 'default') === true;
  return [
    {
      kind,
      address: prefix + words.join('.'),
      name: words.at(-1) ?? '',
      type: labels === 2 ? (words[0] ?? '') : '',
      typeAt: undefined,
      at: textPlace(name),
      whole: textPlace(name),
      required: kind === 'variable' && !hasDefault,
      repeated: true,
    },
  ];
}
