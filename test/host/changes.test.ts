/** A workspace that follows the disk: whatever happens, it equals one that is loaded afresh. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Disk, type Loaded } from './disk.ts';

const NAMES = [
  'a.yaml',
  'b.yaml',
  'dir',
  'dir/a.yaml',
  'dir/sub',
  'dir/sub/b.yaml',
  'out',
  'out/x.yaml',
  '.gitignore',
  'dir/.gitignore',
];

async function assertFresh(disk: Disk, loaded: Loaded): Promise<void> {
  const fresh = await disk.load('');
  assert.deepEqual(loaded.facts(NAMES), fresh.facts(NAMES));
}

test('files come, change, move and go', async (t) => {
  const disk = new Disk(t, { 'a.yaml': 'a: 1', 'dir/a.yaml': 'a: 2' });
  const loaded = await disk.load();
  disk.write('a.yaml', 'a: 3');
  assert.equal(await loaded.changed('a.yaml'), true);
  assert.equal(loaded.text('a.yaml'), 'a: 3');
  assert.equal(await loaded.changed('a.yaml'), false, 'nothing is new');
  disk.write('dir/sub/b.yaml', 'b: 1');
  await loaded.changed('dir/sub');
  assert.equal(loaded.text('dir/sub/b.yaml'), 'b: 1');
  disk.remove('dir');
  await loaded.changed('dir');
  assert.deepEqual(loaded.files, ['a.yaml']);
  assert.equal(loaded.kind('dir/sub/b.yaml'), undefined);
  assert.equal(loaded.text('dir/sub/b.yaml'), undefined);
  disk.remove('a.yaml');
  disk.write('a.yaml/now-a-directory.yaml', 'x: 1');
  await loaded.changed('a.yaml');
  assert.equal(loaded.kind('a.yaml'), 'directory');
  await assertFresh(disk, loaded);
});

test('ignore files count from the moment they change', async (t) => {
  const disk = new Disk(t, { 'a.yaml': 'a: 1', 'out/x.yaml': 'x: 1' });
  const loaded = await disk.load();
  disk.write('.gitignore', 'out/\na.yaml\n');
  await loaded.changed('.gitignore');
  assert.deepEqual(loaded.files, ['.gitignore']);
  assert.equal(loaded.text('a.yaml'), undefined);
  assert.equal(loaded.kind('out/x.yaml'), 'unknown');
  disk.remove('.gitignore');
  await loaded.changed('.gitignore');
  assert.deepEqual(loaded.files, ['a.yaml', 'out/x.yaml']);
  await assertFresh(disk, loaded);
});

test('a checkout of many files is one batch', async (t) => {
  const disk = new Disk(t, { '.git/HEAD': 'ref: refs/heads/one\n', 'a.yaml': '' });
  const loaded = await disk.load();
  const paths = Array.from({ length: 1000 }, (_, i) => `d${i % 20}/f${i}.yaml`);
  for (const path of paths) disk.write(path, 'a: 1\n');
  const revision = loaded.db.revision;
  await Promise.all(paths.map((path) => loaded.changed(path)));
  assert.equal(loaded.files.length, 1001);
  // Kind and text of each file, kind and names of each directory, the lists: nothing is written twice.
  assert.ok(loaded.db.revision - revision <= 2 * 1000 + 2 * 20 + 3, String(loaded.db.revision - revision));
});

test('what happens where nobody looks is no news', async (t) => {
  const disk = new Disk(t, { '.git/HEAD': 'ref: refs/heads/one\n', '.gitignore': 'out\n', 'a.yaml': '', 'out/x.yaml': '' });
  const loaded = await disk.load();
  disk.write('node_modules/p/x.yaml', 'x: 1');
  disk.write('.git/index.lock');
  disk.write('out/y.yaml', '');
  assert.equal(
    await loaded.changed('node_modules/p/x.yaml', '.git/index.lock', '.git/objects/ab', 'out/y.yaml', '../elsewhere'),
    false,
  );
  disk.write('.git/HEAD', 'ref: refs/heads/two\n');
  assert.equal(await loaded.changed('.git/HEAD'), true);
});

test("the editor's text stands until the document is closed", async (t) => {
  const disk = new Disk(t, { 'a.yaml': 'disk: 1' });
  const loaded = await disk.load();
  loaded.workspace.edited(disk.path('a.yaml'), 'editor: 1');
  disk.write('a.yaml', 'disk: 2');
  await loaded.changed('a.yaml');
  assert.equal(loaded.text('a.yaml'), 'editor: 1');
  await loaded.workspace.closed(disk.path('a.yaml'));
  assert.equal(loaded.text('a.yaml'), 'disk: 2');
  loaded.workspace.edited(disk.path('new.yaml'), 'editor: 1');
  disk.remove('a.yaml');
  await loaded.changed('a.yaml', 'new.yaml');
  assert.equal(loaded.text('new.yaml'), 'editor: 1');
  await loaded.workspace.closed(disk.path('new.yaml'));
  assert.equal(loaded.text('new.yaml'), undefined);
  await assertFresh(disk, loaded);
});

test('after any sequence of changes the database is that of a fresh load', async (t) => {
  const step = fc.oneof(
    fc.record({
      do: fc.constant('write' as const),
      at: fc.constantFrom(...NAMES),
      text: fc.constantFrom('a: 1\n', 'b: 2\n', 'out\n', '*.yaml\n!b.yaml\n', ''),
    }),
    fc.record({ do: fc.constant('remove' as const), at: fc.constantFrom(...NAMES), text: fc.constant('') }),
    fc.record({ do: fc.constant('settle' as const), at: fc.constant('a.yaml'), text: fc.constant('') }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      const disk = new Disk(t, { 'a.yaml': 'a: 1\n', 'dir/sub/b.yaml': 'b: 1\n' });
      const loaded = await disk.load();
      const pending: string[] = [];
      for (const { do: what, at, text } of steps) {
        try {
          if (what === 'write') disk.write(at, text);
          if (what === 'remove') disk.remove(at);
          pending.push(at);
        } catch {
          // A file where a directory would be needed, or nothing to remove: nothing changed.
        }
        if (what === 'settle') await loaded.changed(...pending.splice(0));
      }
      await loaded.changed(...pending);
      await assertFresh(disk, loaded);
      disk.remove('');
    }),
    { numRuns: 40, seed: 7 },
  );
});
