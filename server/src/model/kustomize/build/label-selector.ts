/** Label selectors as the API server reads them: `a=b,c!=d,e in (f,g),h notin (i),j,!k,l>1`. */

type Labels = ReadonlyMap<string, string>;
type Requirement = (labels: Labels) => boolean;

const KEY = /^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/)?([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const LABEL = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const TOKEN = /\s*(==|!=|[=!()<>,]|[^\s=!()<>,]+)/y;

/** A test for labels, or a sentence that says what is wrong with the selector. */
export function parseLabelSelector(text: string): Requirement | string {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) if (match[1] !== undefined) tokens.push(match[1]);
  const requirements: Requirement[] = [];
  let at = 0;
  while (at < tokens.length) {
    const parsed = requirement(tokens, at);
    if (typeof parsed === 'string') return parsed;
    requirements.push(parsed.test);
    at = parsed.next;
    if (at === tokens.length) break;
    if (tokens[at] !== ',') return `found '${tokens[at]}', expected: ',' or 'end of string'`;
    at++;
    if (at === tokens.length || !(tokens[at] === '!' || isWord(tokens[at]))) return "found '', expected: identifier after ','";
  }
  return (labels) => requirements.every((test) => test(labels));
}

type Parsed = { readonly test: Requirement; readonly next: number } | string;

function requirement(tokens: readonly string[], start: number): Parsed {
  const isNegated = tokens[start] === '!';
  const at = isNegated ? start + 1 : start;
  const key = tokens[at];
  if (key === undefined || !isWord(key)) return `found '${key ?? ''}', expected: !, identifier, or 'end of string'`;
  if (!KEY.test(key)) return `"${key}" is no label key`;
  if (isNegated) return { test: (labels) => !labels.has(key), next: at + 1 };
  const operator = tokens[at + 1];
  switch (operator) {
    case undefined:
    case ',':
      return { test: (labels) => labels.has(key), next: at + 1 };
    case '=':
    case '==':
    case '!=':
      return equality(tokens, at + 2, key, operator === '!=');
    case '<':
    case '>':
      return comparison(tokens, at + 2, key, operator === '>');
    case 'in':
    case 'notin':
      return membership(tokens, at + 2, key, operator === 'notin');
    default:
      return `found '${operator}', expected: in, notin, =, ==, !=, gt, lt`;
  }
}

function equality(tokens: readonly string[], at: number, key: string, isNot: boolean): Parsed {
  const word = tokens[at];
  const isEmpty = word === undefined || word === ',';
  const value = isEmpty ? '' : word;
  if (!LABEL.test(value)) return `"${value}" is no label value`;
  const test = (labels: Labels): boolean => (labels.get(key) === value) !== isNot;
  return { test, next: isEmpty ? at : at + 1 };
}

function comparison(tokens: readonly string[], at: number, key: string, isGreater: boolean): Parsed {
  const limit = tokens[at] ?? '';
  if (!/^-?\d+$/.test(limit)) return "for 'Gt', 'Lt' operators, the value must be an integer";
  const test = (labels: Labels): boolean => {
    const value = labels.get(key) ?? '';
    return /^[-+]?\d+$/.test(value) && (isGreater ? BigInt(value) > BigInt(limit) : BigInt(value) < BigInt(limit));
  };
  return { test, next: at + 1 };
}

function membership(tokens: readonly string[], start: number, key: string, isNot: boolean): Parsed {
  if (tokens[start] !== '(') return `found '${tokens[start] ?? ''}' expected: '('`;
  const values = new Set<string>();
  let at = start + 1;
  for (let expectsValue = true; tokens[at] !== ')'; at++) {
    const token = tokens[at];
    if (token === undefined) return "found '', expected: ',' or ')'";
    if (token === ',') {
      if (expectsValue) values.add('');
      expectsValue = true;
    } else if (expectsValue && isWord(token)) {
      if (!LABEL.test(token)) return `"${token}" is no label value`;
      values.add(token);
      expectsValue = false;
    } else return `found '${token}', expected: ',' or ')'`;
  }
  if (tokens[at - 1] === ',' || tokens[at - 1] === '(') values.add('');
  return { test: (labels) => (labels.has(key) && values.has(labels.get(key) ?? '')) !== isNot, next: at + 1 };
}

function isWord(token: string | undefined): boolean {
  return token !== undefined && !/^[=!()<>,]+$/.test(token);
}
