/** Custom kinds of well-known projects, as one of their releases describes them: what is at hand where nobody tells more. */
import { type Database, query } from '../../../engine/database.ts';
import { parseJson } from '../../../syntax/json/parse.ts';
import type { Node } from '../../../syntax/tree.ts';
import type { Checks } from './checks.ts';
import { customShape, type SharedTypes } from './custom-shape.ts';
import type { Place } from './rules/place.ts';
import type { Struct } from './shapes.ts';
import { PROJECT_TABLES, type ProjectTable } from './tables/custom.ts';

/** A kind's shape and who says so. */
export interface Bundled {
  readonly shape: Struct;
  /** `Argo CD 3.6.1`. */
  readonly by: string;
}

/** `apiVersion kind` to its project and the number of its type. */
const PLACES: ReadonlyMap<string, { readonly table: ProjectTable; readonly type: number; readonly namespaced: boolean }> =
  new Map(
    PROJECT_TABLES.flatMap((table) =>
      table.KINDS.trim()
        .split('\n')
        .map((line) => {
          const [apiVersion, kind, scope, type] = line.split(' ');
          return [`${apiVersion} ${kind}`, { table, type: Number(type), namespaced: scope === 'namespaced' }] as const;
        }),
    ),
  );

/** Every `apiVersion kind` that a project is known to serve. */
export function bundledKinds(): Iterable<string> {
  return PLACES.keys();
}

/** The project that describes a kind, with its release; undefined where no known project has it. */
export function bundledBy(key: string): string | undefined {
  return PLACES.get(key)?.table.NAME;
}

/** The shape of a kind (key: `apiVersion kind`); undefined where no known project has it. */
export const bundledShape = query(
  'bundledShape',
  (db, key: string): Bundled | undefined => {
    const place = PLACES.get(key);
    if (place === undefined) return undefined;
    const types = projectTypes(db, place.table.NAME);
    const root = types?.node(place.type);
    if (types === undefined || root === undefined) return undefined;
    return { shape: customShape(root, key.replace(' ', '.'), types), by: place.table.NAME };
  },
  { retain: 64 },
);

/** One project's types, each read when something of its form is asked for. */
class ProjectTypes implements SharedTypes {
  readonly structs = new Map<number, Struct>();
  readonly checks = new Map<number, Checks | undefined>();
  readonly places = new Map<number, Place>();
  readonly #lines: readonly string[];
  readonly #nodes = new Map<number, Node>();

  constructor(table: ProjectTable) {
    this.#lines = table.types().trim().split('\n');
  }

  node(number: number): Node | undefined {
    const known = this.#nodes.get(number);
    if (known !== undefined) return known;
    const root = parseJson(this.#lines[number] ?? '', 'json').tree.documents[0]?.root;
    if (root !== undefined) this.#nodes.set(number, root);
    return root;
  }
}

/** Few files hold kinds of more than a few projects. */
const projectTypes = query(
  'projectTypes',
  (_: Database, name: string): ProjectTypes | undefined => {
    const table = PROJECT_TABLES.find(({ NAME }) => NAME === name);
    return table === undefined ? undefined : new ProjectTypes(table);
  },
  { retain: 12 },
);
