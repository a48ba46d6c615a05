/** What one configuration file says: what it declares, which modules it calls, what it wants of Terraform and providers. */
import { deepEqual } from '../../base/equal.ts';
import type { FilePath } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import type { Block, Expression, Item, Word } from '../../syntax/hcl/tree.ts';
import type { NodeId } from '../../syntax/tree.ts';
import type { Place } from '../place.ts';
import { hclFile } from '../source.ts';
import { attributeOf, blocksOf, keyText, textOf } from './expressions.ts';
import { isConfig, isJsonConfig } from './files.ts';
import { jsonContent } from './json.ts';
import {
  type Backend,
  type Content,
  type Declared,
  type Kind,
  type ModuleCall,
  NO_CONTENT,
  type RequiredProvider,
  type Said,
} from './said.ts';
import { textPlace, type Uses, usesOf } from './uses.ts';

export const contentOf = query(
  'terraformContent',
  (db, file: FilePath): Content => {
    if (!isConfig(file)) return NO_CONTENT;
    return isJsonConfig(file) ? jsonContent(db, file) : hclContent(db, file);
  },
  { equal: deepEqual, retain: 512 },
);

function hclContent(db: Database, file: FilePath): Content {
  const { items, lossy, problems, templated } = hclFile(db, file);
  const terraform = [...blocksOf(items, 'terraform')];
  const declared: Declared[] = [];
  const calls: ModuleCall[] = [];
  const providers: { name: string; head: NodeId; version: Said | undefined }[] = [];
  for (const item of items) {
    if (item.kind === 'attribute') continue;
    declared.push(...declaredBy(item));
    if (item.type.text === 'module') calls.push(...callOf(item));
    const [label] = item.labels;
    if (item.type.text === 'provider' && label !== undefined)
      providers.push({ name: label.text, head: item.head, version: said(attributeOf(item.items, 'version')?.value) });
  }
  const requirements = terraform.flatMap((block) => [...blocksOf(block.items, 'required_providers')]);
  return {
    declared,
    calls,
    providers,
    backends: terraform.flatMap((block) => [
      ...[...blocksOf(block.items, 'backend')].map((one) => backendOf(one, one.labels[0]?.text ?? '')),
      ...[...blocksOf(block.items, 'cloud')].map((one) => backendOf(one, 'cloud')),
    ]),
    required: requirements.flatMap((block) => block.items.flatMap(requiredProvider)),
    requiredHeads: requirements.map(({ head }) => head),
    requiredVersion: terraform.flatMap((block) => said(attributeOf(block.items, 'required_version')?.value) ?? []),
    hasSettings: terraform.length > 0,
    lossy: lossy || templated,
    broken: problems.length > 0,
    ...plainUses(usesOf(items)),
  };
}

function plainUses({ uses, bare }: Uses): Uses {
  return { uses, bare };
}

function* declaredBy(block: Block): Generator<Declared> {
  const [first, second] = block.labels;
  const kind = block.type.text;
  const whole = { node: block.id };
  const repeated = isRepeated(block);
  const one = (kind: Kind, address: string, name: Word, type = ''): Declared => ({
    typeAt: type !== '' && first !== undefined ? textPlace(first) : undefined,
    kind,
    address,
    name: name.text,
    type,
    at: textPlace(name),
    whole,
    required: kind === 'variable' && attributeOf(block.items, 'default') === undefined,
    repeated,
  });
  switch (kind) {
    case 'locals':
      for (const item of block.items) {
        if (item.kind !== 'attribute') continue;
        yield { ...one('local', `local.${item.name.text}`, item.name), whole: { node: item.id } };
      }
      return;
    case 'check':
      for (const data of blocksOf(block.items, 'data')) yield* declaredBy(data);
      return;
  }
  if (first === undefined) return;
  switch (kind) {
    case 'variable':
      yield one('variable', `var.${first.text}`, first);
      return;
    case 'output':
      yield one('output', `output.${first.text}`, first);
      return;
    case 'module':
      yield one('module', `module.${first.text}`, first);
      return;
    case 'provider': {
      const alias = attributeOf(block.items, 'alias')?.value;
      const name = textOf(alias);
      const address = `provider.${first.text}`;
      if (alias === undefined) yield one('provider', address, first);
      else if (name !== undefined)
        yield { ...one('provider', `${address}.${name}`, first), name, at: insideQuotes(alias.id, name), type: first.text };
      return;
    }
    case 'resource':
    case 'data':
    case 'ephemeral':
      if (second === undefined) return;
      yield one(kind, `${kind === 'resource' ? '' : `${kind}.`}${first.text}.${second.text}`, second, first.text);
  }
}

function isRepeated({ items }: Block): boolean {
  return attributeOf(items, 'count') !== undefined || attributeOf(items, 'for_each') !== undefined;
}

/** The text between the quotes; one with escapes is met only in front of them. */
export function insideQuotes(node: NodeId, text: string): Place {
  return { node, from: 1, to: 1 + text.length };
}

function said(value: Expression | undefined): Said | undefined {
  const text = textOf(value);
  return value === undefined || text === undefined ? undefined : { text, at: insideQuotes(value.id, text) };
}

/** Arguments of a module block that Terraform itself reads. */
const META: ReadonlySet<string> = new Set(['source', 'version', 'providers', 'count', 'for_each', 'depends_on', 'lifecycle']);

function* callOf(block: Block): Generator<ModuleCall> {
  const [name] = block.labels;
  if (name === undefined) return;
  const version = attributeOf(block.items, 'version')?.value;
  yield {
    name: name.text,
    head: block.head,
    nameAt: textPlace(name),
    source: said(attributeOf(block.items, 'source')?.value),
    version: said(version),
    hasVersion: version !== undefined,
    arguments: block.items.flatMap((item) =>
      item.kind === 'attribute' && !META.has(item.name.text) ? [{ text: item.name.text, at: textPlace(item.name) }] : [],
    ),
    repeated: isRepeated(block),
  };
}

function backendOf(block: Block, type: string): Backend {
  const given = new Map<string, Said>();
  const names: string[] = [];
  const take = (items: readonly Item[], prefix: string): void => {
    for (const item of items) {
      const name = prefix + (item.kind === 'attribute' ? item.name.text : item.type.text);
      names.push(name);
      if (item.kind === 'block') {
        take(item.items, `${name}.`);
        continue;
      }
      const { value } = item;
      const text = value.kind === 'literal' ? { text: value.text, at: { node: value.id } } : said(value);
      if (text !== undefined) given.set(name, text);
    }
  };
  take(block.items, '');
  const last = block.items.findLast((item) => item.kind === 'attribute');
  return { type, head: block.head, arguments: given, names, last: last === undefined ? undefined : { node: last.id } };
}

function requiredProvider(item: Item): readonly RequiredProvider[] {
  if (item.kind === 'block') return [];
  const { name, value } = item;
  const base = { name: name.text, nameAt: textPlace(name), aliases: [] };
  if (value.kind !== 'object') {
    const version = said(value);
    return [{ ...base, source: undefined, version, unclear: version === undefined }];
  }
  const of = (key: string): Expression | undefined => value.entries.find((entry) => keyText(entry.key) === key)?.value;
  const asked = of('version');
  const version = said(asked);
  const aliases = of('configuration_aliases');
  return [
    {
      ...base,
      source: said(of('source')),
      version,
      unclear: asked !== undefined && version === undefined,
      aliases:
        aliases?.kind === 'tuple'
          ? aliases.items.flatMap((one) => {
              const alias = one.kind === 'traversal' && one.steps[0]?.kind === 'attribute' ? one.steps[0].name.text : undefined;
              return alias === undefined ? [] : [alias];
            })
          : [],
    },
  ];
}
