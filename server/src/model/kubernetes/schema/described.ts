/** Who describes a custom kind: the repository itself, else what is known of well-known projects. */
import type { Database } from '../../../engine/database.ts';
import { bundledShape } from './bundled.ts';
import { customShapes } from './custom.ts';
import type { Struct } from './shapes.ts';

export interface Described {
  /** One for each definition that differs; none where nobody describes the kind. */
  readonly shapes: readonly Struct[];
  /** Who says so, such as `Argo CD 3.6.1`: '' where the repository does, which is certain. */
  readonly by: string;
}

/** The shapes of a custom kind, by `apiVersion kind`. */
export function describedKind(db: Database, key: string): Described {
  const shapes = customShapes(db, key);
  if (shapes.length > 0) return { shapes, by: '' };
  const bundled = bundledShape(db, key);
  return bundled === undefined ? { shapes, by: '' } : { shapes: [bundled.shape], by: bundled.by };
}
