/** References to what nothing in the module, or in the module it calls, declares. */
import { nearest } from '../../base/near.ts';
import { dirname, type FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import type { Place } from '../place.ts';
import { repositoryOf } from '../workspace/repository.ts';
import { contentOf } from './content.ts';
import { isCalled, isFragment } from './fragments.ts';
import { calledModule, type Module, moduleAt } from './modules.ts';
import { hasTerragrunt } from './roots.ts';
import type { Use } from './uses.ts';

export type Undeclared =
  /** `what` is the kind of thing as Terraform calls it; `meant` is the text to put in the place's stead. */
  | {
      readonly kind: 'name';
      readonly what: string;
      readonly name: string;
      readonly at: Place;
      readonly meant: string | undefined;
      /** False where Terraform notices only once a dynamic block or a provider is used. */
      readonly always: boolean;
    }
  | {
      readonly kind: 'output';
      readonly module: string;
      readonly name: string;
      readonly at: Place;
      readonly meant: string | undefined;
    }
  /** A name alone, where only an address can stand. */
  | { readonly kind: 'bare'; readonly name: string; readonly at: Place; readonly meant: string | undefined };

export function* undeclared(db: Database, file: FilePath): Generator<Undeclared> {
  const directory = dirname(file);
  const { uses, bare } = contentOf(db, file);
  if (uses.length === 0 && bare.length === 0) return;
  const module = moduleAt(db, directory);
  if (!module.complete || isFragment(db, directory)) return;
  const root = repositoryOf(db, file)?.root;
  const isCompleted = root !== undefined && hasTerragrunt(db, root) && !isCalled(db, directory);
  for (const use of uses) {
    if (use.demanded === 'never' || (isCompleted && use.address.startsWith('var.'))) continue;
    if (!module.names.has(use.address)) yield missing(module, use);
    else if (use.output !== undefined) yield* missingOutput(db, directory, module, use);
  }
  for (const { name, place } of bare) yield { kind: 'bare', name, at: place, meant: addressOf(module, name) };
}

const KINDS_OF_ADDRESSES: Readonly<Record<string, string>> = {
  var: 'variable',
  local: 'local value',
  module: 'module',
  data: 'data source',
  ephemeral: 'ephemeral resource',
};

function missing(module: Module, { address, text, place, demanded }: Use): Undeclared {
  const prefix = address.slice(0, address.length - text.length);
  const first = address.slice(0, address.indexOf('.'));
  const names = [...module.names.keys()].filter((one) => one.startsWith(prefix)).map((one) => one.slice(prefix.length));
  // Of resources the whole address may be misspelled, but one of another kind is never meant.
  const candidates = prefix === '' ? names.filter((one) => module.names.get(one)?.kind === 'resource') : names;
  const meant = nearest(text, candidates);
  return {
    kind: 'name',
    what: KINDS_OF_ADDRESSES[first] ?? 'resource',
    name: text,
    at: place,
    meant,
    always: demanded === 'always',
  };
}

/** What is asked of a module that is made several times has to be asked of one of them; other forms are not judged. */
function* missingOutput(db: Database, directory: FilePath, module: Module, { address, output }: Use): Generator<Undeclared> {
  const name = address.slice('module.'.length);
  const child = calledModule(db, directory, name);
  if (output === undefined || output.guarded || child === undefined || output.indexed !== module.names.get(address)?.repeated)
    return;
  const { names, complete } = moduleAt(db, child);
  if (!complete || names.has(`output.${output.name}`)) return;
  const outputs = [...names.keys()].filter((one) => one.startsWith('output.')).map((one) => one.slice('output.'.length));
  yield { kind: 'output', module: name, name: output.name, at: output.place, meant: nearest(output.name, outputs) };
}

/** The one thing of this name that a variable or local could be. */
function addressOf(module: Module, name: string): string | undefined {
  const found = [`var.${name}`, `local.${name}`].filter((one) => module.names.has(one));
  return found.length === 1 ? found[0] : undefined;
}
