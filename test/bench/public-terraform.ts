/**
 * `node test/bench/public-terraform.ts [--from ADDRESS] [--only NAME] [--write]`: checks public Terraform repositories, each at a pinned
 * commit, prints what the rules on Terraform find, and fails on errors that nobody has explained. Nothing of them is kept.
 * ADDRESS says where to clone from: `https://github.com/{owner}/{name}` as it comes, or a mirror of yours such as
 * `/mirrors/{owner}/{name}.git`. `--write` writes the table of docs/performance.md.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type PublicRepository, TERRAFORM_REPOSITORIES } from './public-terraform-list.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const PAGE = join(ROOT, 'docs/performance.md');

const { values } = parseArgs({
  options: {
    from: { type: 'string', default: 'https://github.com/{owner}/{name}' },
    only: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
  },
});

interface Finding {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly file: string;
  readonly range: { readonly start: { readonly line: number } };
}

interface Checked {
  readonly files: number;
  readonly errors: readonly Finding[];
  readonly warnings: readonly Finding[];
  /** Errors in places of which the list says nothing. */
  readonly unexplained: readonly Finding[];
}

const rows: string[] = [];
let unexplained = 0;
for (const one of TERRAFORM_REPOSITORIES) {
  if (!one.repository.includes(values.only)) continue;
  const scratch = mkdtempSync(join(tmpdir(), 'plumbline-terraform-'));
  try {
    fetch(one, scratch);
    const checked = check(one, scratch);
    unexplained += checked.unexplained.length;
    tell(one, checked);
    rows.push(row(one, checked));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
if (values.write && values.only === '') write();
say(`${rows.length} repositories, ${unexplained} errors that nobody has explained`);
process.exitCode = unexplained === 0 ? 0 : 1;

/** The files of one commit. Of a mirror on this disk each is read by itself, so that one may lack some. */
function fetch({ repository, commit }: PublicRepository, directory: string): void {
  const [owner = '', name = ''] = repository.split('/');
  const address = values.from.replaceAll('{owner}', owner).replaceAll('{name}', name);
  mkdirSync(directory, { recursive: true });
  if (existsSync(address)) {
    copy(address, commit, directory);
    return;
  }
  const git = (...words: readonly string[]): void =>
    void execFileSync('git', ['-c', 'core.hooksPath=/dev/null', ...words], {
      cwd: directory,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, GIT_LFS_SKIP_SMUDGE: '1', GIT_TERMINAL_PROMPT: '0' },
    });
  git('init', '--quiet');
  git('fetch', '--quiet', '--depth', '1', '--', address, commit);
  git('checkout', '--quiet', '--force', 'FETCH_HEAD');
}

function copy(mirror: string, commit: string, directory: string): void {
  const git = (words: readonly string[], input = ''): Buffer =>
    execFileSync('git', ['-C', mirror, ...words], {
      input,
      maxBuffer: 2 ** 31 - 1,
      env: { ...process.env, GIT_NO_LAZY_FETCH: '1' },
    });
  const files = git(['ls-tree', '-r', '-z', commit])
    .toString()
    .split('\0')
    .flatMap((line) => {
      const [, mode = '', hash = '', path = ''] = /^(\d+) blob (\w+)\t(.*)$/s.exec(line) ?? [];
      return path === '' ? [] : [{ isLink: mode === '120000', hash, path }];
    });
  const said = git(['cat-file', '--batch'], files.map(({ hash }) => `${hash}\n`).join(''));
  let at = 0;
  for (const { isLink, path } of files) {
    const end = said.indexOf('\n', at);
    const size = Number(/ blob (\d+)$/.exec(said.toString('latin1', at, end))?.[1] ?? Number.NaN);
    at = end + 1;
    if (Number.isNaN(size)) continue;
    const [file, content] = [join(directory, path), said.subarray(at, at + size)];
    at += size + 1;
    mkdirSync(dirname(file), { recursive: true });
    if (!isLink) writeFileSync(file, content);
    else if (resolve(dirname(file), content.toString()).startsWith(`${directory}/`)) symlinkSync(content.toString(), file);
  }
  // What a check looks at is a repository.
  mkdirSync(join(directory, '.git'));
  writeFileSync(join(directory, '.git/HEAD'), 'ref: refs/heads/main\n');
}

function check({ explained = {} }: PublicRepository, directory: string): Checked {
  const words = [
    join(ROOT, 'server/src/cli.ts'),
    'check',
    directory,
    '--format',
    'json',
    '--severity',
    'warning',
    '--fail-on',
    'never',
  ];
  const ended = spawnSync(process.execPath, words, { encoding: 'utf8', maxBuffer: 1 << 30 });
  if (ended.status !== 0) throw new Error(`The check ended with ${ended.status}: ${ended.stderr}`);
  const { diagnostics }: { readonly diagnostics: readonly Finding[] } = JSON.parse(ended.stdout);
  const found = diagnostics.filter(({ code, file }) => code.startsWith('terraform/') || /\.(?:tf|tofu|tfvars|hcl)$/.test(file));
  const errors = found.filter(({ severity }) => severity === 'error');
  const places = Object.keys(explained);
  return {
    files: globSync('**/*.{tf,tofu,tfvars}', { cwd: directory }).length,
    errors,
    warnings: found.filter(({ severity }) => severity === 'warning'),
    unexplained: errors.filter(({ file }) => !places.some((place) => file.startsWith(place))),
  };
}

function tell({ repository, commit }: PublicRepository, { files, errors, warnings, unexplained }: Checked): void {
  say(`${repository} ${commit.slice(0, 8)}: ${files} files, ${errors.length} errors, ${warnings.length} warnings`);
  for (const [code, some] of Map.groupBy([...errors, ...warnings], ({ code }) => code)) say(`  ${some.length} ${code}`);
  for (const one of [...errors, ...warnings]) {
    const mark = unexplained.includes(one) ? '!' : one.severity === 'error' ? 'E' : 'w';
    say(`  ${mark} ${one.file}:${one.range.start.line + 1} ${one.code}: ${one.message}`);
  }
}

function row({ repository, commit, explained = {}, note = '' }: PublicRepository, { files, errors, warnings }: Checked): string {
  const why = [...new Set([...Object.values(explained), note])].filter((words) => words !== '').join('; ');
  return `| ${repository} | \`${commit.slice(0, 8)}\` | ${files.toLocaleString('en-US')} | ${errors.length} | ${warnings.length} | ${why} |`;
}

/** The table between the markers is this program's; the words around it are people's. */
function write(): void {
  const page = readFileSync(PAGE, 'utf8');
  const [before, , after] = page.split(/(?<=<!-- terraform -->\n)([\s\S]*)(?=<!-- end of terraform -->)/);
  if (before === undefined || after === undefined)
    throw new Error(`${PAGE} has lost its markers "terraform" and "end of terraform".`);
  const head = '| repository | commit | files | errors | warnings | what they are |\n|---|---|--:|--:|--:|---|\n';
  writeFileSync(PAGE, `${before}\n${head}${rows.join('\n')}\n\n${after}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
