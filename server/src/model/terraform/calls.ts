/** Calls of modules in this repository that do not fit the module: its place, its arguments. */
import { nearest } from '../../base/near.ts';
import { dirname, type FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import type { Place } from '../place.ts';
import { pathKind } from '../workspace/inputs.ts';
import { contentOf } from './content.ts';
import { isOverride } from './files.ts';
import { isFragment } from './fragments.ts';
import { calledModule, localSource, moduleAt } from './modules.ts';
import type { ModuleCall, Said } from './said.ts';

export interface MissingModule {
  readonly source: Said;
  readonly path: FilePath;
  /** What stands there in the stead of a directory. */
  readonly kind: 'file' | undefined;
}

export function* missingModules(db: Database, file: FilePath): Generator<MissingModule> {
  if (isFragment(db, dirname(file))) return;
  for (const { source } of contentOf(db, file).calls) {
    const path = localSource(dirname(file), source?.text);
    if (source === undefined || path === undefined) continue;
    const kind = pathKind(db, path);
    if (kind === undefined || kind === 'file') yield { source, path, kind };
  }
}

export interface UnknownArgument {
  readonly module: string;
  readonly name: string;
  readonly at: Place;
  readonly meant: string | undefined;
}

export function* unknownArguments(db: Database, file: FilePath): Generator<UnknownArgument> {
  for (const [call, variables] of judgedCalls(db, file)) {
    const given = new Set(call.arguments.map(({ text }) => text));
    for (const { text, at } of call.arguments) {
      if (variables.has(text)) continue;
      const free = [...variables.keys()].filter((name) => !given.has(name));
      yield { module: call.name, name: text, at, meant: nearest(text, free) };
    }
  }
}

export interface MissingArgument {
  readonly module: string;
  readonly names: readonly string[];
  readonly at: Place;
}

/** Arguments without which Terraform refuses a call; what an override file gives is given. */
export function* missingArguments(db: Database, file: FilePath): Generator<MissingArgument> {
  if (isOverride(file)) return;
  for (const [call, variables] of judgedCalls(db, file)) {
    const given = new Set(call.arguments.map(({ text }) => text));
    const names = [...variables].filter(([name, required]) => required && !given.has(name)).map(([name]) => name);
    if (names.length > 0 && !isOverridden(db, file, call)) yield { module: call.name, names, at: { node: call.head } };
  }
}

function isOverridden(db: Database, file: FilePath, { name }: ModuleCall): boolean {
  return moduleAt(db, dirname(file)).overridden.has(`module.${name}`);
}

/** Calls of modules whose variables are all known: name to whether a value has to be given. */
function* judgedCalls(db: Database, file: FilePath): Generator<readonly [ModuleCall, ReadonlyMap<string, boolean>]> {
  for (const call of contentOf(db, file).calls) {
    const child = calledModule(db, dirname(file), call.name);
    if (child === undefined) continue;
    const { names, complete } = moduleAt(db, child);
    if (!complete) continue;
    const variables = new Map<string, boolean>();
    for (const [address, { kind, required }] of names)
      if (kind === 'variable') variables.set(address.slice('var.'.length), required);
    yield [call, variables];
  }
}
