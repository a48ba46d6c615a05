/** The files of a directory together: the names that its expressions and its callers can use, and which modules it calls. */
import { deepEqual } from '../../base/equal.ts';
import { type FilePath, join } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import { pathKind } from '../workspace/inputs.ts';
import { contentOf } from './content.ts';
import { configFiles, isOverride } from './files.ts';
import type { Content, Kind } from './said.ts';

export interface ModuleName {
  readonly kind: Kind;
  readonly required: boolean;
  readonly repeated: boolean;
}

/** A module as others see it: no places, so that they are woken only by what they can use. */
export interface Module {
  /** By address; a variable is required where no file gives it a default. */
  readonly names: ReadonlyMap<string, ModuleName>;
  /** Name to source of its module calls. */
  readonly sources: ReadonlyMap<string, string | undefined>;
  /** Names of providers, with their aliases as `aws.west`, that are configured or handed in. */
  readonly providers: ReadonlySet<string>;
  /** Addresses that an override file speaks of. */
  readonly overridden: ReadonlySet<string>;
  /** False where a file could not be read in full: what is not among the names may still be there. */
  readonly complete: boolean;
}

export const moduleAt = query(
  'terraformModule',
  (db, directory: FilePath): Module => {
    const names = new Map<string, ModuleName>();
    const sources = new Map<string, string | undefined>();
    const providers = new Set<string>();
    const overridden = new Set<string>();
    let complete = pathKind(db, directory) === 'directory';
    for (const file of configFiles(db, directory)) {
      const content = contentOf(db, file);
      if (content.lossy) complete = false;
      for (const { address, kind, required, repeated } of content.declared) {
        const known = names.get(address);
        if (isOverride(file)) overridden.add(address);
        names.set(address, {
          kind,
          required: required && (known?.required ?? true),
          repeated: repeated || (known?.repeated ?? false),
        });
        if (kind === 'provider') providers.add(address.slice('provider.'.length));
      }
      for (const { name, source } of content.calls) sources.set(name, source?.text);
      for (const { name, aliases } of content.required) for (const alias of aliases) providers.add(`${name}.${alias}`);
    }
    return { names, sources, providers, overridden, complete };
  },
  { equal: deepEqual },
);

/** The first file of a directory that configures a provider: there stands what is told of the whole. */
export function firstProvider(db: Database, directory: FilePath): FilePath | undefined {
  for (const [file, { providers }] of contents(db, directory)) if (providers.length > 0) return file;
  return undefined;
}

/** The content of every file of a module. */
export function* contents(db: Database, directory: FilePath): Generator<readonly [FilePath, Content]> {
  for (const file of configFiles(db, directory)) yield [file, contentOf(db, file)];
}

/** The directory that a local source leads to; undefined for registries, URLs and what is no plain text. */
export function localSource(directory: FilePath, source: string | undefined): FilePath | undefined {
  if (source === undefined || !/^\.\.?(?:\/|$)/.test(source)) return undefined;
  return join(directory, source);
}

/** The module behind a call, where its files are here and can be read. */
export function calledModule(db: Database, directory: FilePath, name: string): FilePath | undefined {
  const target = localSource(directory, moduleAt(db, directory).sources.get(name));
  return target !== undefined && configFiles(db, target).length > 0 ? target : undefined;
}
