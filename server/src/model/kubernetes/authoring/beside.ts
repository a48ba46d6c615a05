/** The objects that stand beside one, in its file and directory: the pods that a Service means, the Service that an Ingress means. */
import { dirname, type FilePath, join } from '../../../base/paths.ts';
import type { Database } from '../../../engine/database.ts';
import { asMapping, at, field, items, nodeAt, textOf } from '../../../syntax/navigate.ts';
import type { Mapping, Node } from '../../../syntax/tree.ts';
import { childNames } from '../../workspace/inputs.ts';
import { podSpecPath } from '../kinds.ts';
import { bodiesIn, type KubernetesObject, objectsIn } from '../objects.ts';
import type { Spot } from './spot.ts';

/** Files of a directory that are looked into. */
const MOST_FILES = 64;

function* objectsBeside(
  db: Database,
  file: FilePath,
  kinds: (object: KubernetesObject) => boolean,
): Generator<[KubernetesObject, Mapping]> {
  const directory = dirname(file);
  const others = childNames(db, directory)
    .map((name) => join(directory, name))
    .filter((path) => path !== file);
  for (const path of [file, ...others.slice(0, MOST_FILES)]) {
    const objects = objectsIn(db, path).filter(kinds);
    if (objects.length === 0) continue;
    const bodies = bodiesIn(db, path);
    for (const object of objects) {
      const body = bodies.get(object.node);
      if (body !== undefined) yield [object, body];
    }
  }
}

/** The specifications of the pods whose labels the Service asks for; all beside it where it asks for none yet. */
export function podsSelected(db: Database, file: FilePath, { object }: Spot): readonly Node[] {
  const wanted = asMapping(at(object, 'spec', 'selector'))?.entries ?? [];
  const found: Node[] = [];
  for (const [{ group, kind }, body] of objectsBeside(db, file, (one) => podSpecPath(one.group, one.kind) !== undefined)) {
    const path = podSpecPath(group, kind) ?? [];
    const labels = at(body, ...path.slice(0, -1), 'metadata', 'labels');
    const isSelected = wanted.every(
      ({ key, value }) => key.kind !== 'scalar' || textOf(field(labels, key.value)) === textOf(value),
    );
    const pod = at(body, ...path);
    if (isSelected && pod !== undefined) found.push(pod);
  }
  return found;
}

/** The ports of the Service that a backend names. */
export function servicePorts(db: Database, file: FilePath, { object, path }: Spot): readonly Node[] {
  const name = textOf(field(nodeAt(object, path.slice(0, -2)), 'name'));
  if (name === undefined) return [];
  for (const [, body] of objectsBeside(db, file, (one) => one.kind === 'Service' && one.group === '' && one.name === name))
    return items(at(body, 'spec', 'ports'));
  return [];
}
