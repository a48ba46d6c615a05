/** Git's configuration format (git-config(1)), read as text: no includes, no conditions, no git. */

/** One `name = value` with the section it stands in, names in lower case as git compares them. */
export interface Setting {
  readonly section: string;
  /** The part in quotes of `[remote "origin"]`; '' without one. */
  readonly subsection: string;
  readonly name: string;
  readonly value: string;
}

/** All settings in their order; what is not understood is skipped. */
export function parseGitConfig(text: string): readonly Setting[] {
  const settings: Setting[] = [];
  let section = '';
  let subsection = '';
  const lines = text.split(/\r?\n/);
  for (let i = 0; i < lines.length; i++) {
    let line = (lines[i] ?? '').trim();
    const header = /^\[([-.A-Za-z0-9]+)(?:[ \t]+"((?:[^"\\]|\\.)*)")?\]/.exec(line);
    if (header !== null) {
      section = (header[1] ?? '').toLowerCase();
      subsection = (header[2] ?? '').replace(/\\(.)/g, '$1');
      line = line.slice(header[0].length).trim();
    }
    const setting = /^([A-Za-z][-A-Za-z0-9]*)[ \t]*(?:=[ \t]*)?/.exec(line);
    if (setting === null) continue;
    let written = line.slice(setting[0].length);
    while (endsInBackslash(written) && i + 1 < lines.length) written = written.slice(0, -1) + (lines[++i] ?? '');
    settings.push({ section, subsection, name: (setting[1] ?? '').toLowerCase(), value: unquoted(written) });
  }
  return settings;
}

function endsInBackslash(text: string): boolean {
  let count = 0;
  while (text[text.length - 1 - count] === '\\') count++;
  return count % 2 === 1;
}

/** Takes out quotes, escapes and a comment at the end. */
function unquoted(written: string): string {
  let value = '';
  let quoted = false;
  /** Length up to the last character that counts; blanks outside quotes at the end do not. */
  let kept = 0;
  for (let i = 0; i < written.length; i++) {
    const sign = written[i];
    if (sign === '"') quoted = !quoted;
    else if (!quoted && (sign === '#' || sign === ';')) break;
    else if (sign === '\\') value += ESCAPES.get(written[++i] ?? '') ?? written[i] ?? '';
    else value += sign;
    if (quoted || (sign !== ' ' && sign !== '\t')) kept = value.length;
  }
  return value.slice(0, kept);
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['b', '\b'],
]);
