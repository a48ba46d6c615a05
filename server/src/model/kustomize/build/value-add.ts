/** The ValueAddTransformer: puts a value into a field, or into one place of the path that a field holds. */
import { fieldSpec, overwritten, setAt, stepsOf } from './field-specs.ts';
import { isClusterScoped } from './kinds.ts';
import { PathChanger } from './paths.ts';
import { fail } from './problems.ts';
import { apiVersionOf, type Resource } from './resource.ts';
import { spotOfValue } from './transformers.ts';
import { asMap, restyled, type ScalarValue, stringValue, untypedValue } from './values.ts';

/** The object with the value at the path, whose parts are separated by slashes. */
export function addValue(resource: Resource, value: ScalarValue, path: string, position: number): Resource {
  const spot = spotOfValue(value, 'transformer');
  if (path === 'metadata/namespace') {
    if (isClusterScoped(apiVersionOf(resource.id), resource.id.kind)) return resource;
    const spec = fieldSpec({ group: '', version: '', kind: '', path, create: true });
    const set = stringValue(value.text, spot);
    return resource.with(setAt(resource.root, resource.id, spec, 'scalar', spot, (old) => overwritten(old, set)));
  }
  const changer = new PathChanger(stepsOf(path), 'scalar', spot, (old) => {
    if (old.kind !== 'scalar') return fail('field-path', { source: old.source, at: old.at }, { step: path });
    const text = position > 0 ? inserted(old.text, position - 1, value.text) : value.text;
    return restyled(untypedValue(text, spot), old);
  });
  return resource.with(asMap(changer.change(resource.root).value) ?? resource.root);
}

/** A path with one more part; a leading slash stays in front. */
function inserted(path: string, index: number, part: string): string {
  if (path === '') return part;
  const isAbsolute = path.startsWith('/');
  const parts = path.split('/').filter((one) => one !== '');
  const all = parts.toSpliced(Math.min(index, parts.length), 0, part).join('/');
  return isAbsolute ? `/${all}` : all;
}
