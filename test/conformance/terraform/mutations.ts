/** Small Terraform modules that need no provider, and ways to change them in one place. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: HCL writes its templates as JavaScript does.
import type { Dice } from '../../kit/random.ts';

export type Files = Readonly<Record<string, string>>;

export interface Mutation {
  readonly name: string;
  readonly change: (files: Files, dice: Dice) => Files;
}

const NAMES = ['alpha', 'bravo', 'carol', 'delta', 'erica', 'felix', 'gamma', 'hotel'] as const;

/** A root that calls a module; its names, and some of what it says, differ from one to the next. */
export function moduleFiles(dice: Dice): Files {
  const [a, b, c] = pickThree(dice);
  const heredoc = dice.below(2) === 0;
  return {
    'main.tf': `terraform {
  required_version = ">= 1.4"
}

locals {
  ${a} = var.${a}
  ${b} = { for key, item in var.${b} : key => upper(item) if item != "" }
  text = ${heredoc ? `<<-EOT\n    one \${local.${a}}\n    %{ for item in values(local.${b}) }\${item}%{ endfor }\n  EOT` : `"one \${local.${a}}"`}
}

resource "terraform_data" "${c}" {
  count            = 2
  input            = [local.${a}, count.index, module.${b}.${c}]
  triggers_replace = { name = var.${a} }

  lifecycle {
    ignore_changes = [input]
  }
}

module "${b}" {
  source = "./child"
  ${a}   = local.${a}
  ${c}   = [for one in values(local.${b}) : one]
}

module "many" {
  for_each = var.${b}
  source   = "./child"
  ${a}     = each.value
  ${c}     = []
}

data "terraform_remote_state" "${c}" {
  backend = "local"
  config  = { path = "\${path.module}/\${terraform.workspace}.tfstate" }
}

moved {
  from = terraform_data.old
  to   = terraform_data.${c}
}
`,
    'outputs.tf': `output "${a}" {
  value = terraform_data.${c}[*].output
}

output "${b}" {
  value = module.${b}.${a}
}

output "${c}" {
  value = [module.many["x"].${c}, data.terraform_remote_state.${c}.outputs, try(module.${b}.nothing, null)]
}
`,
    'variables.tf': `variable "${a}" {
  type    = string
  default = "x"
}

variable "${b}" {
  type    = map(string)
  default = {}

  validation {
    condition     = length(var.${b}) < 10
    error_message = "too many"
  }
}
`,
    'child/main.tf': `variable "${a}" {
  type = string
}

variable "${c}" {
  type = list(string)
}

variable "optional" {
  default = null
}

resource "terraform_data" "own" {
  input = var.${a}
}

output "${a}" {
  value = terraform_data.own.output
}

output "${c}" {
  value = "\${var.${a}}-\${length(var.${c})}"
}
`,
  };
}

function pickThree(dice: Dice): readonly [string, string, string] {
  const names = [...NAMES];
  const take = (): string => names.splice(dice.below(names.length), 1)[0] ?? '';
  return [take(), take(), take()];
}

/** Changes one of the places that match; the first group is replaced. */
function replaceOne(files: Files, dice: Dice, path: string, pattern: RegExp, text: string): Files {
  const before = files[path] ?? '';
  const found = [...before.matchAll(new RegExp(pattern, 'dg'))];
  const match = dice.pick(found);
  const [start, end] = match.indices?.slice(1).find((group) => group !== undefined) ?? [0, 0];
  return { ...files, [path]: before.slice(0, start) + text + before.slice(end) };
}

function replacing(name: string, path: string, pattern: RegExp, text: string): Mutation {
  return { name, change: (files, dice) => replaceOne(files, dice, path, pattern, text) };
}

function adding(name: string, path: string, text: (dice: Dice) => string): Mutation {
  return { name, change: (files, dice) => ({ ...files, [path]: `${files[path] ?? ''}${text(dice)}` }) };
}

/** Takes out a whole block that starts with this line. */
function without(name: string, path: string, head: RegExp): Mutation {
  return {
    name,
    change: (files, dice) => replaceOne(files, dice, path, new RegExp(`(${head.source}[^]*?\\n\\}\\n)`), ''),
  };
}

export const MUTATIONS: readonly Mutation[] = [
  { name: 'nothing is changed', change: (files) => files },
  // References.
  replacing('a variable is misspelled', 'main.tf', /var\.(\w+)/, 'nosuch'),
  replacing('a local is misspelled', 'main.tf', /local\.(\w+)/, 'nosuch'),
  replacing('a module is misspelled', 'outputs.tf', /module\.(\w+)\.(?!nothing)/, 'nosuch'),
  replacing('an output is misspelled', 'outputs.tf', /module\.(?:many\["x"\]|\w+)\.(?!nothing)(\w+)/, 'nosuch'),
  replacing('a resource is misspelled', 'outputs.tf', /terraform_data\.(\w+)/, 'nosuch'),
  replacing('a data source is misspelled', 'outputs.tf', /data\.terraform_remote_state\.(\w+)/, 'nosuch'),
  replacing('a variable of the called module is misspelled', 'child/main.tf', /var\.(\w+)/, 'nosuch'),
  replacing('a name stands alone', 'main.tf', /input[ ]+= \[(local\.\w+)/, 'nosuch'),
  replacing('a bound name is renamed on one side', 'main.tf', /for one in values\(local\.\w+\) : (one)/, 'two'),
  without('a variable is taken out', 'variables.tf', /variable "\w+" \{\n {2}type {4}= string/),
  without('the called module loses an output', 'child/main.tf', /output "\w+" \{\n {2}value = "/),
  without('the called module loses a variable', 'child/main.tf', /variable "\w+" \{\n {2}type = list/),
  // Calls.
  replacing('an argument is misspelled', 'main.tf', /source = "\.\/child"\n {2}(\w+)/, 'nosuch'),
  replacing('an argument is left out', 'main.tf', /source = "\.\/child"\n( {2}\w+ {3}= local\.\w+\n)/, ''),
  replacing('an optional argument is given', 'main.tf', /source = "\.\/child"\n()/, '  optional = 1\n'),
  replacing('an optional variable becomes required', 'child/main.tf', /(default = null)/, 'type = any'),
  replacing('the module is elsewhere', 'main.tf', /source[ ]+= "(\.\/child)"/, './nosuch'),
  adding('the called module calls itself', 'child/main.tf', () => 'module "again" {\n  source = "../child"\n}\n'),
  // Declarations.
  adding('a variable stands there twice', 'outputs.tf', () => 'variable "twice" {}\nvariable "twice" {}\n'),
  adding('an output stands there twice', 'outputs.tf', () => 'output "twice" { value = 1 }\noutput "twice" { value = 1 }\n'),
  adding('a local stands there twice', 'outputs.tf', () => 'locals {\n  twice = 1\n}\nlocals {\n  twice = 2\n}\n'),
  adding(
    'a resource stands there twice',
    'main.tf',
    () => 'resource "terraform_data" "t" {}\nresource "terraform_data" "t" {}\n',
  ),
  adding('a module stands there twice', 'main.tf', () => 'module "many" {\n  source = "./child"\n}\n'),
  adding('a name is declared again in an override file', 'x_override.tf', () => 'locals {\n  text = 2\n}\n'),
  // Text.
  replacing('a brace is missing', 'main.tf', /(\n\})\n/, '\n'),
  replacing('a bracket is missing', 'outputs.tf', /(\])\n/, ''),
  replacing('a quote is missing', 'variables.tf', /type {4}= string\n {2}default = "x(")/, ''),
  replacing('a value is missing', 'outputs.tf', /value = (module[^\n]*)/, ''),
  replacing('an equals sign is missing', 'variables.tf', /type {4}(=) string/, ''),
  replacing('a brace too many', 'outputs.tf', /(\n\})\n/, '\n}\n}'),
  replacing('an argument is set twice', 'variables.tf', /type {4}= string\n()/, '  default = "y"\n'),
  replacing('a heredoc or a text is not closed', 'main.tf', /(?:\n {2}(EOT)\n)|(?:"one \$\{local\.\w+\}("))/, 'EOTT'),
  replacing('an interpolation is not closed', 'main.tf', /\$\{path\.module(\})\//, ''),
  replacing('an escape does not exist', 'variables.tf', /error_message = "too( )many/, '\\q'),
  // What Terraform takes.
  adding('a comment and an unused local', 'main.tf', (dice) => `# c\nlocals {\n  unused${dice.below(9)} = [1, /* x */ 2]\n}\n`),
  adding(
    'addresses of what is gone',
    'main.tf',
    () => 'removed {\n  from = terraform_data.gone\n  lifecycle {\n    destroy = false\n  }\n}\n',
  ),
  adding(
    'a check with its own data',
    'main.tf',
    () =>
      'check "c" {\n  data "terraform_remote_state" "s" {\n    backend = "local"\n  }\n  assert {\n    condition     = data.terraform_remote_state.s.outputs != null\n    error_message = "x"\n  }\n}\n',
  ),
  adding('operators, calls and splats', 'outputs.tf', () =>
    'output "ops" {\n  value = (1 + 2 * 3 >= 4 && !false) ? [for s in ["a"] : s...][0] : merge({ a = 1 }, { "b" : 2 }).a\n}\n'.replace(
      's...',
      's',
    ),
  ),
];
