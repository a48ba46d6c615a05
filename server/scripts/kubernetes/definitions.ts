/** The custom kinds of a project: what its CustomResourceDefinitions say of the versions that are served. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { moduleDirectory } from './modules.ts';
import { either, ofObject, type Structural } from './structural.ts';
import type { Project, Source } from './tables/projects.ts';

export interface CustomKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly schema: Structural;
}

interface Definition {
  readonly kind?: string;
  readonly spec: {
    readonly group: string;
    readonly scope: string;
    readonly names: { readonly kind: string };
    readonly preserveUnknownFields?: boolean;
    readonly versions: readonly {
      readonly name: string;
      readonly served: boolean;
      readonly schema?: { readonly openAPIV3Schema?: Structural };
    }[];
  };
}

/** Sorted by name; of several releases what any of them takes. */
export function customKinds(project: Project): readonly CustomKind[] {
  const found = new Map<string, CustomKind>();
  for (const { sources } of project.releases) {
    const own = new Map<string, CustomKind>();
    for (const kind of sources.flatMap((source) => [...definedIn(source)])) merge(own, kind);
    for (const kind of own.values()) merge(found, kind);
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, kind]) => kind);
}

function merge(into: Map<string, CustomKind>, kind: CustomKind): void {
  const key = `${kind.apiVersion} ${kind.kind}`;
  const known = into.get(key);
  into.set(key, known === undefined ? kind : { ...known, schema: either(known.schema, kind.schema) });
}

function* definedIn({ module, version, sum, files }: Source): Generator<CustomKind> {
  const directory = moduleDirectory(module, version, sum);
  const paths = globSync([...files], { cwd: directory }).sort();
  if (paths.length === 0) throw new Error(`${module}@${version} has no file ${files.join(' or ')}.`);
  for (const path of paths) {
    for (const document of loadAll(readFileSync(join(directory, path), 'utf8'))) {
      const definition = document as Definition | null;
      if (definition?.kind !== 'CustomResourceDefinition') continue;
      const { group, names, scope, versions, preserveUnknownFields } = definition.spec;
      for (const { name, served, schema } of versions) {
        const structural = schema?.openAPIV3Schema;
        if (!served || structural === undefined || preserveUnknownFields === true) continue;
        const apiVersion = `${group}/${name}`;
        yield { apiVersion, kind: names.kind, namespaced: scope === 'Namespaced', schema: ofObject(structural) };
      }
    }
  }
}
