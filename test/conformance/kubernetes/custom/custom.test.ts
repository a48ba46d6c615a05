/**
 * Holds the findings on custom resources against a real API server that has their definitions: what it takes has no error, and what
 * it refuses has one, at the field that it names.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { diagnostics } from '../../../../server/src/ide/diagnostics.ts';
import type { Manifest } from '../../../cluster/kit/api.ts';
import { Cluster, clusterMissing } from '../../../cluster/kit/cluster.ts';
import { TestWorkspace } from '../../../kit/workspace.ts';
import { type Case, validCase } from '../cases.ts';
import { mutations } from '../mutations.ts';
import { isOnField } from '../position.ts';
import { Server } from '../verdict.ts';

const here = (file: string): string => readFileSync(join(import.meta.dirname, file), 'utf8');
const definition = here('definition.yaml');
const objects = parseAllDocuments(here('valid.yaml')).map((document): Manifest => document.toJS());

/** Why the server refuses what no rule tells. */
const DIFFERENCES = (
  JSON.parse(here('differences.json')) as readonly { readonly server: string; readonly because: string }[]
).map(({ server, because }) => ({ server: new RegExp(server), because }));

const RECALL = 0.98;
const POSITION = 0.98;

const missing = await clusterMissing();

describe('custom resources', { skip: missing ?? false }, () => {
  let cluster: Cluster | undefined;
  let server: Server;
  before(async () => {
    cluster = await Cluster.start();
    await cluster.api().define(definition);
    server = new Server(cluster.api());
  });
  after(() => cluster?.stop());

  test('are taken and refused as the API server does', async (t) => {
    const told = { cases: 0, refused: 0, found: 0, placeable: 0, placed: 0 };
    const wrong: string[] = [];
    const unexplained: string[] = [];
    const elsewhere: string[] = [];
    for (const one of [...objects.map(validCase), ...objects.flatMap((object) => [...mutations(object)])]) {
      // Words in capitals stand for what a script puts there; names and labels are the same for all kinds, and judged with those built in.
      if (one.operator === 'field in another case' || one.path.startsWith('metadata.')) continue;
      const verdict = await server.verdict(one);
      if (verdict === undefined) continue;
      told.cases++;
      const name = `${one.operator} at ${one.path}`;
      const errors = errorsOf(one);
      if (verdict.isTaken) {
        if (errors.length > 0) wrong.push(`${name}: ${errors[0]?.message}`);
        continue;
      }
      told.refused++;
      if (errors.length === 0) {
        if (!DIFFERENCES.some(({ server }) => server.test(verdict.message))) unexplained.push(`${name}: ${verdict.message}`);
        continue;
      }
      told.found++;
      if (verdict.fields.length === 0) continue;
      told.placeable++;
      // Of a list in the place of a mapping the server names what it finds inside, and of a null nothing at all.
      const fields = [...verdict.fields, one.path];
      if (errors.some(({ span }) => isOnField(one.yaml, span.start, fields))) told.placed++;
      else elsewhere.push(`${name}: ${verdict.fields.join()}: ${errors[0]?.message}`);
    }
    const recall = told.found / told.refused;
    const position = told.placed / told.placeable;
    t.diagnostic(`${told.cases} cases, ${told.refused} refused, recall ${recall.toFixed(3)}, position ${position.toFixed(3)}`);
    for (const one of elsewhere) t.diagnostic(`elsewhere: ${one}`);
    if (wrong.length + unexplained.length > 0) t.diagnostic(JSON.stringify({ wrong, unexplained }, null, 1));
    assert.deepEqual(wrong, [], 'errors on what the server takes');
    assert.deepEqual(unexplained, [], 'refused for a reason that is in no table');
    assert.ok(told.cases > 500);
    assert.ok(recall >= RECALL, `recall ${recall}`);
    assert.ok(position >= POSITION, `position ${position}`);
  });
});

function errorsOf({ yaml }: Case): readonly ReturnType<typeof diagnostics>[number][] {
  const workspace = new TestWorkspace({ 'object.yaml': yaml, 'definition.yaml': definition });
  return diagnostics(workspace.db, workspace.path('object.yaml')).filter(
    ({ severity, rule }) => severity === 'error' || rule === 'yaml/duplicate-key',
  );
}
