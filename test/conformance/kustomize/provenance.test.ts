/**
 * Provenance is checked, not believed: a value that comes from a place unchanged changes when the text at the place does,
 * and with it nothing that was set elsewhere.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import type { FilePath } from '../../../server/src/base/paths.ts';
import { Database } from '../../../server/src/engine/database.ts';
import { STEADY } from '../../../server/src/host/pace.ts';
import { Workspace } from '../../../server/src/host/workspace.ts';
import { kustomizationsBelow } from '../../../server/src/ide/render.ts';
import { build } from '../../../server/src/model/kustomize/build/build.ts';
import { type FieldOrigin, fieldsOf, located } from '../../../server/src/model/kustomize/build/origins.ts';
import { fileText } from '../../../server/src/model/workspace/inputs.ts';
import { Dice } from '../../kit/random/dice.ts';

const CORPORA = resolve(import.meta.dirname, '../../../../shared/corpora');
const REPOSITORIES = ['podinfo', 'bank-of-anthos', 'flux-local', 'home-ops'];
/** Fields tried in each repository. */
const TRIALS = 60;

/** Changing these changes what others are called, where they are, or what patches mean. */
const IDENTITY =
  /^\/(kind|apiVersion|metadata\/(name|namespace|labels|annotations).*)$|\/(name|labels|matchLabels|selector)(\/|$)/;

for (const name of REPOSITORIES) {
  const root = resolve(CORPORA, name);
  const skip = existsSync(root) ? false : `needs ../shared/corpora/${name} beside the repository`;
  test(`${name}: texts at origins set the fields that name them`, { skip }, async () => {
    const db = new Database();
    await new Workspace(db, STEADY).open([root]);
    const dice = new Dice(Number(process.env.PLUMBLINE_SEED ?? 1));
    const directories = kustomizationsBelow(db, root).filter((directory) => build(db, directory).problems.length === 0);
    let tried = 0;
    for (let i = 0; i < TRIALS * 3 && tried < TRIALS; i++) {
      const directory = dice.pick(directories);
      const { objects } = build(db, directory);
      if (objects.length === 0) continue;
      const object = dice.pick(objects);
      const fields = [...fieldsOf(object.value)].filter((field) => isTryable(db, field));
      if (fields.length === 0) continue;
      tried++;
      tryField(db, directory, objects.indexOf(object), dice.pick(fields));
    }
    assert.ok(tried > 0, 'nothing could be tried');
  });
}

/** A plain word, taken over as it stands. */
function isTryable(db: Database, { pointer, value }: FieldOrigin): boolean {
  if (IDENTITY.test(pointer) || value.kind !== 'scalar' || value.source.raw || value.source.via === 'reference') return false;
  if (!/^[A-Za-z][A-Za-z0-9]{2,}$/.test(value.text) || value.tag !== 'str') return false;
  const { file, span } = located(db, value);
  const written = (fileText(db, file) ?? '').slice(span.start, span.end);
  return written.replace(/^["']|["']$/g, '') === value.text;
}

function tryField(db: Database, directory: FilePath, index: number, { pointer, value }: FieldOrigin): void {
  const { file, span } = located(db, value);
  const text = fileText(db, file) ?? '';
  const before = valuesIn(db, directory);
  const quote = /^["']/.test(text.slice(span.start)) ? 1 : 0;
  const at = span.end - quote;
  const origins = originsIn(db, directory);
  db.set(fileText, file, `${text.slice(0, at)}X${text.slice(at)}`);
  const after = valuesIn(db, directory);
  db.set(fileText, file, text);
  const key = `${index}${pointer}`;
  const where = `${directory} ${key} at ${file}:${span.start}`;
  assert.equal(after.get(key), `${before.get(key)}X`, where);
  for (const [other, old] of before) {
    if (after.get(other) !== old) assert.equal(origins.get(other), `${file}:${span.start}`, `${where} changed ${other} too`);
  }
}

function valuesIn(db: Database, directory: FilePath): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [index, object] of build(db, directory).objects.entries())
    for (const { pointer, value } of fieldsOf(object.value))
      found.set(`${index}${pointer}`, value.kind === 'scalar' ? value.text : '');
  return found;
}

function originsIn(db: Database, directory: FilePath): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [index, object] of build(db, directory).objects.entries()) {
    for (const { pointer, value } of fieldsOf(object.value)) {
      const { file, span } = located(db, value);
      found.set(`${index}${pointer}`, `${file}:${span.start}`);
    }
  }
  return found;
}
