/**
 * Holds the findings on manifests against a real API server, which takes or refuses each case with every field checked. What the
 * server takes has no error; what it refuses and we do not is explained by a table.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Cluster, clusterMissing } from '../../cluster/kit/cluster.ts';
import { Dice, SEED } from '../../kit/random.ts';
import { type Case, validCase, validObjects } from './cases.ts';
import { contradictions } from './contradictions.ts';
import { mutations } from './mutations.ts';
import { isOnField } from './position.ts';
import { errorsOf, Server } from './verdict.ts';

/** Cases of one mistake asked of the server beside all contradictions; all there are take minutes. */
const CASES = Number(process.env.PLUMBLINE_CASES ?? 2600);

/** The version of the server that the tests build. */
const MINOR = '1.36';

/** What the server refuses is told, and told where the server tells it. */
const RECALL = 0.98;
const POSITION = 0.98;

/** Why the server refuses what no rule tells. */
const DIFFERENCES = (
  JSON.parse(readFileSync(join(import.meta.dirname, 'differences.json'), 'utf8')) as readonly {
    readonly server: string;
    readonly because: string;
  }[]
).map(({ server, because }) => ({ server: new RegExp(server), because }));

/** What the server takes, and what then never runs: the server refuses the pods that controllers make of it. */
const REFUSED_LATER = /template\.spec\..*image cannot be .*must not start or end with a blank$/s;

const missing = await clusterMissing();

describe('the API server', { skip: missing ?? false }, () => {
  let cluster: Cluster | undefined;
  let server: Server;
  before(async () => {
    cluster = await Cluster.start();
    server = new Server(cluster.api());
  });
  after(() => cluster?.stop());

  test('takes the valid objects, and so does Plumbline', async () => {
    const objects = validObjects().map(validCase);
    assert.ok(new Set(objects.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`)).size >= 60);
    for (const one of objects) {
      const verdict = await server.verdict(one);
      assert.deepEqual(verdict, { isTaken: true, message: '', fields: [] }, one.kind);
      assert.deepEqual(errorsOf(one, MINOR), [], one.kind);
    }
  });

  test(`refuses what Plumbline reports, over ${CASES} mistakes and all contradictions (seed ${SEED})`, async (t) => {
    const told = { cases: 0, refused: 0, found: 0, placeable: 0, placed: 0 };
    const wrong: string[] = [];
    const unexplained: string[] = [];
    const reasons = new Map<string, number>();
    const judge = async (one: Case): Promise<void> => {
      const verdict = await server.verdict(one);
      if (verdict === undefined) return;
      const errors = errorsOf(one, MINOR);
      told.cases++;
      const name = `${one.kind}: ${one.operator} at ${one.path}`;
      if (verdict.isTaken) {
        if (errors.some(({ message }) => !REFUSED_LATER.test(message))) wrong.push(`${name}: ${errors[0]?.message}`);
        return;
      }
      told.refused++;
      if (errors.length > 0) {
        told.found++;
        if (verdict.fields.length === 0) return;
        told.placeable++;
        if (errors.some(({ span }) => isOnField(one.yaml, span.start, verdict.fields))) told.placed++;
        return;
      }
      const reason = DIFFERENCES.find(({ server }) => server.test(verdict.message))?.because;
      if (reason === undefined) unexplained.push(`${name}: ${verdict.message}`);
      else reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    };
    const queue = chosen();
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        for (let next = queue.pop(); next !== undefined; next = queue.pop()) await judge(next);
      }),
    );
    const recall = told.found / told.refused;
    const position = told.placed / told.placeable;
    t.diagnostic(`${told.cases} cases, ${told.refused} refused, recall ${recall.toFixed(3)}, position ${position.toFixed(3)}`);
    for (const [reason, count] of [...reasons].sort((a, b) => b[1] - a[1])) t.diagnostic(`${count} not found: ${reason}`);
    assert.deepEqual(wrong, [], 'errors on what the server takes');
    assert.deepEqual(unexplained, [], 'refused for a reason that is in no table');
    assert.ok(recall >= RECALL, `recall ${recall}`);
    assert.ok(position >= POSITION, `position ${position}`);
  });
});

/** All contradictions, and the seed's choice among the other cases. */
function chosen(): Case[] {
  const dice = new Dice(SEED);
  const all = validObjects().flatMap((object) => [...mutations(object)]);
  for (let i = all.length - 1; i > 0; i--) {
    const j = dice.below(i + 1);
    const [a, b] = [all[i], all[j]];
    if (a !== undefined && b !== undefined) [all[i], all[j]] = [b, a];
  }
  return [...all.slice(0, CASES), ...contradictions()];
}
