/** Terraform in the editor: definition, references, links, rename, symbols, completion across files and modules. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: HCL writes its templates as JavaScript does.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyEdits } from '../../server/src/base/spans.ts';
import { completion } from '../../server/src/ide/completion.ts';
import { definition } from '../../server/src/ide/definition.ts';
import { diagnostics } from '../../server/src/ide/diagnostics.ts';
import { documentLinks } from '../../server/src/ide/links.ts';
import { references } from '../../server/src/ide/references.ts';
import { rename } from '../../server/src/ide/rename.ts';
import { documentSymbols } from '../../server/src/ide/symbols.ts';
import { fileText } from '../../server/src/model/workspace/inputs.ts';
import { foundRange, marked } from '../kit/marks.ts';
import { PACE, TestWorkspace } from '../kit/workspace.ts';

function checkDefinition(files: Record<string, string>): void {
  const { workspace, cursor, ranges } = marked(files);
  const found = definition(workspace.db, cursor.file, cursor.offset);
  assert.deepEqual((found?.targets ?? []).map(({ file, name }) => foundRange(workspace, file, name)).sort(), ranges);
}

async function checkReferences(files: Record<string, string>): Promise<void> {
  const { workspace, cursor, ranges } = marked(files);
  const found = await references(workspace.db, cursor.file, cursor.offset, true, PACE);
  assert.deepEqual(found.map(({ file, span }) => foundRange(workspace, file, span)).sort(), ranges);
}

function checkCompletion(files: Record<string, string>, labels: readonly string[], after?: string): void {
  const { workspace, cursor } = marked(files);
  const { items } = completion(workspace.db, cursor.file, cursor.offset);
  assert.deepEqual(items.map(({ label }) => label).sort(), labels);
  const [first] = items;
  if (after === undefined || first === undefined) return;
  const text = workspace.text(cursor.file.slice(workspace.path('').length + 1)) ?? '';
  assert.equal(applyEdits(text, [first.edit]), after);
}

async function renamed(files: Record<string, string>, name: string): Promise<Record<string, string> | string> {
  const { workspace, cursor } = marked(files);
  const change = await rename(workspace.db, cursor.file, cursor.offset, name, PACE);
  if ('refused' in change) return change.refused;
  return Object.fromEntries(
    [...change.edits].map(([file, edits]) => {
      const path = file.slice(workspace.path('').length + 1);
      return [path, applyEdits(workspace.text(path) ?? '', edits)];
    }),
  );
}

test('names lead to what declares them in the same module', () => {
  checkDefinition({
    'a/main.tf': 'x = var.re‸gion',
    'a/vars.tf': 'variable "[[region]]" {}',
    'b/vars.tf': 'variable "region" {}',
  });
  checkDefinition({ 'main.tf': 'locals {\n  [[tags]] = 1\n  all = { for k, v in local.t‸ags : k => v }\n}' });
  checkDefinition({ 'main.tf': 'x = "a ${data.aws_ami.ba‸se[0].id}"\ndata aws_ami [[base]] {}' });
  checkDefinition({ 'main.tf': 'output "x" { value = aws_inst‸ance.web.id }\nresource "aws_instance" "[[web]]" {}' });
  checkDefinition({ 'main.tf': 'resource "a_b" "c" {\n provider = aws.we‸st\n}\nprovider "aws" {\n  alias = "[[west]]"\n}' });
});

test('a bound name leads nowhere', () => {
  checkDefinition({ 'main.tf': 'x = [for each_a in y : each_a.we‸b]\nresource "each_a" "web" {}' });
  checkDefinition({
    'main.tf':
      'resource "a_b" "c" {\n  dynamic "set_it" {\n    content {\n      x = set_it.val‸ue\n    }\n  }\n}\nresource "set_it" "value" {}',
  });
});

test('a module call leads to its module, its variables and its outputs', () => {
  const child = { 'modules/net/main.tf': 'variable "[[cidr]]" {}\noutput "id" { value = 1 }' };
  const call = (cidr: string, use: string) =>
    `module "net" {\n  source = "./modules/net"\n  ${cidr} = 1\n}\nx = module.net.${use}`;
  checkDefinition({ ...child, 'main.tf': call('ci‸dr', 'id') });
  checkDefinition({ 'modules/net/main.tf': 'output "[[id]]" { value = 1 }', 'main.tf': call('cidr', 'i‸d') });
  checkDefinition({
    'main.tf': 'module "net" {\n  source = "./modules/n‸et"\n}',
    'modules/net/main.tf': '[[]]x {}',
    'modules/net/a.tf': '',
  });
  checkDefinition({ 'main.tf': 'module "[[net]]" {\n  source = "./n"\n}\nx = module.n‸et[0].id' });
});

test('references come from expressions, callers and values', async () => {
  await checkReferences({
    'mod/vars.tf': 'variable "[[ci‸dr]]" {}',
    'mod/main.tf': 'x = "${var.[[cidr]]}/16"',
    'mod/prod.tfvars': '[[cidr]] = 1',
    'live/main.tf': 'module "m" {\n  source = "../mod"\n  [[cidr]] = 2\n}\nx = var.cidr',
  });
});

test('links cover local sources and files below the module', () => {
  const { workspace, cursor, ranges } = marked({
    'a/main.tf':
      'module "m" {\n  source = "[[../mod]]"\n}\nx = file("${path.module}/[[user.sh]]")\ny = file("${path.module}/none.sh")‸',
    'a/user.sh': '',
    'mod/main.tf': '',
  });
  const links = documentLinks(workspace.db, cursor.file);
  assert.deepEqual(links.map(({ span }) => foundRange(workspace, cursor.file, span)).sort(), ranges);
});

test('rename changes a variable everywhere, and refuses what the state knows by name', async () => {
  assert.deepEqual(
    await renamed(
      {
        'mod/vars.tf': 'variable "cidr" {}\n',
        'mod/main.tf': 'x = "${var.ci‸dr}"\n',
        'mod/terraform.tfvars': 'cidr = 1\n',
        'main.tf': 'module "m" {\n  source = "./mod"\n  cidr = 2\n}\n',
      },
      'y',
    ),
    {
      'mod/vars.tf': 'variable "y" {}\n',
      'mod/main.tf': 'x = "${var.y}"\n',
      'mod/terraform.tfvars': 'y = 1\n',
      'main.tf': 'module "m" {\n  source = "./mod"\n  y = 2\n}\n',
    },
  );
  assert.deepEqual(await renamed({ 'main.tf': 'locals {\n  a‸ = 1\n  b = local.a\n}\n' }, 'c'), {
    'main.tf': 'locals {\n  c = 1\n  b = local.c\n}\n',
  });
  assert.match(String(await renamed({ 'main.tf': 'resource "a_b" "c‸" {}\n' }, 'd')), /state knows this by its address/);
  assert.match(String(await renamed({ 'main.tf': 'variable "a‸" {}\nvariable "b" {}\n' }, 'b')), /taken/);
  assert.match(String(await renamed({ 'main.tf': 'variable "a‸" {}\n' }, 'a b')), /no name/);
});

test('an outline lists what a file declares', () => {
  const { workspace, cursor } = marked({
    'main.tf': 'variable "a" {}\nlocals {\n  b = 1\n}\nresource "x_y" "c" {}\ndata "x_y" "d" {}\nmodule "m" {}\noutput "o" {}\n‸',
  });
  assert.deepEqual(
    documentSymbols(workspace.db, cursor.file).map(({ label }) => label),
    ['variable a', 'local b', 'resource x_y.c', 'data x_y.d', 'module m', 'output o'],
  );
});

test('completion knows the names of the module and of those it calls', () => {
  const mod = { 'mod/main.tf': 'variable "cidr" {}\nvariable "name" {}\noutput "id" {}\noutput "arn" {}' };
  const vars = 'variable "region" {}\nvariable "tags" {}\nlocals {\n  one = 1\n}\n';
  checkCompletion({ 'main.tf': `${vars}x = var.‸` }, ['region', 'tags'], `${vars}x = var.region`);
  checkCompletion({ 'main.tf': `${vars}x = "\${local.o‸n}"` }, ['one'], `${vars}x = "\${local.one}"`);
  checkCompletion({ ...mod, 'main.tf': 'module "m" {\n  source = "./mod"\n}\nx = module.m.‸\n' }, ['arn', 'id']);
  checkCompletion(
    { ...mod, 'main.tf': 'module "m" {\n  source = "./mod"\n  cidr = 1\n  n‸\n}\n' },
    ['name'],
    'module "m" {\n  source = "./mod"\n  cidr = 1\n  name = \n}\n',
  );
  checkCompletion({ 'main.tf': 'resource "aws_vpc" "main" {}\nx = aws_vpc.‸' }, ['main']);
  checkCompletion({ ...mod, 'main.tf': 'module "m" {\n  source = "./‸"\n}\n' }, ['./..', './mod'].slice(1));
  checkCompletion({ 'main.tf': vars, 'prod.tfvars': 'r‸' }, ['region', 'tags']);
});

test('a comment typed into a configuration executes one query', () => {
  const workspace = new TestWorkspace({
    'main.tf': 'variable "a" {}\nx {\n  y = var.a\n}\n',
    'mod/main.tf': 'variable "b" {}\n',
    'use.tf': 'module "m" {\n  source = "./mod"\n  b = var.a\n}\n',
    'terraform.tfvars': 'a = 1\n',
  });
  for (const file of ['main.tf', 'mod/main.tf', 'terraform.tfvars']) {
    for (const one of workspace.files) diagnostics(workspace.db, one);
    workspace.write(file, `# a comment\n${workspace.text(file)}`);
    const ran: string[] = [];
    workspace.db.observe(({ query, key }) => ran.push(`${query} ${key}`));
    for (const one of workspace.files) diagnostics(workspace.db, one);
    workspace.db.observe(undefined);
    assert.ok(ran.length === 1 && ran.every((one) => one.endsWith(`/repo/${file}`)), `${file}: ${ran.join(', ')}`);
  }
});

test('a file of a module that could not be read makes nothing undeclared', () => {
  const workspace = new TestWorkspace({ 'main.tf': 'output "a" {\n  value = var.a\n}\n', 'variables.tf': 'variable "a" {}\n' });
  const count = (): number => diagnostics(workspace.db, workspace.path('main.tf')).length;
  assert.equal(count(), 0);
  workspace.db.set(fileText, workspace.path('variables.tf'), undefined);
  assert.equal(count(), 0);
  workspace.remove('variables.tf');
  assert.equal(count(), 1);
});
