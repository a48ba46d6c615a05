/** Where the comments of a patch stand once it is written in the other form: none is lost. */
import type { Operation } from '../../model/kustomize/build/json-patch.ts';
import type { WrittenOperation } from '../../model/kustomize/rewriting/operations.ts';
import { text, type Written, type WrittenField, writtenLines } from '../../model/kustomize/rewriting/written.ts';
import type { Comment } from './comments.ts';

/** The operations, each below the comments of the part of the patch that it stands for. */
export function commentedOperations(operations: readonly WrittenOperation[], comments: readonly Comment[]): readonly string[] {
  const places = comments.map(({ node }) => {
    const behind = operations.filter(({ about }) => about >= node);
    const first = Math.min(...behind.map(({ about }) => about));
    return operations.findIndex(({ about }) => about === first);
  });
  const items = operations.map((operation, i) => ({
    value: operationOf(operation),
    comments: comments.flatMap((comment, c) => (places[c] === i ? comment.text : [])),
  }));
  const rest = comments.flatMap((comment, c) => ((places[c] ?? -1) < 0 ? comment.text : []));
  return [...writtenLines({ is: 'list', items }), ...rest];
}

function operationOf({ op, path, from, value }: WrittenOperation): Written {
  const fields: WrittenField[] = [{ key: 'op', value: text(op) }];
  if (from !== undefined) fields.push({ key: 'from', value: text(from) });
  fields.push({ key: 'path', value: text(path) });
  if (value !== undefined) fields.push({ key: 'value', value: { is: 'value', value } });
  return { is: 'map', fields };
}

/** The patch, with the comments of each operation above the innermost field of its path that is written on its own. */
export function commentedMerge(
  fields: readonly WrittenField[],
  operations: readonly Operation[],
  comments: readonly Comment[],
): readonly string[] {
  let commented = fields;
  const rest: string[] = [];
  for (const comment of comments) {
    const behind = operations.filter(({ spot }) => spot.at >= comment.node);
    const operation = behind.find(({ op }) => op !== 'test') ?? behind[0];
    const steps = operation?.path.split('/').slice(1).map(unescaped);
    const placed = steps && above(commented, steps, comment.text);
    if (placed === undefined) rest.push(comment.text);
    else commented = placed;
  }
  return [...writtenLines({ is: 'map', fields: commented }), ...rest];
}

function unescaped(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}

function above(
  fields: readonly WrittenField[],
  [step, ...steps]: readonly string[],
  comment: string,
): readonly WrittenField[] | undefined {
  const index = fields.findIndex(({ key }) => key === step);
  const field = fields[index];
  if (field === undefined) return undefined;
  const inner = field.value.is === 'map' && steps.length > 0 ? above(field.value.fields, steps, comment) : undefined;
  const changed: WrittenField =
    inner !== undefined
      ? { ...field, value: { is: 'map', fields: inner } }
      : { ...field, comments: [...(field.comments ?? []), comment] };
  return fields.with(index, changed);
}
