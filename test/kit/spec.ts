/**
 * Reads a rule's executable page: sections with files, marker lines that say which findings stand where, and the
 * files as they are after a fix.
 *
 * A marker follows the line it speaks of: `#   ^^^ error[domain/rule] message`, the carets under the characters, or
 * `#@0-3 error[domain/rule] message` with columns. The word `fix` before the severity demands a fix.
 * In front of a fence stands the file's name (`` `apps.yaml`: ``) or, for the text after a fix,
 * ``After the fix "title", `apps.yaml`:``. ``Remote: `URL` `` gives the repository a git remote,
 * ``Left out: `FILE` REASON`` says that the host did not read a file, ``Not UTF-8: `FILE` `` that it holds other bytes where the page
 * shows the first replacement character.
 */
export interface ExpectedFinding {
  readonly file: string;
  readonly line: number;
  readonly from: number;
  readonly to: number;
  readonly severity: string;
  readonly rule: string;
  readonly message: string;
  readonly fixable: boolean;
}

export interface Section {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  readonly remotes: readonly string[];
  /** File to the reason why the host left it out. */
  readonly leftOut: Readonly<Record<string, string>>;
  /** Files whose bytes are no UTF-8. */
  readonly undecodable: readonly string[];
  readonly expected: readonly ExpectedFinding[];
  readonly fixes: readonly { readonly title: string; readonly file: string; readonly text: string }[];
}

const MARKER =
  /^[ \t]*(?:#|\/\/)(?:@(\d+)-(\d+)|([ \t]*)(\^+)) (fix )?(error|warning|info|hint)\[([a-z0-9-]+\/[a-z0-9-]+)\] (.*)$/;

/** The sections of a page; text outside of them is for readers. */
export function readSpec(page: string): readonly Section[] {
  return page.split(/^## /m).slice(1).map(readSection);
}

function readSection(text: string): Section {
  const [title = '', ...lines] = text.split('\n');
  const files: Record<string, string> = {};
  const remotes: string[] = [];
  const leftOut: Record<string, string> = {};
  const undecodable: string[] = [];
  const expected: ExpectedFinding[] = [];
  const fixes: { title: string; file: string; text: string }[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    const remote = /^Remote: `(.+)`$/.exec(line)?.[1];
    if (remote !== undefined) remotes.push(remote);
    const skipped = /^Left out: `(.+)` (.+)$/.exec(line);
    if (skipped?.[1] !== undefined) leftOut[skipped[1]] = skipped[2] ?? '';
    const bytes = /^Not UTF-8: `(.+)`$/.exec(line)?.[1];
    if (bytes !== undefined) undecodable.push(bytes);
    const head = /^(?:After the fix(?: "(.+)")?, )?`([^`]+)`:$/.exec(line);
    if (head?.[2] === undefined) continue;
    const fence = lines.slice(i + 1).findIndex((one) => one.startsWith('```')) + i + 1;
    const close = lines.indexOf((lines[fence] ?? '').replace(/[^`].*$/, ''), fence + 1);
    if (fence <= i || close < 0) throw new Error(`The file ${head[2]} in "${title}" has no fence.`);
    const body = lines.slice(fence + 1, close);
    if (line.startsWith('After')) fixes.push({ title: head[1] ?? '', file: head[2], text: `${body.join('\n')}\n` });
    else files[head[2]] = readFile(head[2], body, expected);
    i = close;
  }
  return { title: title.trim(), files, remotes, leftOut, undecodable, expected, fixes };
}

function readFile(file: string, body: readonly string[], expected: ExpectedFinding[]): string {
  const kept: string[] = [];
  for (const line of body) {
    const match = MARKER.exec(line);
    if (match === null) {
      kept.push(line);
      continue;
    }
    const [, from, to, , carets, fix, severity = '', rule = '', message = ''] = match;
    const start = from === undefined ? line.indexOf('^') : Number(from);
    const end = to === undefined ? start + (carets ?? '').length : Number(to);
    expected.push({ file, line: kept.length - 1, from: start, to: end, severity, rule, message, fixable: fix !== undefined });
  }
  return `${kept.join('\n')}\n`;
}
