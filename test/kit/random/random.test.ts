/** Random trees are repeatable, differ from one another, and use what people use. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomTree } from './kustomizations.ts';

test('a seed names one tree', () => {
  assert.deepEqual([...randomTree(7).files], [...randomTree(7).files]);
  assert.notDeepEqual([...randomTree(7).files], [...randomTree(8).files]);
});

test('trees are nested up to three deep, and every field of interest occurs', () => {
  const trees = Array.from({ length: 200 }, (_, seed) => randomTree(seed));
  assert.ok(trees.some((tree) => tree.directories.includes('overlays/level3')));
  const texts = trees.flatMap((tree) => [...tree.files.values()]).join('\n');
  const fields =
    'components patches patchesStrategicMerge configMapGenerator secretGenerator generatorOptions replacements images replicas';
  const others =
    'namePrefix nameSuffix namespace labels commonLabels commonAnnotations transformers configurations vars sortOptions bases';
  for (const field of `${fields} ${others}`.split(' ')) assert.match(texts, new RegExp(`^${field}:`, 'm'));
});
