/** Version constraints, as Terraform reads them for itself, providers and modules. */

type Version = readonly [number, number, number];

const VERSION = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?$/;
const TERM = /^(=|!=|>=|<=|>|<|~>)?\s*(\S+)$/;

/** Undefined for pre-releases and what is no version. */
export function parseVersion(text: string): Version | undefined {
  const match = VERSION.exec(text.trim());
  return match === null ? undefined : [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)];
}

function compare(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/** Whether a version fits a constraint such as `~> 5.0, != 5.3.1`; undefined where that is not known. */
export function fits(version: string, constraint: string): boolean | undefined {
  const found = parseVersion(version);
  if (found === undefined) return undefined;
  let result = true;
  for (const term of constraint.split(',')) {
    const match = TERM.exec(term.trim());
    const written = match?.[2];
    const wanted = written === undefined ? undefined : parseVersion(written);
    if (match === null || written === undefined || wanted === undefined) return undefined;
    const order = compare(found, wanted);
    switch (match[1] ?? '=') {
      case '=':
        result &&= order === 0;
        break;
      case '!=':
        result &&= order !== 0;
        break;
      case '>=':
        result &&= order >= 0;
        break;
      case '<=':
        result &&= order <= 0;
        break;
      case '>':
        result &&= order > 0;
        break;
      case '<':
        result &&= order < 0;
        break;
      case '~>':
        result &&= order >= 0 && compare(found, above(written, wanted)) < 0;
    }
  }
  return result;
}

/** The first version that `~>` leaves out: all but the last number that is written have to stay. */
function above(written: string, [major, minor]: Version): Version {
  const count = written.split('.').length;
  if (count === 1) return [Number.POSITIVE_INFINITY, 0, 0];
  return count === 2 ? [major + 1, 0, 0] : [major, minor + 1, 0];
}
