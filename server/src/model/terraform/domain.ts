/** What Terraform files declare and point at, across files, modules and values. */
import { basename, dirname, type FilePath, join } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import type { Declaration, DeclaredName, Domain, Facts, Reference, SymbolKind } from '../facts.ts';
import type { Place } from '../place.ts';
import { hclFile } from '../source.ts';
import { PATH } from '../spaces.ts';
import { childNames } from '../workspace/inputs.ts';
import { contentOf } from './content.ts';
import { expectedAt } from './expects.ts';
import { pathsIn } from './file-paths.ts';
import { configFiles, isConfig, isValues, moduleOfValues } from './files.ts';
import { calledModule, localSource } from './modules.ts';
import { keyOf, NAME } from './names.ts';
import type { Declared, Kind } from './said.ts';
import { textPlace } from './uses.ts';

export const terraform: Domain = {
  name: 'terraform',
  recognises: (_, file) => isConfig(file) || isValues(file),
  facts: (db, file) => (isValues(file) ? valueFacts(db, file) : configFacts(db, file)),
  mainFile,
  renamed,
  wordsAt: expectedAt,
};

const SYMBOLS: Readonly<Record<Kind, SymbolKind>> = {
  variable: 'variable',
  local: 'variable',
  output: 'field',
  module: 'module',
  provider: 'module',
  resource: 'object',
  data: 'object',
  ephemeral: 'object',
};

function configFacts(db: Database, file: FilePath): Facts {
  const directory = dirname(file);
  const content = contentOf(db, file);
  const references: Reference[] = [];
  const point = (address: string, place: Place, text: string, of = directory): void => {
    references.push({ space: NAME, key: keyOf(of, address), scope: '', role: `terraform/${roleOf(address)}`, place, text });
  };
  for (const { address, place, text, output } of content.uses) {
    point(address, place, text);
    const child = output && calledModule(db, directory, address.slice('module.'.length));
    if (output !== undefined && child !== undefined) point(`output.${output.name}`, output.place, output.name, child);
  }
  for (const { name, source, arguments: given } of content.calls) {
    const path = localSource(directory, source?.text);
    if (source !== undefined && path !== undefined)
      references.push({ space: PATH, key: path, scope: '', role: 'terraform/source', place: source.at, text: source.text });
    const child = calledModule(db, directory, name);
    if (child !== undefined) for (const { text, at } of given) point(`var.${text}`, at, text, child);
  }
  for (const { path, at } of pathsIn(db, file))
    references.push({ space: PATH, key: join(directory, path), scope: '', role: 'terraform/file', place: at, text: path });
  return { declarations: content.declared.map((one) => declarationOf(directory, one)), references };
}

/** What an address is of: `var`, `local`, `module`, `data` and so on, else `resource`. */
function roleOf(address: string): string {
  const first = address.slice(0, address.indexOf('.'));
  return ['var', 'local', 'module', 'data', 'ephemeral', 'output', 'provider'].includes(first) ? first : 'resource';
}

function declarationOf(directory: FilePath, { kind, address, name, type, at, whole }: Declared): Declaration {
  const shown = kind === 'resource' || kind === 'data' || kind === 'ephemeral' ? `${type}.${name}` : name;
  return {
    space: NAME,
    key: keyOf(directory, address),
    scope: '',
    label: `${kind} ${kind === 'provider' && type !== '' ? `${type}.${name}` : shown}`,
    detail: `Terraform ${kind === 'data' ? 'data source' : kind}`,
    symbol: SYMBOLS[kind],
    name: at,
    whole,
  };
}

/** Values are set for the variables of a module. */
function valueFacts(db: Database, file: FilePath): Facts {
  const directory = moduleOfValues(db, file);
  if (directory === undefined) return { declarations: [], references: [] };
  const references = hclFile(db, file).items.flatMap((item): Reference[] => {
    if (item.kind === 'block') return [];
    const { text } = item.name;
    const key = keyOf(directory, `var.${text}`);
    return [{ space: NAME, key, scope: '', role: 'terraform/value', place: textPlace(item.name), text }];
  });
  return { declarations: [], references };
}

/** Where manifests lie beside it, a directory is not Terraform's alone. */
function mainFile(db: Database, directory: FilePath): FilePath | undefined {
  const files = configFiles(db, directory);
  if (files.length === 0 || childNames(db, directory).some((name) => /\.ya?ml$/.test(name))) return undefined;
  return files.find((file) => basename(file) === 'main.tf') ?? files[0];
}

/** Variables, locals and outputs are known by name alone; the state knows modules and resources by theirs. */
function renamed(
  { space, key }: DeclaredName,
  name: string,
): { readonly key: string } | { readonly refused: string } | undefined {
  if (space !== NAME) return undefined;
  const at = key.lastIndexOf('//');
  const address = key.slice(at + 2);
  const kind = roleOf(address);
  switch (kind) {
    case 'var':
    case 'local':
    case 'output':
      break;
    case 'provider':
      return { refused: 'The state may remember a provider configuration by its name: rename it together with Terraform.' };
    case 'data':
    case 'ephemeral':
      return { refused: 'Data sources are not renamed yet: their address may be used in a form that Plumbline does not follow.' };
    default:
      return {
        refused:
          'The state knows this by its address: under another one Terraform destroys it and makes it anew, unless a "moved" block says where it went.',
      };
  }
  if (!/^[\p{ID_Start}_][\p{ID_Continue}-]*$/u.test(name)) return { refused: `"${name}" is no name that Terraform accepts.` };
  if (kind === 'var' && RESERVED.has(name)) return { refused: `Terraform reserves the variable name "${name}".` };
  return { key: `${key.slice(0, at)}//${kind}.${name}` };
}

const RESERVED: ReadonlySet<string> = new Set([
  'source',
  'version',
  'providers',
  'count',
  'for_each',
  'lifecycle',
  'depends_on',
  'locals',
]);
