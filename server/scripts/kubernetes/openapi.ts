/** The types and kinds of one Kubernetes release, read from what its Go module publishes about itself. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Annotations, annotationsOf } from './annotations.ts';

/** One field of a type in the words of the table: see `server/src/model/kubernetes/schema/table.ts`. */
export interface FieldFacts {
  readonly name: string;
  readonly required: boolean;
  /** A code or the name of a type, with `[]` for lists and `<>` for maps in front. */
  readonly type: string;
  readonly values: readonly string[];
  readonly fallback: string;
  /** How lists and maps are merged: `map=port,protocol`, `set`, `merge=name`. */
  readonly merging: string;
}

export interface KindFacts {
  readonly apiVersion: string;
  readonly kind: string;
  readonly type: string;
  readonly namespaced: boolean;
}

export interface ReleaseFacts {
  readonly types: ReadonlyMap<string, readonly FieldFacts[]>;
  readonly kinds: readonly KindFacts[];
}

interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly $ref?: string;
  readonly items?: Schema;
  readonly additionalProperties?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-patch-merge-key'?: string;
  readonly 'x-kubernetes-patch-strategy'?: string;
  readonly 'x-kubernetes-group-version-kind'?: readonly {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
  }[];
}

/** Types with a decoder of their own, which the schema cannot tell. */
const OWN_DECODERS: ReadonlyMap<string, string> = new Map([
  ['io.k8s.apimachinery.pkg.api.resource.Quantity', 'q'],
  ['io.k8s.apimachinery.pkg.apis.meta.v1.Time', 't'],
  ['io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime', 'm'],
  ['io.k8s.apimachinery.pkg.util.intstr.IntOrString', 'n'],
  ['io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1', '*'],
  ['io.k8s.apimachinery.pkg.runtime.RawExtension', '*'],
  ['io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON', '*'],
  ['io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrArray', '*'],
  ['io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool', '*'],
  ['io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrStringArray', '*'],
]);

const SCALARS: ReadonlyMap<string, string> = new Map([
  ['string/', 's'],
  ['string/byte', 'y'],
  ['string/date-time', 't'],
  ['boolean/', 'b'],
  ['integer/int32', 'i'],
  ['integer/int64', 'l'],
  ['integer/', 'l'],
  ['number/double', 'd'],
  ['number/', 'd'],
]);

/** Reads the module `k8s.io/kubernetes` that lies in a directory. */
export function readRelease(directory: string): ReleaseFacts {
  const swagger = JSON.parse(readFileSync(join(directory, 'api/openapi-spec/swagger.json'), 'utf8')) as {
    readonly definitions: Readonly<Record<string, Schema>>;
  };
  const annotations = annotationsOf(readFileSync(join(directory, 'pkg/generated/openapi/zz_generated.openapi.go'), 'utf8'));
  const scopes = scopesOf(directory);
  const types = new Map<string, readonly FieldFacts[]>();
  const kinds: KindFacts[] = [];
  for (const [name, schema] of Object.entries(swagger.definitions)) {
    if (OWN_DECODERS.has(name)) continue;
    types.set(shortName(name), fieldsOf(name, schema, annotations));
    const served = schema['x-kubernetes-group-version-kind'] ?? [];
    // Options and events of requests carry every group's name and are no objects.
    if (served.length !== 1 || name.endsWith('List')) continue;
    for (const { group, version, kind } of served) {
      const apiVersion = group === '' ? version : `${group}/${version}`;
      const namespaced = scopes.get(`${apiVersion} ${kind}`);
      if (namespaced !== undefined) kinds.push({ apiVersion, kind, type: shortName(name), namespaced });
    }
  }
  return { types, kinds };
}

function fieldsOf(owner: string, schema: Schema, annotations: Annotations): readonly FieldFacts[] {
  return Object.entries(schema.properties ?? {}).map(([name, property]): FieldFacts => {
    const { values, fallback } = annotations(owner, name);
    return {
      name,
      required: schema.required?.includes(name) === true,
      type: typeCode(property),
      values,
      fallback,
      merging: mergingOf(property),
    };
  });
}

function typeCode(schema: Schema): string {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.replace('#/definitions/', '');
    return OWN_DECODERS.get(name) ?? shortName(name);
  }
  if (schema.type === 'array') return `[]${schema.items === undefined ? '*' : typeCode(schema.items)}`;
  if (schema.type === 'object')
    return schema.additionalProperties === undefined ? '*' : `<>${typeCode(schema.additionalProperties)}`;
  const code = SCALARS.get(`${schema.type ?? ''}/${schema.format ?? ''}`);
  if (code === undefined) throw new Error(`No code for the type ${schema.type} in the format ${schema.format}.`);
  return code;
}

function mergingOf(schema: Schema): string {
  const keys = schema['x-kubernetes-list-map-keys'];
  const listType = schema['x-kubernetes-list-type'];
  const mergeKey = schema['x-kubernetes-patch-merge-key'];
  const parts = [
    listType === 'map' && keys !== undefined ? `map=${keys.join(',')}` : listType === 'set' ? 'set' : '',
    mergeKey !== undefined && schema['x-kubernetes-patch-strategy']?.includes('merge') ? `merge=${mergeKey}` : '',
  ];
  return parts.filter((part) => part !== '').join(';');
}

/** `io.k8s.api.core.v1.Pod` is `core/v1.Pod`: the last three parts name a type once. */
function shortName(name: string): string {
  const parts = name.split('.');
  return `${parts.at(-3)}/${parts.at(-2)}.${parts.at(-1)}`;
}

interface Discovered {
  readonly groupVersion?: string;
  readonly resources?: readonly { readonly kind: string; readonly name: string; readonly namespaced: boolean }[];
}

/** Whether a kind is namespaced, by `apiVersion kind`, as the release's discovery tells; what discovery does not list cannot be stored. */
function scopesOf(directory: string): ReadonlyMap<string, boolean> {
  const found = new Map<string, boolean>();
  const add = (groupVersion: string, kind: string, namespaced: boolean): void => {
    found.set(`${groupVersion} ${kind}`, namespaced);
  };
  const { items } = JSON.parse(readFileSync(join(directory, 'api/discovery/aggregated_v2.json'), 'utf8')) as {
    readonly items: readonly {
      readonly metadata: { readonly name?: string };
      readonly versions: readonly {
        readonly version: string;
        readonly resources: readonly { readonly responseKind: { readonly kind: string }; readonly scope: string }[];
      }[];
    }[];
  };
  for (const { metadata, versions } of items)
    for (const { version, resources } of versions)
      for (const { responseKind, scope } of resources)
        add(`${metadata.name === undefined ? '' : `${metadata.name}/`}${version}`, responseKind.kind, scope === 'Namespaced');
  const core = JSON.parse(readFileSync(join(directory, 'api/discovery/api__v1.json'), 'utf8')) as Discovered;
  for (const { kind, name, namespaced } of core.resources ?? []) if (!name.includes('/')) add('v1', kind, namespaced);
  return found;
}
