/** A change as Markdown, good as the text of a pull request: dangers first, a collapsed diff for each application, owners. */
import { hunks, lineDiff } from '../../base/line-diff.ts';
import type { Impact, ImpactApplication, ImpactObject } from './impact.ts';
import { applicationWords, objectTitle, objectWords } from './words.ts';

/** GitHub takes 65,536 characters in a description. */
const MAX_LENGTH = 60_000;
/** Lines of one object's diff. */
const MAX_LINES = 400;
const CONTEXT = 3;

export function impactMarkdown(impact: Impact, visible: (text: string) => string): string {
  const { applications, dangers, owners, terraform, files } = impact;
  const text = (value: string): string => escaped(visible(value));
  const parts: string[] = [];
  if (dangers.length > 0) {
    const lines = dangers.map(({ message, applications: of }) => `> - ${text(message)} (${of.map(text).join(', ')})`);
    parts.push(['> [!WARNING]', ...lines].join('\n'));
  }
  parts.push(headline(impact));
  const rows = applications.map(
    (one) => `| ${text(one.title)} | ${text(one.environment ?? '')} | ${text(applicationWords(one))} |`,
  );
  if (rows.length > 0) parts.push(['| Application | Environment | Change |', '|---|---|---|', ...rows].join('\n'));
  if (terraform.length > 0)
    parts.push(
      terraform.map(({ directory }) => `- Terraform \`${code(visible(directory))}\`: files changed, plan not run`).join('\n'),
    );
  if (owners.length > 0) parts.push(`Owners: ${owners.map(({ owner }) => `\`${code(visible(owner))}\``).join(', ')}`);
  let length = parts.reduce((sum, part) => sum + part.length + 2, 0);
  let left = 0;
  for (const application of applications) {
    const part = details(application, visible);
    if (part === '') continue;
    if (length + part.length > MAX_LENGTH) {
      left++;
      continue;
    }
    length += part.length + 2;
    parts.push(part);
  }
  if (left > 0)
    parts.push(`The diffs of ${left} more ${left === 1 ? 'application are' : 'applications are'} too long to stand here.`);
  if (files.length === 0) return 'Nothing changes.\n';
  return `${parts.join('\n\n')}\n`;
}

/** How much changes, as a sentence. */
export function headline({ applications, files }: Impact): string {
  const objects = applications.reduce((sum, one) => sum + one.objects.length, 0);
  const rendered = applications.filter((one) => one.objects.length > 0).length;
  const changed = plural(files.length, 'file');
  if (objects === 0) return `${changed} changed; no rendered object differs.`;
  return `${changed} changed: ${plural(objects, 'object')} in ${plural(rendered, 'application')}.`;
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function details(application: ImpactApplication, visible: (text: string) => string): string {
  const { title, objects, problems } = application;
  if (objects.length === 0 && problems.length === 0) return '';
  const lines = problems.map(
    ({ side, message, at }) =>
      `- ${side === 'after' ? 'does not build' : 'did not build before'}: ${escaped(visible(`${at.file}:${at.line + 1}: ${message}`))}`,
  );
  const body = objects.map((object) => objectDiff(object, visible)).join('\n\n');
  const parts = [lines.join('\n'), body].filter((part) => part !== '').join('\n\n');
  return `<details><summary><b>${html(visible(title))}</b>: ${html(visible(applicationWords(application)))}</summary>\n\n${parts}\n\n</details>`;
}

function objectDiff(object: ImpactObject, visible: (text: string) => string): string {
  const title = `**${escaped(visible(objectTitle(object)))}**${object.namespace === '' ? '' : ` in ${escaped(visible(object.namespace))}`} — ${escaped(visible(objectWords(object)))}`;
  const shown = hunks(lineDiff(object.before, object.after), CONTEXT);
  const lines = shown.slice(0, MAX_LINES).map((line) => {
    if (line.is === 'skipped') return `@@ ${line.count} lines alike @@`;
    return `${line.is === 'added' ? '+' : line.is === 'removed' ? '-' : ' '}${visible(line.text)}`;
  });
  if (shown.length > MAX_LINES) lines.push(`@@ ${shown.length - MAX_LINES} more lines @@`);
  const longest = lines.reduce((most, line) => Math.max(most, /`{3,}/.exec(line)?.[0].length ?? 0), 2);
  const fence = '`'.repeat(longest + 1);
  return `${title}\n\n${fence}diff\n${lines.join('\n')}\n${fence}`;
}

/** Text that Markdown shows as it is; `@` does not call anybody, `#` links nowhere. */
function escaped(text: string): string {
  return text
    .replace(/[\\`*_{}[\]()#+!|~$]/g, (sign) => `\\${sign}`)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/@/g, '@<!-- -->');
}

function html(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/@/g, '@<!-- -->');
}

function code(text: string): string {
  return text.replaceAll('`', "'");
}
