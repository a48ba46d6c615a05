/** What a configuration file points at: the addresses that its expressions mention, and how sure it is that they must exist. */
import type { Block, Expression, Item, Traversal, Word } from '../../syntax/hcl/tree.ts';
import type { Place } from '../place.ts';
import { type Mentioned, traversals } from './expressions.ts';

/** An address such as `var.region`, `module.network` or `aws_instance.web`, with the place to go from and to change. */
export interface Use {
  readonly address: string;
  readonly place: Place;
  readonly text: string;
  readonly demanded: Demand;
  /** Of a module: the output that is taken from it. */
  readonly output?: { readonly name: string; readonly place: Place; readonly indexed: boolean; readonly guarded: boolean };
}

/**
 * `always`: Terraform refuses the configuration where it is not declared. `once used`: it does so once the dynamic block makes
 * one, or something uses the provider. `never`: the old address of something moved, blocks of other tools.
 */
export type Demand = 'always' | 'once used' | 'never';

/** A name that stands alone where Terraform wants an address. */
export interface Bare {
  readonly name: string;
  readonly place: Place;
}

export interface Uses {
  readonly uses: readonly Use[];
  readonly bare: readonly Bare[];
}

/** First names that are no resource types and lead to nothing that a configuration declares. */
const BUILT_IN: ReadonlySet<string> = new Set(
  'action arg count each lazy list path provider run self template terraform tofu'.split(' '),
);

type Bound = ReadonlySet<string>;

/** How the references of a body count; `unread`: names of variables are told and nothing else. */
type Mode = Demand | 'unread';

export function usesOf(items: readonly Item[]): Uses {
  const found = new Collector();
  for (const item of items) {
    if (item.kind === 'attribute') {
      // Nothing that Terraform accepts, but people type it on the way to something else.
      found.body([item], 'never', '');
      continue;
    }
    switch (item.type.text) {
      case 'resource':
      case 'data':
      case 'ephemeral':
      case 'module':
      case 'output':
      case 'locals':
      case 'check':
        found.body(item.items, 'always', item.type.text);
        break;
      case 'provider':
        found.body(item.items, 'once used', item.type.text);
        break;
      case 'variable':
        for (const inner of item.items) if (inner.kind === 'block') found.body(inner.items, 'always', 'validation');
        break;
      case 'import':
      case 'moved':
      case 'removed':
        found.body(item.items, 'never', item.type.text);
        break;
      default:
        found.body(item.items, item.type.text === 'terraform' ? 'unread' : 'never', '');
    }
  }
  return found;
}

class Collector implements Uses {
  readonly uses: Use[] = [];
  readonly bare: Bare[] = [];

  /** `kind` is the block that holds the items: in some, arguments are words and no expressions. */
  body(items: readonly Item[], mode: Mode, kind: string, bound: Bound = new Set()): void {
    for (const item of items) {
      if (item.kind === 'attribute') this.#attribute(item.name.text, item.value, mode, kind, bound);
      else if (item.type.text === 'dynamic') this.#dynamic(item, mode, bound);
      else this.body(item.items, mode, item.type.text, bound);
    }
  }

  #attribute(name: string, value: Expression, mode: Mode, kind: string, bound: Bound): void {
    if (kind === 'lifecycle' && name !== 'replace_triggered_by') return;
    if (kind === 'action_trigger') return;
    if (kind === 'provisioner' && (name === 'when' || name === 'on_failure')) return;
    if (name === 'provider' && (kind === 'resource' || kind === 'data' || kind === 'ephemeral' || kind === 'import')) {
      if (value.kind === 'traversal') this.#provider(value);
      return;
    }
    if (name === 'providers' && kind === 'module') {
      if (value.kind !== 'object') return;
      for (const { value: given } of value.entries) if (given.kind === 'traversal') this.#provider(given);
      return;
    }
    this.#expression(value, mode, bound);
  }

  #dynamic({ items, labels }: Block, mode: Mode, bound: Bound): void {
    let iterator = labels[0]?.text;
    for (const item of items)
      if (item.kind === 'attribute' && item.name.text === 'iterator' && item.value.kind === 'traversal')
        iterator = item.value.root.text;
    const inside = iterator === undefined ? bound : new Set([...bound, iterator]);
    for (const item of items) {
      if (item.kind === 'block') this.body(item.items, mode === 'always' ? 'once used' : mode, '', inside);
      else if (item.name.text !== 'iterator') this.#expression(item.value, mode, item.name.text === 'labels' ? inside : bound);
    }
  }

  #expression(value: Expression, mode: Mode, bound: Bound): void {
    for (const one of traversals(value, bound)) this.#traversal(one, mode);
  }

  #traversal(found: Mentioned, mode: Mode): void {
    const { root, steps } = found;
    const [first, second] = steps;
    const demanded = mode === 'unread' ? 'never' : mode;
    switch (root.text) {
      case 'var':
      case 'local':
        if (first?.kind === 'attribute') this.#named(`${root.text}.${first.name.text}`, first.name, demanded);
        return;
      case 'module':
        if (first?.kind === 'attribute') this.#module(found, first.name, demanded);
        return;
      case 'data':
      case 'ephemeral':
      case 'resource':
        if (first?.kind === 'attribute' && second?.kind === 'attribute' && mode !== 'unread') {
          const prefix = root.text === 'resource' ? '' : `${root.text}.`;
          this.#resource(`${prefix}${first.name.text}.${second.name.text}`, found, second.name, demanded);
        }
        return;
    }
    if (BUILT_IN.has(root.text) || mode === 'unread') return;
    if (first?.kind === 'attribute') this.#resource(`${root.text}.${first.name.text}`, found, first.name, demanded);
    else if (demanded === 'always' && first === undefined) this.bare.push({ name: root.text, place: textPlace(root) });
  }

  #named(address: string, name: Word, demanded: Demand): void {
    this.uses.push({ address, place: textPlace(name), text: name.text, demanded });
  }

  /** The whole address is the place: it is not renamed, and a click on the type leads on as well. */
  #resource(address: string, found: Traversal, name: Word, demanded: Demand): void {
    this.uses.push({ address, place: { node: found.id, until: name.id }, text: address, demanded });
  }

  #module({ steps, guarded }: Mentioned, name: Word, demanded: Demand): void {
    const indexed = steps[1]?.kind === 'index' || steps[1]?.kind === 'splat';
    const step = steps[indexed ? 2 : 1];
    const output =
      step?.kind === 'attribute' ? { name: step.name.text, place: textPlace(step.name), indexed, guarded } : undefined;
    const use = { address: `module.${name.text}`, place: textPlace(name), text: name.text, demanded };
    this.uses.push(output === undefined ? use : { ...use, output });
  }

  #provider({ root, steps }: Traversal): void {
    const [alias] = steps;
    const name = alias?.kind === 'attribute' ? alias.name : root;
    const address = alias?.kind === 'attribute' ? `provider.${root.text}.${alias.name.text}` : `provider.${root.text}`;
    this.uses.push({ address, place: textPlace(name), text: name.text, demanded: 'never' });
  }
}

/** A name with its extent, so that what is written in its stead is written without quotes. */
export function textPlace({ id, text }: Word): Place {
  return { node: id, from: 0, to: text.length };
}
