/** Sketches in the snippet syntax of the protocol. */
import type { Sketch } from '../ide/completion.ts';

/** Every text is meant as it is; places of one name are filled in together, as in all sketches with the same `numbers`. */
export function snippetOf(sketch: Sketch, numbers = new Map<string, number>()): string {
  return sketch
    .map((part) => {
      if (typeof part === 'string') return part.replace(/[\\$}]/g, '\\$&');
      const known = numbers.get(part.stop);
      const number = known ?? numbers.size + 1;
      numbers.set(part.stop, number);
      if (known !== undefined) return `$${number}`;
      const { choices = [], text } = part;
      if (choices.length > 1) return `\${${number}|${choices.map((one) => one.replace(/[\\,|]/g, '\\$&')).join(',')}|}`;
      return text === '' ? `$${number}` : `\${${number}:${text.replace(/[\\$}]/g, '\\$&')}}`;
    })
    .join('');
}
