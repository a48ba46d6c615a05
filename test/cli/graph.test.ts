/** `plumbline graph` and `plumbline explain`: the repository drawn, and rules in words. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ruleIds } from '../../server/src/ide/rules.ts';
import { plumbline } from './world.ts';

const FILES = {
  'base/kustomization.yaml': 'resources: [web.yaml, gone.yaml]\n',
  'base/web.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: web }\n',
  'overlay/kustomization.yaml': 'resources: [../base]\npatches:\n- path: "od\\"d.yaml"\n',
  'overlay/od"d.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: web }\ndata: { a: b }\n',
  'notes.yaml': 'a: 1\n',
};

interface Drawn {
  readonly root: string;
  readonly nodes: readonly { readonly id: string; readonly kind: string }[];
  readonly edges: readonly { readonly from: string; readonly to: string; readonly role: string }[];
}

async function drawn(): Promise<Drawn> {
  return JSON.parse((await plumbline(['graph'], FILES)).out);
}

test('the graph leads from an overlay to its base, its files and what they declare', async () => {
  const { root, nodes, edges } = await drawn();
  assert.equal(root, '.');
  const told = edges.map(({ from, to, role }) => `${from} ${role} ${to}`);
  for (const edge of [
    'overlay/kustomization.yaml kustomize/resources base',
    'base holds base/kustomization.yaml',
    'base/kustomization.yaml kustomize/resources base/web.yaml',
    'base/kustomization.yaml kustomize/resources base/gone.yaml',
    'overlay/kustomization.yaml kustomize/patches overlay/od"d.yaml',
  ])
    assert.ok(told.includes(edge), `${edge} is missing in\n${told.join('\n')}`);
  const kinds = new Map(nodes.map(({ id, kind }) => [id, kind]));
  assert.equal(kinds.get('base'), 'directory');
  assert.equal(kinds.get('base/web.yaml'), 'file');
  assert.equal(kinds.get('base/gone.yaml'), 'missing');
  assert.ok(!kinds.has('notes.yaml'), 'what is connected to nothing is not drawn');
  for (const { from, to } of edges) assert.ok(kinds.has(from) && kinds.has(to), `${from} -> ${to} has no node`);
});

test('dot and mermaid name every node and edge once, whatever the names hold', async () => {
  const { nodes, edges } = await drawn();
  const dot = (await plumbline(['graph', '--format', 'dot'], FILES)).out;
  assert.equal(dot.match(/ -> /g)?.length, edges.length);
  assert.equal(dot.match(/\[shape=/g)?.length, nodes.length);
  assert.ok(dot.includes('"overlay/od\\"d.yaml"'));
  const mermaid = (await plumbline(['graph', '--format', 'mermaid'], FILES)).out;
  assert.match(mermaid, /^flowchart LR\n/);
  assert.equal(mermaid.match(/ -->\|"[a-zA-Z/]+"\| n\d+$/gm)?.length, edges.length);
  assert.ok(mermaid.includes('"overlay/od#34;d.yaml"'));
});

test('graph takes one path and no other format', async () => {
  assert.equal((await plumbline(['graph', 'base', 'overlay'], FILES)).status, 2);
  assert.match((await plumbline(['graph', '--format', 'svg'], FILES)).err, /must be one of json, dot, mermaid/);
});

test('explain says what, why and how to silence, for every rule', async () => {
  for (const id of ruleIds()) {
    const { status, out } = await plumbline(['explain', id], {});
    assert.equal(status, 0);
    assert.ok(out.startsWith(`${id} `), id);
    for (const part of [
      '\nWhy\n',
      '\nWhat it says\n',
      `# plumbline-ignore ${id}: `,
      `    ${id}: off`,
      `  docs/rules/${id}.md\n`,
    ]) {
      assert.ok(out.includes(part), `${id}: ${part}`);
    }
  }
  const { out } = await plumbline(['explain'], {});
  assert.equal(out.trimEnd().split('\n').length, ruleIds().length);
  assert.match((await plumbline(['explain', 'yaml/sintax'], {})).err, /did you mean yaml\/syntax\?/);
});
