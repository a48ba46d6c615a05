/** Which kinds the CustomResourceDefinitions of a file define: what is kept of them, while their schemas go with the tree. */
import { deepEqual } from '../../../base/equal.ts';
import type { FilePath } from '../../../base/paths.ts';
import { type Database, query } from '../../../engine/database.ts';
import { at, field, items, textOf } from '../../../syntax/navigate.ts';
import { isSetAside } from '../../workspace/set-aside.ts';
import { bodiesIn, objectsIn } from '../objects.ts';

export const DEFINITION = 'CustomResourceDefinition';

export interface Definition {
  /** `apiVersion kind`. */
  readonly key: string;
  readonly isServed: boolean;
}

const NONE: readonly Definition[] = [];

/** What a file defines; nothing where it is put away. Best asked while the file's tree is at hand. */
export function definitionsIn(db: Database, file: FilePath): readonly Definition[] {
  const holdsSome = objectsIn(db, file).some(({ kind, partial }) => kind === DEFINITION && !partial);
  return holdsSome && !isSetAside(db, file) ? definedIn(db, file) : NONE;
}

/** By file, because definitions are large and others in their part of the index change more often. */
const definedIn = query(
  'definedIn',
  (db, file: FilePath): readonly Definition[] => {
    const bodies = bodiesIn(db, file);
    return objectsIn(db, file).flatMap((object) => {
      if (object.kind !== DEFINITION || object.partial) return [];
      const spec = field(bodies.get(object.node), 'spec');
      const [group, kind] = [textOf(field(spec, 'group')), textOf(at(spec, 'names', 'kind'))];
      if (group === undefined || kind === undefined) return [];
      return items(field(spec, 'versions')).flatMap((one) => {
        const version = textOf(field(one, 'name'));
        if (version === undefined) return [];
        return { key: `${group}/${version} ${kind}`, isServed: textOf(field(one, 'served')) !== 'false' };
      });
    });
  },
  { equal: deepEqual },
);
