/** What the repository has that a kustomization can say: labels, selectors, tags of images. */
import type { FilePath } from '../../../base/paths.ts';
import type { Database } from '../../../engine/database.ts';
import { field, items, textOf } from '../../../syntax/navigate.ts';
import type { Suggestion } from '../../facts.ts';
import { splitImage } from '../../kustomize/build/images.ts';
import { kustomizationMapping, topField } from '../../kustomize/file.ts';
import { counted, labelKeys } from './labels.ts';
import type { Path } from './spot.ts';
import { usageAround } from './usage.ts';

function patternOf(path: Path): string {
  return path.map((step) => (typeof step === 'number' ? '*' : step)).join('/');
}

/** Mappings of labels. */
const LABELS = /^(?:labels\/\*\/pairs|commonLabels|(?:generatorOptions|(?:configMap|secret)Generator\/\*\/options)\/labels)$/;
const SELECTOR = /^(?:patches|patchesJson6902)\/\*\/target\/labelSelector$/;

export function kustomizationKeys(db: Database, file: FilePath, path: Path): readonly Suggestion[] {
  return LABELS.test(patternOf(path)) ? labelKeys(db, file) : [];
}

export function kustomizationWords(db: Database, file: FilePath, path: Path): readonly Suggestion[] {
  const pattern = patternOf(path);
  const last = String(path.at(-1));
  const { labels, images } = usageAround(db, file);
  if (LABELS.test(patternOf(path.slice(0, -1)))) return counted(labels.get(last) ?? new Map());
  if (SELECTOR.test(pattern)) {
    const pairs = [...labels].flatMap(([key, values]) =>
      [...values].map(([value, count]) => [`${key}=${value}`, count] as const),
    );
    return counted(new Map(pairs));
  }
  if (pattern !== 'images/*/newTag' && pattern !== 'images/*/newName') return [];
  const found = new Map<string, number>();
  const entry = items(topField(kustomizationMapping(db, file), 'images'))[Number(path[1])];
  const wanted = [textOf(field(entry, 'newName')), textOf(field(entry, 'name'))];
  for (const [image, count] of images) {
    const { name, tag } = splitImage(image);
    const text = last === 'newName' ? name : wanted.includes(name) ? tag : undefined;
    if (text !== undefined && text !== '') found.set(text, (found.get(text) ?? 0) + count);
  }
  return counted(found);
}
