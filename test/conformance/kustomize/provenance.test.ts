/**
 * Provenance is checked, not believed: a value that comes from a place unchanged changes when the text at the place does,
 * and with it nothing that was set elsewhere. PLUMBLINE_REPOSITORIES names a directory with other repositories than the
 * corpora, PLUMBLINE_TRIALS how many fields of each are tried (60), PLUMBLINE_SEED which.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FilePath } from '../../../server/src/base/paths.ts';
import { Database } from '../../../server/src/engine/database.ts';
import { STEADY } from '../../../server/src/host/pace.ts';
import { Workspace } from '../../../server/src/host/workspace.ts';
import { kustomizationsBelow } from '../../../server/src/ide/render.ts';
import { build } from '../../../server/src/model/kustomize/build/build.ts';
import { type FieldOrigin, fieldsOf, located } from '../../../server/src/model/kustomize/build/origins.ts';
import type { Via } from '../../../server/src/model/kustomize/build/values.ts';
import { fileText } from '../../../server/src/model/workspace/inputs.ts';
import { CORPORA_MISSING, kustomizeRepositories } from '../../kit/corpus.ts';
import { Dice } from '../../kit/random/dice.ts';

/** Fields tried in each repository. */
const TRIALS = Number(process.env.PLUMBLINE_TRIALS ?? 60);

/** Changing these changes what others are called, where they are, or what patches mean. */
const IDENTITY =
  /^\/(kind|apiVersion|metadata\/(name|namespace|labels|annotations).*)$|\/(name|labels|matchLabels|selector|roleRef|subjects)(\/|$)/;

const repositories = kustomizeRepositories();
if (repositories === undefined) test('texts at origins set the fields that name them', { skip: CORPORA_MISSING }, () => {});

for (const { name, root } of repositories ?? []) {
  test(`${name}: texts at origins set the fields that name them`, async (t) => {
    const db = new Database();
    await new Workspace(db, STEADY).open([root]);
    const dice = new Dice(Number(process.env.PLUMBLINE_SEED ?? 1));
    const directories = kustomizationsBelow(db, root).filter((directory) => build(db, directory).problems.length === 0);
    const trials = new Map<FilePath, ReadonlyMap<Via, readonly Trial[]>>();
    const tried = new Map<string, number>();
    for (let i = 0, left = TRIALS; i < TRIALS * 3 && left > 0 && directories.length > 0; i++) {
      const directory = dice.pick(directories);
      const known = trials.get(directory) ?? trialsIn(db, directory);
      trials.set(directory, known);
      if (known.size === 0) continue;
      // Of the ways to set a field each is as likely, however few fields are set so.
      const via = dice.pick([...known.keys()]);
      tryField(db, directory, dice.pick(known.get(via) ?? []));
      tried.set(via, (tried.get(via) ?? 0) + 1);
      left--;
    }
    t.diagnostic([...tried].map(([via, times]) => `${via} ${times}`).join(', ') || 'no text here can be tried');
  });
}

/** A field of the object with this number in the build. */
interface Trial {
  readonly index: number;
  readonly field: FieldOrigin;
}

/** What can be tried in a build, by the way in which it is set. */
function trialsIn(db: Database, directory: FilePath): ReadonlyMap<Via, readonly Trial[]> {
  const fields = build(db, directory).objects.flatMap(({ value }, index) =>
    [...fieldsOf(value)].map((field): Trial => ({ index, field })),
  );
  // A text that says what an object is called says so wherever it is used, by an alias or a variable.
  const identities = new Set(fields.flatMap(({ field }) => (IDENTITY.test(field.pointer) ? placeOf(db, field) : [])));
  const found = new Map<Via, Trial[]>();
  for (const one of fields) {
    if (!isTryable(db, one.field) || identities.has(placeOf(db, one.field))) continue;
    const { via } = one.field.value.source;
    const same = found.get(via);
    if (same === undefined) found.set(via, [one]);
    else same.push(one);
  }
  return found;
}

function placeOf(db: Database, { value }: FieldOrigin): string {
  const { file, span } = located(db, value);
  return `${file}:${span.start}`;
}

/** A word that the value is, or is made with, such as an image's tag. */
function isTryable(db: Database, { pointer, value }: FieldOrigin): boolean {
  if (IDENTITY.test(pointer) || value.kind !== 'scalar' || value.source.raw || value.source.via === 'reference') return false;
  const word = wordAt(db, value);
  return word !== undefined && value.tag === 'str' && value.text.split(word).length === 2;
}

/** The word that stands where the value was set, without quotes; undefined where a letter behind it would mean something else. */
function wordAt(db: Database, value: FieldOrigin['value']): string | undefined {
  const { file, span } = located(db, value);
  const written = (fileText(db, file) ?? '').slice(span.start, span.end);
  return /^(["']?)([A-Za-z][A-Za-z0-9.-]{2,})\1$/.exec(written)?.[2];
}

function tryField(db: Database, directory: FilePath, { index, field: { pointer, value } }: Trial): void {
  const { file, span } = located(db, value);
  const text = fileText(db, file) ?? '';
  const word = wordAt(db, value) ?? '';
  const before = valuesIn(db, directory);
  const quote = /^["']/.test(text.slice(span.start)) ? 1 : 0;
  const at = span.end - quote;
  const origins = originsIn(db, directory);
  db.set(fileText, file, `${text.slice(0, at)}X${text.slice(at)}`);
  const after = valuesIn(db, directory);
  db.set(fileText, file, text);
  const key = `${index}${pointer}`;
  const where = `${directory} ${key} at ${file}:${span.start}`;
  assert.equal(after.get(key), before.get(key)?.replace(word, `${word}X`), where);
  for (const [other, old] of before) {
    if (after.get(other) === old) continue;
    const origin = origins.get(other);
    // What copies the value elsewhere has set the copy; all else that changes has to come from the same place.
    if (origin !== undefined && COPIES.has(origin.via)) continue;
    assert.equal(origin?.place, `${file}:${span.start}`, `${where} changed ${other} too`);
  }
}

function valuesIn(db: Database, directory: FilePath): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [index, object] of build(db, directory).objects.entries())
    for (const { pointer, value } of fieldsOf(object.value))
      found.set(`${index}${pointer}`, value.kind === 'scalar' ? value.text : '');
  return found;
}

/** Ways to set a field to what another has. */
const COPIES: ReadonlySet<string> = new Set(['replacement', 'var', 'reference', 'hash']);

function originsIn(db: Database, directory: FilePath): ReadonlyMap<string, { readonly place: string; readonly via: string }> {
  const found = new Map<string, { readonly place: string; readonly via: string }>();
  for (const [index, object] of build(db, directory).objects.entries()) {
    for (const { pointer, value } of fieldsOf(object.value)) {
      const { file, span, via } = located(db, value);
      found.set(`${index}${pointer}`, { place: `${file}:${span.start}`, via });
    }
  }
  return found;
}
