/** The generated facts on built-in kinds are what the Go modules of the pinned releases say. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { SCHEMA_FILE, schemaFile } from '../../../server/scripts/kubernetes/file.ts';

test('the table of built-in kinds is current', (t) => {
  try {
    execFileSync('go', ['version']);
  } catch (error) {
    if (process.env.CI) throw error;
    t.skip('Go is needed to fetch the modules that the table is made from: install Go 1.24 or newer (https://go.dev/dl).');
    return;
  }
  assert.ok(readFileSync(SCHEMA_FILE, 'utf8') === schemaFile(), 'run `npm run gen:schemas`');
});
