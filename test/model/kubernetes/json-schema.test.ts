/** JSON schemas of catalogues come back as the structural schemas that they were made from, and never as more than that. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { customShape } from '../../../server/src/model/kubernetes/schema/custom-shape.ts';
import { structuralText } from '../../../server/src/model/kubernetes/schema/json-schema.ts';
import type { Struct } from '../../../server/src/model/kubernetes/schema/shapes.ts';
import type { Json } from '../../../server/src/model/live/json.ts';
import {
  customKind,
  hostOf,
  locationProblem,
  repositoryLocationProblem,
  schemaPlace,
} from '../../../server/src/model/workspace/schema-locations.ts';
import { parseJson } from '../../../server/src/syntax/json/parse.ts';

type Schema = { [fact: string]: unknown };

function shapeOf(text: string | undefined): Struct {
  const root = parseJson(text ?? '', 'json').tree.documents[0]?.root;
  assert.ok(root !== undefined);
  return customShape(root, 'X');
}

function converted(schema: unknown): Schema {
  return JSON.parse(structuralText(schema as Json) ?? 'null');
}

/** As catalogues are made: every object with fields is complete. */
function catalogued(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(catalogued);
  if (typeof value !== 'object' || value === null) return value;
  const schema = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, catalogued(one)])) as Schema;
  const isClosed = isSchemaWithFields(value) && !('additionalProperties' in schema);
  return isClosed && schema['x-kubernetes-preserve-unknown-fields'] !== true
    ? { ...schema, additionalProperties: false }
    : schema;
}

function isSchemaWithFields(value: object): boolean {
  return 'properties' in value && typeof value.properties === 'object';
}

test('what a catalogue makes of a definition is read as the definition itself', () => {
  const file = resolve(import.meta.dirname, '../../conformance/kubernetes/custom/definition.yaml');
  const [crd] = parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS());
  const schema = crd.spec.versions[0].schema.openAPIV3Schema;
  assert.deepEqual(shapeOf(structuralText(catalogued(schema) as Json)), shapeOf(JSON.stringify(schema)));
});

test('what says nothing of other fields takes them', () => {
  const { properties } = converted({
    type: 'object',
    properties: {
      closed: { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: false },
      open: { type: 'object', properties: { a: { type: 'string' } } },
      free: { type: 'object' },
      map: { type: 'object', additionalProperties: { type: 'integer' } },
    },
  }) as { properties: Record<string, Schema> };
  const isOpen = (name: string): boolean => properties[name]?.['x-kubernetes-preserve-unknown-fields'] === true;
  assert.deepEqual(['closed', 'open', 'free', 'map'].map(isOpen), [false, true, true, false]);
});

test('the ways in which drafts differ', () => {
  const { properties } = converted({
    type: 'object',
    properties: {
      either: { oneOf: [{ type: 'string' }, { type: 'integer' }] },
      list: { type: ['string', 'integer'] },
      nullable: { type: ['string', 'null'] },
      mixed: { type: ['string', 'boolean'] },
      constant: { const: 'a' },
      above: { type: 'number', exclusiveMinimum: 3 },
      older: { type: 'number', minimum: 3, exclusiveMinimum: true },
    },
  }) as { properties: Record<string, Schema> };
  assert.deepEqual(properties, {
    either: { 'x-kubernetes-int-or-string': true },
    list: { 'x-kubernetes-int-or-string': true },
    nullable: { type: 'string', nullable: true },
    mixed: { 'x-kubernetes-preserve-unknown-fields': true },
    constant: { enum: ['a'] },
    above: { type: 'number', minimum: 3, exclusiveMinimum: true },
    older: { type: 'number', minimum: 3, exclusiveMinimum: true },
  });
});

test('references lead within the file and end where they turn in circles', () => {
  const { properties } = converted({
    type: 'object',
    definitions: {
      word: { type: 'string' },
      'a/b': { type: 'integer' },
      tree: { type: 'array', items: { $ref: '#/definitions/tree' } },
    },
    properties: {
      word: { $ref: '#/definitions/word', description: 'A word.' },
      escaped: { $ref: '#/definitions/a~1b' },
      tree: { $ref: '#/definitions/tree' },
      itself: { $ref: '#' },
      elsewhere: { $ref: 'http://127.0.0.1/x.json' },
      file: { $ref: 'file:///etc/passwd' },
      missing: { $ref: '#/definitions/none' },
      prototype: { $ref: '#/constructor' },
    },
  }) as { properties: Record<string, Schema> };
  const open = { 'x-kubernetes-preserve-unknown-fields': true };
  assert.deepEqual(properties.word, { type: 'string', description: 'A word.' });
  assert.deepEqual(properties.escaped, { type: 'integer' });
  assert.deepEqual(properties.tree, { type: 'array', items: open });
  for (const name of ['elsewhere', 'file', 'missing', 'prototype']) assert.deepEqual(properties[name], open, name);
});

test('schemas that refer to themselves many times over are bounded', () => {
  const definitions: Record<string, Schema> = { d0: { type: 'string' } };
  for (let i = 1; i < 40; i++) {
    const next = { $ref: `#/definitions/d${i - 1}` };
    definitions[`d${i}`] = { type: 'object', properties: { a: next, b: next } };
  }
  const text = structuralText({ type: 'object', definitions, properties: { bomb: { $ref: '#/definitions/d39' } } } as Json);
  assert.ok((text?.length ?? 0) < 10_000_000);
});

test('what is no schema of an object is none', () => {
  for (const other of [null, 1, 'a', [], {}, { type: 'string' }, { type: 'object' }, { properties: {} }])
    assert.equal(structuralText(other as Json), undefined);
});

test('names of prototypes are names', () => {
  const text = '{"type":"object","properties":{"__proto__":{"type":"string"},"constructor":{"type":"integer"}}}';
  assert.deepEqual([...shapeOf(structuralText(JSON.parse(text))).fields.keys()].slice(0, 2), ['__proto__', 'constructor']);
});

test('places are those of kubeconform', () => {
  const kind = customKind('cert-manager.io/v1 ClusterIssuer');
  assert.ok(kind !== undefined);
  const place = (location: string, minor?: number): string => schemaPlace(location, kind, minor);
  assert.equal(
    place('https://a.b/{{.Group}}/{{ .ResourceKind }}_{{.ResourceAPIVersion}}.json'),
    'https://a.b/cert-manager.io/clusterissuer_v1.json',
  );
  assert.equal(
    place('s/{{ .NormalizedKubernetesVersion }}-standalone{{ .StrictSuffix }}/{{ .ResourceKind }}{{ .KindSuffix }}.json', 34),
    's/v1.34.0-standalone-strict/clusterissuer-cert-manager-v1.json',
  );
  assert.equal(place('schemas/'), 'schemas/cert-manager.io/clusterissuer_v1.json');
  assert.equal(hostOf('https://a.b:8/{{.Group}}'), 'a.b:8');
  assert.equal(hostOf('schemas/{{.Group}}'), undefined);
});

test('locations that cannot be used are told', () => {
  for (const location of ['schemas', '/abs/{{- .Group -}}.json', 'https://a.b/{{ .Group }}.json', 'http://localhost:1/'])
    assert.equal(locationProblem(location), undefined, location);
  for (const location of [
    'https://{{ .Group }}/a.json',
    'https://a.b/{{ .Groups }}.json',
    'https://a.b/{{ .Group | lower }}.json',
    'https://a.b/{{ .Group',
    'https://me:pw@a.b/',
    'ftp://a.b/',
    'file:///etc',
  ])
    assert.notEqual(locationProblem(location), undefined, location);
  for (const location of ['../a', 'a/../../b', '/etc', '~/a', 'C:\\a', '\\\\host\\share', 'c:/a'])
    assert.notEqual(repositoryLocationProblem(location, '/repo'), undefined, location);
  assert.equal(repositoryLocationProblem('a/../b', '/repo'), undefined);
});
