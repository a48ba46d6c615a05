/** JSON, JSON with comments and JSON5 to the same tree as YAML; reads on after mistakes and never fails. */
import { MAX_DEPTH, type Mistake, mayHoldTooMuch, problemsOf, tooDeep, tooManyNodes } from '../mistakes.ts';
import { typedText } from '../scalars.ts';
import { hasTemplateTags } from '../template-tags.ts';
import { type Directive, type Entry, LayoutBuilder, type Node, type NodeId, type Parsed, type Scalar } from '../tree.ts';
import { Scanner, type Token } from './scanner.ts';
import { unescaped } from './strings.ts';

/** `jsonc` is JSON with comments and trailing commas, as editors and compilers read their settings. */
export type Dialect = 'json' | 'jsonc' | 'json5';

/** Parses a whole file, which is one document. */
export function parseJson(text: string, dialect: Dialect): Parsed {
  const layout = new LayoutBuilder();
  const id = layout.add(0, text.length);
  const reader = new Reader(text, dialect, layout);
  const isTooMuch = mayHoldTooMuch(text);
  const root = isTooMuch ? undefined : reader.document();
  const problems = problemsOf(isTooMuch ? [tooManyNodes()] : reader.mistakes, 0, layout);
  const directives = reader.comments.flatMap((comment) => directiveOf(text, comment, layout));
  const templated = problems.length > 0 && hasTemplateTags(text);
  return { tree: { documents: [{ id, root, problems }], directives, templated }, layout: layout.build() };
}

function directiveOf(text: string, { start, end }: Token, layout: LayoutBuilder): readonly Directive[] {
  const found = /^(\/[/*][ \t]*)(plumbline-ignore\b[^\r\n]*?)[ \t]*(?:\*\/)?$/.exec(text.slice(start, end));
  if (found === null) return [];
  const from = start + (found[1] ?? '').length;
  const words = found[2] ?? '';
  return [{ id: layout.add(from, from + words.length), text: words }];
}

/** A comment that may speak to Plumbline, found without copying the others. */
function isDirective(text: string, { start, end }: Token): boolean {
  let at = start + 2;
  while (at < end && (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9)) at++;
  return text.startsWith('plumbline-ignore', at);
}

const MAX_MISTAKES = 200;

/** What only some dialects allow, by the words that tell of it; each is told once a file. */
const TOO_MUCH = {
  comment: 'JSON has no comments; remove it, or name the file .json5 or .jsonc if its reader allows that.',
  trailing: 'JSON allows no comma behind the last item; remove it.',
  quote: 'JSON texts stand in double quotes; replace the single ones.',
  key: 'JSON keys stand in double quotes; add them.',
  number: 'JSON does not know this notation for a number; write it in decimal digits.',
} as const;

/** What may stand as a key without quotes in JSON5. */
const IDENTIFIER = /^[$_\p{ID_Start}](?:[$\p{ID_Continue}]|\u200c|\u200d)*$/u;

class Reader {
  readonly mistakes: Mistake[] = [];
  readonly comments: Token[] = [];
  readonly #text: string;
  readonly #dialect: Dialect;
  readonly #layout: LayoutBuilder;
  readonly #scanner: Scanner;
  readonly #told = new Set<keyof typeof TOO_MUCH>();
  #token: Token;
  #depth = 0;
  #isStopped = false;
  /** Where the last token ended. */
  #cursor = 0;

  constructor(text: string, dialect: Dialect, layout: LayoutBuilder) {
    this.#text = text;
    this.#dialect = dialect;
    this.#layout = layout;
    this.#scanner = new Scanner(text);
    this.#token = this.#scan();
  }

  document(): Node | undefined {
    if (this.#token.kind === 'end') return undefined;
    const root = this.#value();
    const rest = this.#isStopped ? undefined : this.#rest();
    if (rest !== undefined) this.#tell(rest, 'The document has ended before this; remove it.');
    return root;
  }

  #rest(): Token | undefined {
    return this.#token.kind === 'end' ? undefined : this.#token;
  }

  #value(): Node {
    const token = this.#token;
    switch (token.kind) {
      case '{':
      case '[':
        if (this.#depth >= MAX_DEPTH) return this.#stop(token);
        this.#depth++;
        return this.#collection(token, token.kind === '{');
      case 'string':
      case 'word':
        this.#advance();
        return this.#scalar(token, false);
      default:
        this.#tell(token, 'A value is missing here; add one.');
        return this.#empty();
    }
  }

  #collection(open: Token, isObject: boolean): Node {
    const id = this.#layout.add(open.start, open.end);
    const closing = isObject ? '}' : ']';
    const entries: Entry[] = [];
    const items: Node[] = [];
    this.#advance();
    for (let isFirst = true; !this.#isStopped; isFirst = false) {
      if (this.#separator(isFirst)) break;
      if (isObject) entries.push(this.#entry());
      else items.push(this.#value());
    }
    this.#close(id, open, closing);
    this.#depth--;
    return isObject ? { kind: 'mapping', id, entries, flow: true } : { kind: 'sequence', id, items, flow: true };
  }

  /** Steps over the comma to the next item; true where there is none. */
  #separator(isFirst: boolean): boolean {
    const comma = this.#token;
    if (comma.kind === ',') {
      this.#advance();
      if (isFirst || this.#token.kind === ',') this.#tell(comma, 'There is no item before this comma; remove it.');
      else if (this.#isClosing()) this.#tooMuch('trailing', comma);
      while (this.#token.kind === ',') this.#advance();
    } else if (!isFirst && !this.#isClosing()) this.#tell(this.#token, 'A comma is missing before this; add it.');
    while (this.#token.kind === ':') {
      this.#tell(this.#token, 'This ":" follows no key; remove it, or write the key before it.');
      this.#advance();
    }
    return this.#isClosing();
  }

  #isClosing(): boolean {
    return this.#token.kind === '}' || this.#token.kind === ']' || this.#token.kind === 'end';
  }

  #close(id: NodeId, open: Token, closing: '}' | ']'): void {
    if (this.#token.kind === closing) this.#advance();
    else if (!this.#isStopped) {
      this.#tell(open, `The bracket that opens here is never closed; add the missing "${closing}".`);
      // The wrong bracket closes this one where no outer one could mean it.
      if (this.#token.kind !== 'end' && this.#depth === 1) this.#advance();
    }
    this.#layout.end(id, this.#cursor);
  }

  #entry(): Entry {
    const token = this.#token;
    const isKey = token.kind === 'string' || token.kind === 'word';
    if (isKey) this.#advance();
    else this.#tell(token, 'A key is missing here; write it in double quotes, with ":" and its value.');
    const key = isKey ? this.#scalar(token, true) : this.#empty();
    if (this.#token.kind === ':') {
      this.#advance();
      return { key, value: this.#value() };
    }
    if (isKey) this.#tell(this.#token, 'A ":" is missing after the key; add it with a value.');
    // A text could as well be the next key.
    const isValue = this.#token.kind === '{' || this.#token.kind === '[' || this.#token.kind === 'word';
    return { key, value: isValue ? this.#value() : this.#empty() };
  }

  #scalar(token: Token, isKey: boolean): Scalar {
    const { start, end } = token;
    const id = this.#layout.add(start, end);
    if (token.kind !== 'string') {
      const value = this.#word(token, isKey);
      return { kind: 'scalar', id, value, style: 'plain' };
    }
    const single = this.#text.charAt(start) === "'";
    if (single) this.#tooMuch('quote', token);
    const quote = single ? "'" : '"';
    if (!token.closed)
      this.#tell({ start, end: start + 1 }, `The quote that opens here is never closed; add the missing ${quote}.`);
    const content = this.#text.slice(start + 1, token.closed ? end - 1 : end);
    const value = unescaped(content, this.#dialect === 'json5', ({ at, length }) =>
      this.#tell({ start: start + 1 + at, end: start + 1 + at + length }, 'This escape does not exist; double the backslash.'),
    );
    const control = this.#dialect === 'json5' ? -1 : content.search(/[\0-\x1f]/);
    if (control >= 0) {
      const at = start + 1 + control;
      this.#tell(
        { start: at, end: at + 1 },
        'A control character cannot stand in a JSON text; write it as an escape, as in "\\t".',
      );
    }
    return { kind: 'scalar', id, value, style: single ? 'single' : 'double' };
  }

  /** A key without quotes, a number, true, false or null. */
  #word(token: Token, isKey: boolean): string {
    const word = this.#text.slice(token.start, token.end);
    if (isKey) {
      const key = unescaped(word, true, () => undefined);
      if (this.#dialect !== 'json5') this.#tooMuch('key', token);
      else if (!IDENTIFIER.test(key)) this.#tell(token, 'This key needs quotes; add them.');
      return key;
    }
    const { type } = typedText(word, 'json');
    if (type === 'string') this.#tell(token, 'This is neither a number nor true, false or null; put texts in double quotes.');
    else if ((type === 'int' || type === 'float') && !/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/.test(word)) {
      this.#tooMuch('number', token);
    }
    return word;
  }

  #empty(): Scalar {
    return { kind: 'scalar', id: this.#layout.add(this.#cursor, this.#cursor), value: '', style: 'plain' };
  }

  #stop(token: Token): Node {
    this.mistakes.push(tooDeep(token.start));
    this.#isStopped = true;
    return this.#empty();
  }

  #advance(): void {
    this.#cursor = this.#token.end;
    this.#token = this.#scan();
  }

  #scan(): Token {
    for (;;) {
      const token = this.#scanner.next();
      if (token.kind !== 'comment') return token;
      if (isDirective(this.#text, token)) this.comments.push(token);
      if (!token.closed)
        this.#tell({ start: token.start, end: token.start + 2 }, 'The comment is never closed; add the missing "*/".');
      this.#tooMuch('comment', token);
    }
  }

  #tell({ start, end }: { readonly start: number; readonly end: number }, message: string): void {
    if (this.mistakes.at(-1)?.start === start) return;
    this.mistakes.push({ start, end, code: 'syntax', message });
    // A text so broken is none; reading on would only find more of the same.
    if (this.mistakes.length >= MAX_MISTAKES) this.#isStopped = true;
  }

  #tooMuch(what: keyof typeof TOO_MUCH, token: Token): void {
    const isAllowed = this.#dialect === 'json5' || (this.#dialect === 'jsonc' && (what === 'comment' || what === 'trailing'));
    if (isAllowed || this.#told.has(what)) return;
    this.#told.add(what);
    this.#tell(token, TOO_MUCH[what]);
  }
}
