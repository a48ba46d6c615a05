/** The CustomResourceDefinitions of the projects whose kinds are bundled, from the Go modules that the tables are made of. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { isAtHand, moduleDirectory } from '../../../../server/scripts/kubernetes/modules.ts';
import { PROJECTS, type Project } from '../../../../server/scripts/kubernetes/tables/projects.ts';
import type { Manifest } from '../../../cluster/kit/api.ts';
import type { Schema } from './sample.ts';

/** A kind in one of its versions. */
export interface ProjectKind {
  readonly project: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly schema: Schema;
}

/** Small modules, which are fetched where they are not there yet. */
const SMALL: readonly string[] = [
  'cert-manager',
  'Flux helm-controller',
  'Flux kustomize-controller',
  'Flux source-controller',
  'Gateway API',
  'Sealed Secrets',
  'Vertical Pod Autoscaler',
  'Volume snapshots',
];

/** Those that are named, as far as their modules lie in the module cache; all of these for `all`, the small ones for nothing. */
export function chosenProjects(names: string | undefined): readonly Project[] {
  if (names === undefined) return PROJECTS.filter(({ name }) => SMALL.includes(name));
  const isThere = ({ releases }: Project): boolean =>
    releases[0]?.sources.every(({ module, version }) => isAtHand(module, version)) === true;
  return PROJECTS.filter((project) => (names === 'all' || names.split(',').includes(project.name)) && isThere(project));
}

/** Of the newest release; where it has a definition twice, such as one for experiments, the last one counts. */
export function definitionsOf({ releases }: Project): readonly Manifest[] {
  const found = new Map<string, Manifest>();
  for (const { module, version, sum, files } of releases[0]?.sources ?? []) {
    const directory = moduleDirectory(module, version, sum);
    for (const path of globSync([...files], { cwd: directory }).sort()) {
      for (const document of loadAll(readFileSync(join(directory, path), 'utf8'))) {
        const manifest = document as Manifest | null;
        if (manifest?.kind === 'CustomResourceDefinition') found.set(manifest.metadata.name, bare(manifest));
      }
    }
  }
  return [...found.values()];
}

/** Nobody converts between versions here, and no status has to come in. */
function bare(definition: Manifest): Manifest {
  const { conversion: _, ...spec } = definition.spec;
  const { name, annotations } = definition.metadata;
  const approved = annotations?.['api-approved.kubernetes.io'];
  const metadata = { name, ...(approved !== undefined && { annotations: { 'api-approved.kubernetes.io': approved } }) };
  return { apiVersion: definition.apiVersion, kind: definition.kind, metadata, spec };
}

export function kindsOf({ name }: Project, definitions: readonly Manifest[]): readonly ProjectKind[] {
  return definitions.flatMap(({ spec }) => {
    if (spec.preserveUnknownFields === true) return [];
    return spec.versions.flatMap((version: Manifest): ProjectKind[] => {
      const schema = version.schema?.openAPIV3Schema;
      if (version.served !== true || schema?.properties === undefined) return [];
      return [{ project: name, apiVersion: `${spec.group}/${version.name}`, kind: spec.names.kind, schema }];
    });
  });
}

/** The words that rules in CEL are told with. */
export function ruleMessages(schema: unknown, found = new Set<string>()): ReadonlySet<string> {
  if (Array.isArray(schema)) for (const one of schema) ruleMessages(one, found);
  else if (typeof schema === 'object' && schema !== null) {
    for (const [fact, value] of Object.entries(schema)) {
      // A schema of schemas has a property of this name.
      if (fact !== 'x-kubernetes-validations' || !Array.isArray(value)) ruleMessages(value, found);
      else
        for (const { message, rule } of value as { message?: string; rule: string }[])
          found.add((message ?? rule).trim().replace(/\s+/g, ' '));
    }
  }
  return found;
}
