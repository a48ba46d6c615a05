/**
 * Holds what is bundled of well-known projects against a real API server that has their definitions: it takes or refuses objects that are
 * drawn by the definitions, each with one mistake, and Plumbline knows the kinds without any definition.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type Diagnostic, diagnostics } from '../../../../server/src/ide/diagnostics.ts';
import type { Manifest } from '../../../cluster/kit/api.ts';
import { Cluster, clusterMissing } from '../../../cluster/kit/cluster.ts';
import { eventually } from '../../../cluster/kit/eventually.ts';
import { Dice, SEED } from '../../../kit/random.ts';
import { TestWorkspace } from '../../../kit/workspace.ts';
import type { Case } from '../cases.ts';
import { mutations } from '../mutations.ts';
import { isOnField } from '../position.ts';
import { Server } from '../verdict.ts';
import { acceptedObject } from './accepted.ts';
import { chosenProjects, definitionsOf, kindsOf, type ProjectKind, ruleMessages } from './definitions.ts';

/** `PLUMBLINE_PROJECTS=all` or `=Istio,Kyverno` asks of more projects than the few that are quickly fetched. */
const NAMES = process.env.PLUMBLINE_PROJECTS;
const CASES = Number(process.env.PLUMBLINE_CASES ?? (NAMES === undefined ? 600 : 6000));
const AT_ONCE = 4;
/** A server that has just got a hundred kinds is slow for a while. */
const PATIENCE = { every: 200, deadline: 240_000 };

const RECALL = 0.98;
const POSITION = 0.98;

/** Why the server refuses what no rule tells. */
const DIFFERENCES = (
  JSON.parse(readFileSync(join(import.meta.dirname, 'differences.json'), 'utf8')) as readonly {
    readonly server: string;
    readonly because: string;
  }[]
).map(({ server, because }) => ({ server: new RegExp(server), because }));

const RULES = 'Rules that definitions word themselves, where another release has others.';

const missing = await clusterMissing();

describe('the kinds of well-known projects', { skip: missing ?? false }, () => {
  let cluster: Cluster | undefined;
  let server: Server;
  let kinds: readonly ProjectKind[] = [];
  before(async () => {
    cluster = await Cluster.start();
    const found: ProjectKind[] = [];
    const definitions = chosenProjects(NAMES).flatMap((project) => {
      const own = definitionsOf(project);
      found.push(...kindsOf(project, own));
      return own;
    });
    kinds = found;
    await define(cluster, definitions);
    server = new Server(cluster.api());
  });
  after(() => cluster?.stop());

  test(`are taken and refused as the API server does, over ${CASES} mistakes (seed ${SEED})`, async (t) => {
    const objects: { readonly kind: ProjectKind; readonly object: Manifest }[] = [];
    await inParallel([...kinds.entries()], async ([i, kind]) => {
      const object = await acceptedObject(server, kind, SEED + i * 100);
      if (object !== undefined) objects.push({ kind, object });
    });
    objects.sort((a, b) => (`${a.kind.apiVersion} ${a.kind.kind}` < `${b.kind.apiVersion} ${b.kind.kind}` ? -1 : 1));
    const rules = ruleMessages(kinds.map(({ schema }) => schema));
    const told = { cases: 0, refused: 0, found: 0, placeable: 0, placed: 0 };
    const wrong: string[] = [];
    const unexplained: string[] = [];
    const elsewhere: string[] = [];
    const reasons = new Map<string, number>();
    await inParallel(chosen(objects.map(({ object }) => object)), async (one) => {
      const verdict = await server.verdict(one);
      if (verdict === undefined) return;
      told.cases++;
      const name = `${one.apiVersion} ${one.kind}: ${one.operator} at ${one.path}`;
      const findings = findingsOn(one);
      if (verdict.isTaken) {
        if (findings.length > 0) wrong.push(`${name}: ${findings[0]?.message}`);
        return;
      }
      told.refused++;
      if (findings.length === 0) {
        const isOfRule = [...rules].some((rule) => rule.length > 5 && verdict.message.replace(/\s+/g, ' ').includes(rule));
        const reason = isOfRule ? RULES : DIFFERENCES.find(({ server }) => server.test(verdict.message))?.because;
        if (reason === undefined) unexplained.push(`${name}: ${verdict.message}`);
        else reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
        return;
      }
      told.found++;
      if (verdict.fields.length === 0) return;
      told.placeable++;
      // Of a list in the place of a mapping the server names what it finds inside, and of a null nothing at all.
      if (findings.some(({ span }) => isOnField(one.yaml, span.start, [...verdict.fields, one.path]))) told.placed++;
      else elsewhere.push(`${name}: ${verdict.fields.join()}: ${findings[0]?.message}`);
    });
    const recall = told.found / told.refused;
    const position = told.placed / told.placeable;
    t.diagnostic(
      `${objects.length} of ${kinds.length} kinds, ${told.cases} cases, ${told.refused} refused, recall ${recall.toFixed(3)}, position ${position.toFixed(3)}`,
    );
    for (const [reason, count] of [...reasons].sort((a, b) => b[1] - a[1])) t.diagnostic(`${count} not found: ${reason}`);
    for (const one of elsewhere.slice(0, 20)) t.diagnostic(`elsewhere: ${one}`);
    if (wrong.length + unexplained.length > 0) t.diagnostic(JSON.stringify({ wrong, unexplained }, null, 1));
    assert.deepEqual(wrong, [], 'findings on what the server takes');
    assert.deepEqual(unexplained, [], 'refused for a reason that is in no table');
    assert.ok(told.cases >= CASES / 2);
    assert.ok(recall >= RECALL, `recall ${recall}`);
    assert.ok(position >= POSITION, `position ${position}`);
  });
});

/** All definitions at once, and then the wait until their kinds are served. */
async function define(cluster: Cluster, definitions: readonly Manifest[]): Promise<void> {
  const api = cluster.api();
  await inParallel(definitions, (definition) =>
    eventually(
      definition.metadata.name,
      async () => {
        // A plain creation: an apply of a definition of megabytes takes the server minutes.
        const { status, body } = await api.request('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', definition);
        if (status !== 201 && status !== 409) throw new Error(body?.message);
        return true;
      },
      PATIENCE,
    ),
  );
  const wanted = new Map<string, Set<string>>();
  for (const { spec } of definitions)
    for (const { name, served } of spec.versions) {
      const version = `/apis/${spec.group}/${name}`;
      if (served) wanted.set(version, (wanted.get(version) ?? new Set()).add(spec.names.plural));
    }
  await inParallel([...wanted], ([path, plurals]) =>
    eventually(
      path,
      async () => {
        const { body } = await api.request('GET', path);
        const served = new Set((body.resources ?? []).map((one: { name: string }) => one.name));
        return [...plurals].every((plural) => served.has(plural));
      },
      PATIENCE,
    ),
  );
}

/** The seed's choice among all mistakes; names and labels are the same for all kinds, and judged with those built in. */
function chosen(objects: readonly Manifest[]): readonly Case[] {
  const dice = new Dice(SEED);
  const all = objects
    .flatMap((object) => [...mutations(object)])
    .filter(({ operator, path }) => operator !== 'field in another case' && !/^metadata(?:\.|$)/.test(path));
  for (let i = all.length - 1; i > 0; i--) {
    const j = dice.below(i + 1);
    const [a, b] = [all[i], all[j]];
    if (a !== undefined && b !== undefined) [all[i], all[j]] = [b, a];
  }
  return all.slice(0, CASES);
}

/** One for all cases: the tables of kinds are read once. */
const workspace = new TestWorkspace({ 'object.yaml': '' });

/** What is told of the object by its kind: findings that rest on a release are no errors, and name it. */
function findingsOn({ yaml }: Case): readonly Diagnostic[] {
  workspace.write('object.yaml', yaml);
  return diagnostics(workspace.db, workspace.path('object.yaml')).filter(
    ({ rule, severity, message }) =>
      rule === 'yaml/duplicate-key' || (rule.startsWith('kubernetes/') && (severity === 'error' || message.includes(' (by '))),
  );
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const queue = [...items];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) await work(next);
    }),
  );
}
