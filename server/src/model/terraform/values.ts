/** Values for variables that the module does not have. */
import { nearest } from '../../base/near.ts';
import { dirname, type FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import type { Place } from '../place.ts';
import { hclFile } from '../source.ts';
import { isReadUnasked, isValues, moduleOfValues } from './files.ts';
import { moduleAt } from './modules.ts';
import { textPlace } from './uses.ts';

export interface UnknownValue {
  readonly name: string;
  readonly at: Place;
  readonly meant: string | undefined;
}

/**
 * A file in another directory than its module, or that Terraform is told of by hand, may be for something else: it is judged
 * where most of its names fit.
 */
export function* unknownValues(db: Database, file: FilePath): Generator<UnknownValue> {
  const directory = isValues(file) ? moduleOfValues(db, file) : undefined;
  if (directory === undefined) return;
  const { names, complete } = moduleAt(db, directory);
  if (!complete) return;
  const given = hclFile(db, file).items.flatMap((item) => (item.kind === 'attribute' ? [item.name] : []));
  const unknown = given.filter(({ text }) => !names.has(`var.${text}`));
  if (!(isReadUnasked(file) && dirname(file) === directory) && unknown.length * 2 > given.length) return;
  const set = new Set(given.map(({ text }) => text));
  const free = [...names.keys()].filter((one) => one.startsWith('var.')).map((one) => one.slice('var.'.length));
  for (const name of unknown)
    yield {
      name: name.text,
      at: textPlace(name),
      meant: nearest(
        name.text,
        free.filter((one) => !set.has(one)),
      ),
    };
}
