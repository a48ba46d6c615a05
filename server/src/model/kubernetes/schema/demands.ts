/** What the API server's own code demands of single fields, read from its table once. */
import { quantity } from './formats.ts';
import { asForm, type Form } from './forms.ts';
import type { Bounds } from './shapes.ts';
import { DEMANDS } from './tables/demands.ts';

export interface Demand {
  readonly bounds?: Bounds;
  readonly values?: readonly string[];
  readonly form?: Form;
  /** True for what the server does not look at. */
  readonly isFree?: boolean;
  /** True where empty texts are judged too. */
  readonly isJudgedEmpty?: boolean;
  /** The form of a mapping's keys. */
  readonly keys?: Form;
}

const BY_FIELD: ReadonlyMap<string, Demand> = new Map(
  DEMANDS.split('\n').flatMap((line) => {
    const [type = '', ...fields] = line.split(' ');
    return fields.map((one): [string, Demand] => {
      const sign = one.indexOf('=');
      return [`${type}.${one.slice(0, sign)}`, demandOf(one.slice(sign + 1))];
    });
  }),
);

export function demandsOn(type: string, field: string): Demand | undefined {
  return BY_FIELD.get(`${type}.${field}`);
}

/** `1..65535,port-name`: of a number the bounds, of a text the form. */
function demandOf(text: string): Demand {
  if (text === 'any') return { isFree: true };
  if (text.endsWith('!')) return { ...demandOf(text.slice(0, -1)), isJudgedEmpty: true };
  if (text.startsWith('{')) return { values: text.slice(1, -1).split('|') };
  return Object.assign({}, ...text.split(',').map(partOf)) as Demand;
}

function partOf(part: string): Demand {
  if (part === '') return {};
  const [least, most] = part.split('..');
  if (most !== undefined)
    return { bounds: { least: quantity(least ?? '') ?? 0, most: most === '' ? Number.POSITIVE_INFINITY : Number(most) } };
  const form = asForm(part.replace(/:$/, ''));
  if (form === undefined) return {};
  return part.endsWith(':') ? { keys: form } : { form };
}
