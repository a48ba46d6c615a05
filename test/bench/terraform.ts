/** Measures how fast HCL is read, and a keystroke in a long Terraform file of a module that others call. */
import { diagnostics } from '../../server/src/ide/diagnostics.ts';
import { parseHcl } from '../../server/src/syntax/hcl/parse.ts';
import { TestWorkspace } from '../kit/workspace.ts';
import { type Figure, percentile } from './figures.ts';
import { toggles } from './typing.ts';

const LONG = 60_000;
const ON = 'a Terraform file of 60 kB';
const EDITS = 120;

export function measureTerraform(): readonly Figure[] {
  const text = longFile();
  const runs = Array.from({ length: 20 }, () => {
    const start = performance.now();
    parseHcl(text);
    return performance.now() - start;
  });
  const workspace = new TestWorkspace({
    'modules/large/main.tf': text,
    'modules/large/variables.tf': 'variable "name" {}\nvariable "zones" {\n  type = map(string)\n}\n',
    ...Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`live/r${i}/main.tf`, caller(i)])),
  });
  for (const file of workspace.files) diagnostics(workspace.db, file);
  const latencies: number[] = [];
  for (const edited of toggles(text, EDITS)) {
    const typed = performance.now();
    workspace.write('modules/large/main.tf', edited);
    diagnostics(workspace.db, workspace.path('modules/large/main.tf'));
    latencies.push(performance.now() - typed);
  }
  const median = percentile(latencies, 0.5).toFixed(2);
  return [
    { what: 'HCL read, tree and layout', on: ON, value: text.length / 1000 / percentile(runs, 0.5), unit: 'MB/s' },
    {
      what: 'keystroke to findings in the server, p95',
      on: ON,
      value: percentile(latencies, 0.95),
      unit: 'ms',
      budget: 16,
      note: `${latencies.length} edits, p50 ${median} ms`,
    },
  ];
}

function longFile(): string {
  let text = '';
  for (let i = 0; text.length < LONG; i++)
    text += `# The part number ${i}.
resource "aws_instance" "part_${i}" {
  for_each      = var.zones
  ami           = data.aws_ami.base.id
  instance_type = local.sizes["s${i}"]
  tags = merge(local.tags, {
    Name = "\${var.name}-${i}-\${each.key}"
    Part = ${i}
  })

  dynamic "ebs_block_device" {
    for_each = ${i} > 10 ? [1, 2] : []
    content {
      device_name = "/dev/sd\${ebs_block_device.value}"
    }
  }
}

output "part_${i}" {
  value = [for key, one in aws_instance.part_${i} : one.id if key != ""]
}

`;
  return `${text}data "aws_ami" "base" {}\n\nlocals {\n  sizes = {}\n  tags  = {}\n}\n`;
}

function caller(index: number): string {
  return `module "large" {\n  source = "../../modules/large"\n  name   = "r${index}"\n  zones  = {}\n}\n`;
}
