/** What any object's metadata says beyond its name: owners, finalizers, and how much there may be of annotations. */
import { asMapping, entry, items, textOf } from '../../../../syntax/navigate.ts';
import type { Node } from '../../../../syntax/tree.ts';
import { certainText, entriesOf } from '../values.ts';
import { below, type Seen } from './check.ts';

/** `ValidateObjectMetaAccessor`. */
export function checkMetadata(seen: Seen): void {
  checkSize(seen);
  // Of the metadata in templates of pods the rest is not looked at.
  if (seen.path !== 'metadata') return;
  checkOwners(seen);
  checkFinalizers(seen);
}

/** `TotalAnnotationSizeLimitB`. */
const MOST_BYTES = 256 * 1024;

function checkSize({ mapping, path, add }: Seen): void {
  const written = entry(mapping, 'annotations');
  const annotations = asMapping(written?.value);
  if (written === undefined || annotations === undefined) return;
  let units = 0;
  const texts = entriesOf(annotations).map(({ key, value }) => (key.kind === 'scalar' ? key.value : '') + (textOf(value) ?? ''));
  for (const text of texts) units += text.length;
  // A unit has three bytes at most.
  if (units * 3 <= MOST_BYTES) return;
  const bytes = texts.reduce((sum, text) => sum + bytesOf(text), 0);
  if (bytes <= MOST_BYTES) return;
  const problem = `hold ${bytes} bytes, more than the ${MOST_BYTES} that there may be of names and values together`;
  add({ what: 'conflicting-fields', at: written.key.id, path: below(path, 'annotations'), problem });
}

/** As UTF-8. */
function bytesOf(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** `ValidateOwnerReferences`. */
function checkOwners({ mapping, path, add }: Seen): void {
  let controller: string | undefined;
  for (const owner of items(entry(mapping, 'ownerReferences')?.value)) {
    if (asMapping(owner) === undefined) continue;
    const kind = entry(owner, 'kind')?.value;
    if (kind !== undefined && textOf(kind) === 'Event' && certainText(owner, 'apiVersion') === 'v1')
      add({
        what: 'conflicting-fields',
        at: kind.id,
        path: `${path}.ownerReferences[].kind`,
        problem: 'cannot be "Event": events own nothing',
      });
    const mark = entry(owner, 'controller')?.value;
    if (mark === undefined || textOf(mark) !== 'true') continue;
    if (controller !== undefined)
      add({
        what: 'conflicting-fields',
        at: mark.id,
        path: `${path}.ownerReferences[].controller`,
        problem: `cannot be true a second time: "${controller}" is the controller`,
      });
    controller ??= textOf(entry(owner, 'name')?.value) ?? '';
  }
}

/** `ValidateFinalizers`: what depends on the object is left alone or deleted first, not both. */
function checkFinalizers({ mapping, path, add }: Seen): void {
  const found = items(entry(mapping, 'finalizers')?.value);
  const named = (name: string): Node | undefined => found.find((one) => textOf(one) === name);
  const [orphan, foreground] = [named('orphan'), named('foregroundDeletion')];
  if (orphan === undefined || foreground === undefined) return;
  const second = orphan.id < foreground.id ? foreground : orphan;
  add({
    what: 'conflicting-fields',
    at: second.id,
    path: below(path, 'finalizers'),
    problem: 'cannot hold both "orphan" and "foregroundDeletion"',
  });
}
