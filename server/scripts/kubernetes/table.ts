/** All releases in one text: each type once, each field with the releases in which it is so. */
import type { Lifecycle } from './lifecycle.ts';
import type { FieldFacts, KindFacts, ReleaseFacts } from './openapi.ts';

/** Minor to facts, oldest first. */
export type Releases = ReadonlyMap<number, ReleaseFacts>;

/**
 * The table that `server/src/model/kubernetes/schema/table.ts` reads, as lines: kinds, then API versions that are
 * deprecated or gone, then types with their fields.
 */
export function tableOf(
  releases: Releases,
  lifecycles: readonly Lifecycle[],
): { readonly kinds: string; readonly types: string } {
  const minors = [...releases.keys()];
  return {
    kinds: [...kindLines(releases, minors), ...lifecycleLines(lifecycles)].join('\n'),
    types: [...typeLines(releases, minors)].join('\n'),
  };
}

/** `apiVersion kind type scope [range]` */
function* kindLines(releases: Releases, minors: readonly number[]): Generator<string> {
  const found = new Map<string, number[]>();
  for (const [minor, { kinds }] of releases) {
    for (const { apiVersion, kind, type, namespaced } of kinds) {
      const line = `${apiVersion} ${kind} ${type} ${namespaced ? 'namespaced' : 'cluster'}`;
      found.set(line, [...(found.get(line) ?? []), minor]);
    }
  }
  for (const [line, served] of [...found].sort(byName)) for (const range of ranges(served, minors)) yield `${line}${range}`;
}

/** `-apiVersion kind deprecated removed replacement`, `.` for what is not known. */
function* lifecycleLines(lifecycles: readonly Lifecycle[]): Generator<string> {
  const lines = lifecycles.map(
    ({ apiVersion, kind, deprecated, removed, replacement }) =>
      `-${apiVersion} ${kind} ${deprecated ?? '.'} ${removed ?? '.'} ${replacement ?? '.'}`,
  );
  yield* lines.sort();
}

function* typeLines(releases: Releases, minors: readonly number[]): Generator<string> {
  for (const name of reachable(releases)) {
    yield name;
    const having = minors.filter((minor) => releases.get(minor)?.types.has(name));
    const fields = new Map<string, Map<string, number[]>>();
    for (const minor of having) {
      for (const field of releases.get(minor)?.types.get(name) ?? []) {
        const variants = fields.get(field.name) ?? new Map<string, number[]>();
        fields.set(field.name, variants);
        const line = fieldLine(field);
        variants.set(line, [...(variants.get(line) ?? []), minor]);
      }
    }
    for (const [, variants] of [...fields].sort(byName))
      for (const [line, known] of variants) for (const range of ranges(known, having)) yield `\t${line}${range}`;
  }
}

/** `name[!] type [{values}] [(merging)] [=default]`, parted by tabs since values may hold blanks. */
function fieldLine({ name, required, type, values, merging, fallback }: FieldFacts): string {
  const parts = [
    `${name}${required ? '!' : ''}`,
    type,
    values.length > 0 ? `{${values.join('|')}}` : '',
    merging === '' ? '' : `(${merging})`,
    fallback === '' ? '' : `=${fallback}`,
  ];
  return parts.filter((part) => part !== '').join('\t');
}

/** `@33-` from a minor on, `@-33` up to it, `@33-35` between; nothing where it is so in all of them. */
function ranges(some: readonly number[], all: readonly number[]): readonly string[] {
  const found: string[] = [];
  for (let i = 0; i < all.length; ) {
    if (!some.includes(all[i] ?? 0)) {
      i++;
      continue;
    }
    let j = i;
    while (j + 1 < all.length && some.includes(all[j + 1] ?? 0)) j++;
    const from = i === 0 ? '' : String(all[i]);
    const to = j === all.length - 1 ? '' : String(all[j]);
    found.push(from === '' && to === '' ? '' : `\t@${from}-${to}`);
    i = j + 1;
  }
  return found;
}

/** The types that some kind is made of, sorted. */
function reachable(releases: Releases): readonly string[] {
  const found = new Set<string>();
  for (const { types, kinds } of releases.values()) {
    const waiting = kinds.map(({ type }: KindFacts) => type);
    const seen = new Set<string>();
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      const fields = types.get(name);
      if (fields === undefined || seen.has(name)) continue;
      seen.add(name);
      found.add(name);
      for (const { type } of fields) waiting.push(type.replace(/^(?:\[\]|<>)+/, ''));
    }
  }
  return [...found].sort();
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
