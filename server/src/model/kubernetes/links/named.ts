/** What a pointing field says: the object's group, kind, name and namespace, the keys and the port that are meant in it. */
import { groupOf } from '../kinds.ts';
import { isPlaceholder } from '../naming.ts';
import { isOutsideNamespaces, type Pointer, pointingFields } from './pointers.ts';
import type { Reader } from './reader.ts';

/** A text with where it is said. */
export interface Said<T> {
  readonly text: string;
  readonly at: T;
}

export interface Named<T> {
  readonly pointer: Pointer;
  readonly group: string;
  readonly kind: string;
  readonly name: Said<T>;
  /** '' for what has no namespace; undefined where nothing says it. */
  readonly scope: string | undefined;
  /** The namespace where it stands beside the name. */
  readonly namespace: Said<T> | undefined;
  /** Of ConfigMaps and Secrets: the keys that are asked for. */
  readonly keys: readonly Said<T>[];
  /** Of Services: the port that is asked for, by its name or number. */
  readonly port: Said<T> | undefined;
  /** True where the object itself says that it can do without. */
  readonly isOptional: boolean;
}

/** Everything that one object names; `scope` is its own namespace. Names that something fills in later are left out. */
export function* namedBy<T>(
  reader: Reader<T>,
  object: { readonly group: string; readonly kind: string; readonly scope: string | undefined },
  body: T,
): Generator<Named<T>> {
  for (const { pointer, name, holder } of pointingFields(reader, object.group, object.kind, body)) {
    const text = reader.text(name);
    if (text === undefined || text === '' || isPlaceholder(text)) continue;
    const meant = meantBy(reader, pointer, holder, object.scope);
    if (meant === undefined) continue;
    const { kind } = meant;
    yield {
      pointer,
      ...meant,
      name: { text, at: name },
      keys: kind === 'ConfigMap' || kind === 'Secret' ? keysOf(reader, holder) : [],
      port: pointer.portField === undefined ? undefined : portOf(reader, reader.field(holder, pointer.portField)),
      isOptional: pointer.isLoose === true || reader.text(reader.field(holder, 'optional')) === 'true',
    };
  }
}

/** What kind of object is named in `holder`, and where; undefined where that is no object. `scope` is the namespace of the object that names it. */
export function meantBy<T>(
  reader: Reader<T>,
  pointer: Pointer,
  holder: T | undefined,
  scope: string | undefined,
): Pick<Named<T>, 'group' | 'kind' | 'scope' | 'namespace'> | undefined {
  const kind = (pointer.kindField && reader.text(reader.field(holder, pointer.kindField))) || pointer.kind;
  const written = pointer.groupField === undefined ? undefined : reader.text(reader.field(holder, pointer.groupField));
  const group = written === undefined ? pointer.group : pointer.groupField === 'apiVersion' ? groupOf(written) : written;
  // The users and groups of bindings live in no cluster; a Traefik backend of another kind is no Service.
  if (kind === '' || (pointer.role === 'kubernetes/serviceAccount' && kind !== 'ServiceAccount')) return undefined;
  if (pointer.role === 'kubernetes/service' && kind !== 'Service' && pointer.groupField === undefined) return undefined;
  const namespace = pointer.namespaced === true ? said(reader, reader.field(holder, 'namespace')) : undefined;
  const own = scope === '' ? undefined : scope;
  return {
    group,
    kind,
    scope: isOutsideNamespaces(group, kind) ? '' : namespace === undefined ? own : placed(namespace.text),
    namespace,
  };
}

function keysOf<T>(reader: Reader<T>, holder: T): readonly Said<T>[] {
  const fields = [
    reader.field(holder, 'key'),
    ...reader.items(reader.field(holder, 'items')).map((item) => reader.field(item, 'key')),
  ];
  return fields.flatMap((field) => said(reader, field) ?? []).filter(({ text }) => !/[${}<>]/.test(text));
}

/** Ingresses say `port: { name }` or `port: { number }`, routes `port: 80`. */
function portOf<T>(reader: Reader<T>, port: T | undefined): Said<T> | undefined {
  return said(reader, port) ?? said(reader, reader.field(port, 'name')) ?? said(reader, reader.field(port, 'number'));
}

function said<T>(reader: Reader<T>, value: T | undefined): Said<T> | undefined {
  const text = reader.text(value);
  return value === undefined || text === undefined || text === '' ? undefined : { text, at: value };
}

/** A namespace that is filled in later is not known. */
function placed(namespace: string): string | undefined {
  return isPlaceholder(namespace) ? undefined : namespace;
}
