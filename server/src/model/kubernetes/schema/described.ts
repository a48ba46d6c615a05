/** Who describes a custom kind: the repository, else the connected cluster, else a well-known project, else a catalogue. */
import type { Database } from '../../../engine/database.ts';
import { catalogueSchema, clusterSchema } from '../../workspace/outside.ts';
import { bundledBy, bundledShape } from './bundled.ts';
import { customShapes } from './custom.ts';
import { catalogueShape, clusterShape } from './outside.ts';
import type { Struct } from './shapes.ts';

/** The describers in their order. */
export type Describer = 'repository' | 'cluster' | 'project' | 'catalogue';

export interface Described {
  /** One for each definition that differs; none where nobody describes the kind. */
  readonly shapes: readonly Struct[];
  readonly from: Describer | undefined;
  /** Who says so, such as `Argo CD 3.6.1`: '' where the repository does, which is certain. */
  readonly by: string;
}

export const UNDESCRIBED: Described = { shapes: [], from: undefined, by: '' };

/** The shapes of a custom kind, by `apiVersion kind`. */
export function describedKind(db: Database, key: string): Described {
  const shapes = customShapes(db, key);
  if (shapes.length > 0) return { shapes, from: 'repository', by: '' };
  const cluster = clusterShape(db, key);
  if (cluster !== undefined) return { shapes: [cluster.shape], from: 'cluster', by: cluster.by };
  const bundled = bundledShape(db, key);
  if (bundled !== undefined) return { shapes: [bundled.shape], from: 'project', by: bundled.by };
  const catalogue = catalogueShape(db, key);
  return catalogue === undefined ? UNDESCRIBED : { shapes: [catalogue.shape], from: 'catalogue', by: catalogue.by };
}

/** Who describes a custom kind, without reading how. */
export function describerOf(db: Database, key: string): Omit<Described, 'shapes'> {
  if (customShapes(db, key).length > 0) return { from: 'repository', by: '' };
  const cluster = clusterSchema(db, key);
  if (cluster !== undefined) return { from: 'cluster', by: cluster.by };
  const project = bundledBy(key);
  if (project !== undefined) return { from: 'project', by: project };
  const catalogue = catalogueSchema(db, key);
  return catalogue === undefined ? UNDESCRIBED : { from: 'catalogue', by: catalogue.by };
}
