/** Looks up what Kubernetes says of its types and fields in the text that an edge has read. */

/** The text is one type a line, `Name TAB about`, its fields below it, `TAB name TAB about`. */
export class Descriptions {
  readonly #text: string;

  constructor(text: string) {
    this.#text = `\n${text}\n`;
  }

  /** Of a built-in type such as `core/v1.PodSpec`; undefined where nothing is said. */
  ofType(type: string): string | undefined {
    const start = this.#startOf(type);
    return start === undefined ? undefined : this.#rest(this.#text.indexOf('\t', start) + 1);
  }

  ofField(type: string, field: string): string | undefined {
    const start = this.#startOf(type);
    if (start === undefined) return undefined;
    const sign = `\n\t${field}\t`;
    const at = this.#text.indexOf(sign, start);
    if (at < 0) return undefined;
    // The next type begins with a line without a tab in front.
    let line = this.#text.indexOf('\n', start);
    while (line >= 0 && line < at && this.#text[line + 1] === '\t') line = this.#text.indexOf('\n', line + 1);
    return line === at ? this.#rest(at + sign.length) : undefined;
  }

  /** Where names of several groups are the same, the client puts the group in front. */
  #startOf(type: string): number | undefined {
    const [, group = '', version = '', name = ''] = /^([a-z]+)\/(v\w+)\.(\w+)$/.exec(type) ?? [];
    if (name === '') return undefined;
    for (const known of [capital(group) + capital(version) + name, capital(version) + name]) {
      const at = this.#text.indexOf(`\n${known}\t`);
      if (at >= 0) return at + 1;
    }
    return undefined;
  }

  #rest(from: number): string | undefined {
    const end = this.#text.indexOf('\n', from);
    const text = this.#text.slice(from, end);
    return text === '' ? undefined : text;
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** So many letters of a description are shown; what follows is told by the reference. */
const SHOWN = 280;

/** Its first sentences. */
export function shortened(text: string): string {
  if (text.length <= SHOWN) return text;
  const cut = text.slice(0, SHOWN);
  const sentence = cut.lastIndexOf('. ');
  return sentence > 60 ? cut.slice(0, sentence + 1) : `${cut.slice(0, cut.lastIndexOf(' '))} …`;
}
