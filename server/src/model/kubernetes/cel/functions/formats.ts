/** `format.dns1123Label().validate(text)`: texts in the forms that Kubernetes demands of names and the like. */
import { type Form, formProblem } from '../../schema/forms.ts';
import { formatProblem } from '../../schema/text-formats.ts';
import { FORMAT, func, method, type Overload, STRING } from '../overload.ts';
import { Format, List, NONE, Optional } from '../values.ts';
import { urlOf } from './urls.ts';

type Problem = (text: string) => string | undefined;

const form =
  (name: Form): Problem =>
  (text) =>
    formProblem(name, text);

/** A prefix may end with a dash. */
const prefix =
  (name: Form): Problem =>
  (text) =>
    formProblem(name, text.length > 1 && text.endsWith('-') ? `${text.slice(0, -2)}a` : text);

const format =
  (name: string): Problem =>
  (text) =>
    formatProblem(name, text);

const PROBLEMS: readonly (readonly [string, Problem])[] = [
  ['dns1123Label', form('label')],
  ['dns1123Subdomain', form('subdomain')],
  ['dns1035Label', form('dns1035')],
  ['qualifiedName', form('qualified')],
  ['dns1123LabelPrefix', prefix('label')],
  ['dns1123SubdomainPrefix', prefix('subdomain')],
  ['dns1035LabelPrefix', prefix('dns1035')],
  ['labelValue', form('label-value')],
  ['uri', (text) => (urlOf(text, true) === undefined ? 'is no URI' : undefined)],
  ['uuid', format('uuid')],
  ['byte', format('byte')],
  ['date', format('date')],
  ['datetime', format('datetime')],
];

const NAMED: ReadonlyMap<string, Format> = new Map(
  PROBLEMS.map(([name, problem]) => [
    name,
    new Format(name, (text) => {
      const found = problem(text);
      return found === undefined ? [] : [found];
    }),
  ]),
);

export const FORMATS: readonly Overload[] = [
  ...[...NAMED].map(([name, value]) => func(`format.${name}`, [], () => value)),
  func('format.named', [STRING], (_, name) => {
    const found = NAMED.get(name);
    return found === undefined ? NONE : new Optional(found);
  }),
  method('validate', [FORMAT, STRING], (run, { problems }, text) => {
    run.text(text.length * 8);
    const found = problems(text);
    return found.length === 0 ? NONE : new Optional(new List(found));
  }),
];
