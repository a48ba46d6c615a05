/** Objects of custom kinds that a real API server takes: drawn by their schemas, without what the server does not want of them. */
import type { Manifest } from '../../../cluster/kit/api.ts';
import { Dice } from '../../../kit/random.ts';
import { validCase } from '../cases.ts';
import type { Server } from '../verdict.ts';
import type { ProjectKind } from './definitions.ts';
import { Sampler } from './sample.ts';

/** So often fields are taken out of an object, and so many objects are drawn of a kind. */
const ROUNDS = 12;
const DRAWS = 4;

/** Undefined where no object that was drawn is taken: rules in CEL ask for more than a schema says. */
export async function acceptedObject(server: Server, kind: ProjectKind, seed: number): Promise<Manifest | undefined> {
  for (let draw = 0; draw < DRAWS; draw++) {
    const object: Manifest = {
      apiVersion: kind.apiVersion,
      kind: kind.kind,
      metadata: { name: 'sample' },
      ...new Sampler(new Dice(seed + draw)).object(kind.schema),
    };
    for (let round = 0; round < ROUNDS; round++) {
      const verdict = await server.verdict(validCase(object));
      if (verdict === undefined) return undefined;
      if (verdict.isTaken) return verdict.message === '' ? object : undefined;
      const isLess = verdict.fields.map((field) => without(object, field)).includes(true);
      if (!isLess) break;
    }
  }
  return undefined;
}

/** Takes out the field that the server names, or the nearest above it that is there; never kind and metadata. */
function without(object: Manifest, field: string): boolean {
  const steps = [...field.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g)].map((match) => match[1] ?? match[2] ?? '');
  for (let length = steps.length; length > 0; length--) {
    const [last = '', ...above] = steps.slice(0, length).reverse();
    if (length === 1 && /^(?:apiVersion|kind|metadata)$/.test(last)) return false;
    const holder = above.reverse().reduce<unknown>((value, step) => inside(value, step), object);
    if (Array.isArray(holder) && Number(last) < holder.length) {
      holder.splice(Number(last), 1);
      return true;
    }
    if (typeof holder === 'object' && holder !== null && Object.hasOwn(holder, last)) {
      Reflect.deleteProperty(holder, last);
      return true;
    }
  }
  return false;
}

function inside(value: unknown, step: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined;
}
