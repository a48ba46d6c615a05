/** The generated facts on built-in and custom kinds are what the Go modules of the pinned releases say. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { CUSTOM_FOLDER, customFiles } from '../../../server/scripts/kubernetes/custom-files.ts';
import { SCHEMA_FILE, schemaFile } from '../../../server/scripts/kubernetes/file.ts';
import { isAtHand } from '../../../server/scripts/kubernetes/modules.ts';
import { PROJECTS } from '../../../server/scripts/kubernetes/tables/projects.ts';

/** Small modules, fetched where they are not there yet: the others are several hundred megabytes, and looked at where they are. */
const ALWAYS: readonly string[] = ['Sealed Secrets', 'Vertical Pod Autoscaler', 'Volume snapshots'];

describe('the table', { skip: goMissing() }, () => {
  test('of built-in kinds is current', () => {
    assert.ok(readFileSync(SCHEMA_FILE, 'utf8') === schemaFile(), 'run `npm run gen:schemas`');
  });

  test('of custom kinds is current', (t) => {
    const isThere = PROJECTS.map(({ releases }) =>
      releases.every(({ sources }) => sources.every(({ module, version }) => isAtHand(module, version))),
    );
    const looked = PROJECTS.filter(({ name }, i) => isThere[i] === true || ALWAYS.includes(name));
    t.diagnostic(`${looked.length} of ${PROJECTS.length} projects compared; run \`npm run gen:schemas\` for the others`);
    for (const [path, text] of customFiles(looked)) assert.ok(readFileSync(path, 'utf8') === text, `${path}: run gen:schemas`);
    assert.equal(readdirSync(CUSTOM_FOLDER).length, PROJECTS.length);
  });
});

function goMissing(): string | false {
  try {
    execFileSync('go', ['version']);
    return false;
  } catch (error) {
    if (process.env.CI) throw error;
    return 'Go is needed to fetch the modules that the tables are made from: install Go 1.24 or newer (https://go.dev/dl).';
  }
}
