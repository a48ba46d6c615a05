/**
 * Holds Plumbline's evaluation of the rules of CustomResourceDefinitions (`x-kubernetes-validations`) against a real API server: what
 * expressions come to, word for word, and what objects are refused for, at which field.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { parse, stringify } from 'yaml';
import { diagnostics } from '../../../../server/src/ide/diagnostics.ts';
import type { Manifest } from '../../../cluster/kit/api.ts';
import { Cluster, clusterMissing } from '../../../cluster/kit/cluster.ts';
import { TestWorkspace } from '../../../kit/workspace.ts';
import { isOnField } from '../position.ts';
import { Server } from '../verdict.ts';

const here = (file: string): string => readFileSync(join(import.meta.dirname, file), 'utf8');

const TABLE = parse(here('expressions.yaml')) as readonly {
  readonly schema: Manifest;
  readonly values: readonly unknown[];
  readonly expressions: readonly string[];
}[];
const CORNERS = parse(here('corners.yaml')) as readonly { readonly schema: Manifest; readonly objects: readonly unknown[] }[];

const TYPES = parse(here('types.yaml')) as readonly { readonly schema: Manifest; readonly rules: readonly string[] }[];

/** What differs, and why: by the start of `expression of value`. */
const DIFFERENCES = JSON.parse(here('differences.json')) as readonly { readonly case: string; readonly because: string }[];

/** A rule that never holds, so that its message tells what the expression comes to. */
const told = (expression: string, i: number): Manifest => ({
  rule: `0 > ${i + 1}`,
  message: `#${i} fails`,
  messageExpression: `'#${i} %s'.format([[${expression}]])`,
});

/** One definition with a version for each schema of a spec: the cost of all rules of a version is bounded. */
function definition(name: string, specs: readonly Manifest[]): Manifest {
  const kind = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const versions = specs.map((spec, i) => ({
    name: `v${i + 1}`,
    served: true,
    storage: i === 0,
    schema: { openAPIV3Schema: { type: 'object', properties: { spec } } },
  }));
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${name}s.rules.example.org` },
    spec: {
      group: 'rules.example.org',
      scope: 'Namespaced',
      names: { plural: `${name}s`, singular: name, kind, listKind: `${kind}List` },
      versions,
    },
  };
}

const written = (object: unknown): string => stringify(object, { version: '1.1', lineWidth: 0 });

const missing = await clusterMissing();

describe('rules of definitions', { skip: missing ?? false }, () => {
  let cluster: Cluster | undefined;
  let server: Server;
  const expressions = definition(
    'expression',
    TABLE.map(({ schema, expressions: of }) => ({ ...schema, 'x-kubernetes-validations': of.map(told) })),
  );
  const corners = definition(
    'corner',
    CORNERS.map(({ schema }) => schema),
  );
  before(async () => {
    cluster = await Cluster.start();
    await cluster.api().define(written(expressions), written(corners));
    server = new Server(cluster.api());
  });
  after(() => cluster?.stop());

  /** One object with this spec. */
  const caseOf = (
    crd: Manifest,
    i: number,
    value: unknown,
  ): { apiVersion: string; kind: string; yaml: string; operator: string; path: string } => {
    const [apiVersion, kind] = [`rules.example.org/v${i + 1}`, crd.spec.names.kind];
    const yaml = written({ apiVersion, kind, metadata: { name: 'sample' }, spec: value });
    return { apiVersion, kind, yaml, operator: 'none', path: '' };
  };
  const findings = (crd: Manifest, yaml: string): ReturnType<typeof diagnostics> => {
    const workspace = new TestWorkspace({ 'object.yaml': yaml, 'definition.yaml': written(crd) });
    return diagnostics(workspace.db, workspace.path('object.yaml')).filter(({ severity }) => severity === 'error');
  };

  test('expressions come to what the API server says they do', async (t) => {
    const wrong: string[] = [];
    let count = 0;
    for (const [i, { values, expressions: of }] of TABLE.entries()) {
      for (const value of values) {
        const one = caseOf(expressions, i, value);
        const verdict = await server.verdict(one);
        const said = answers(verdict?.message ?? '');
        const found = answers(
          findings(expressions, one.yaml)
            .map(({ message }) => message)
            .join('\n'),
        );
        for (const [number, expression] of of.entries()) {
          count++;
          const name = `${expression} of ${JSON.stringify(value)}`;
          const [theirs, ours] = [said.get(number), found.get(number)];
          if (theirs === ours || DIFFERENCES.some((known) => name.startsWith(known.case))) continue;
          wrong.push(`${name}: ${theirs} on the server, here ${ours}`);
        }
      }
    }
    t.diagnostic(`${count} expressions on values`);
    for (const one of wrong) t.diagnostic(one);
    assert.deepEqual(wrong, []);
    assert.ok(count > 2000);
  });

  test('objects are refused for the same reason at the same field', async (t) => {
    const wrong: string[] = [];
    let count = 0;
    for (const [i, { objects }] of CORNERS.entries()) {
      for (const value of objects) {
        const one = caseOf(corners, i, value);
        const verdict = await server.verdict(one);
        if (verdict === undefined) throw new Error('the kind is not served');
        count++;
        const name = `v${i + 1} ${JSON.stringify(value)}`;
        if (DIFFERENCES.some((known) => name.startsWith(known.case))) continue;
        const found = findings(corners, one.yaml);
        const own = found.filter(({ rule, message }) => rule === 'kubernetes/broken-rule' && message.includes('breaks a rule'));
        if (verdict.isTaken !== (found.length === 0))
          wrong.push(`${name}: ${verdict.isTaken ? 'taken' : verdict.message}: here ${texts(found)}`);
        for (const { span, message } of own) {
          const text = message.split('breaks a rule of its definition: ')[1] ?? '';
          const bare = text.split(', evaluating')[0] ?? '';
          // Of what is doubled the server says no more than that.
          if (!verdict.message.includes(bare) && !verdict.message.includes('Duplicate value'))
            wrong.push(`${name}: "${text}" is not in ${verdict.message}`);
          if (!isOnField(one.yaml, span.start, verdict.fields))
            wrong.push(`${name}: "${text}" is not at ${verdict.fields.join()}`);
        }
        const causes = verdict.fields.length;
        if (!verdict.isTaken && own.length > 0 && found.length !== causes)
          wrong.push(`${name}: ${found.length} of ${causes}: ${verdict.message}: here ${texts(found)}`);
      }
    }
    t.diagnostic(`${count} objects`);
    for (const one of wrong) t.diagnostic(one);
    assert.deepEqual(wrong, []);
  });

  test('rules are told that do not fit the types of their schema, and no others', async (t) => {
    const wrong: string[] = [];
    const missed: string[] = [];
    let refused = 0;
    for (const [i, { schema, rules }] of TYPES.entries()) {
      for (const rule of rules) {
        const yaml = written(definition(`typed${i}`, [{ ...schema, 'x-kubernetes-validations': [{ rule, message: 'no' }] }]));
        const verdict = await server.verdict({
          apiVersion: 'apiextensions.k8s.io/v1',
          kind: 'CustomResourceDefinition',
          yaml,
          operator: 'none',
          path: '',
        });
        const workspace = new TestWorkspace({ 'definition.yaml': yaml });
        const found = diagnostics(workspace.db, workspace.path('definition.yaml')).filter(({ severity }) => severity === 'error');
        if (verdict?.isTaken === true && found.length > 0) wrong.push(`${rule}: ${texts(found)}`);
        if (verdict?.isTaken !== false) continue;
        refused++;
        const said = verdict.message.split('\n')[0];
        if (found.length === 0) missed.push(`${rule}: ${said}`);
        else if (!found.every(({ span }) => isOnField(yaml, span.start, verdict.fields)))
          wrong.push(`${rule}: ${verdict.fields.join()}`);
      }
    }
    t.diagnostic(`${refused} rules refused, ${refused - missed.length} of them told`);
    for (const one of missed) t.diagnostic(`not told: ${one}`);
    assert.deepEqual(wrong, []);
    assert.ok(missed.length <= refused * 0.1);
  });
});

function texts(found: ReturnType<typeof diagnostics>): string {
  return found.map(({ message }) => message).join(' / ') || 'nothing';
}

/** What `#7 [1]` says of the seventh expression. */
function answers(message: string): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  // The server puts several in brackets.
  const all = message.includes(' is invalid: [') ? message.replace(/\]$/, '') : message;
  for (const [, number, text = ''] of all.matchAll(/#(\d+) ([\s\S]*?)(?=\n|, spec: Invalid|$)/g))
    found.set(Number(number), text.trim());
  return found;
}
