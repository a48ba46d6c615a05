/** What a hostile case is made of, and how it is written to a disk. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** File path to content, and link path to target, in one directory. */
export interface Content {
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly links?: Readonly<Record<string, string>>;
  /** For what is neither file nor link; undefined where the system has no such thing. */
  readonly prepare?: (directory: string) => void;
}

export interface Hostile {
  /** The folder it is written to. */
  readonly name: string;
  /** What must hold, beyond the limits that hold for every case. */
  readonly demand: string;
  /** Made when needed: some are megabytes. `canary` is a file outside the case that nobody may read. */
  readonly make: (canary: string) => Content;
  /** Each must match one finding, written as `rule: message`. */
  readonly says?: readonly RegExp[];
  /** No finding may match. */
  readonly silentOn?: RegExp;
}

export function writeContent(directory: string, content: Content): void {
  mkdirSync(directory, { recursive: true });
  const made = new Set([directory]);
  const place = (path: string): string => {
    const full = join(directory, path);
    const parent = dirname(full);
    if (!made.has(parent)) mkdirSync(parent, { recursive: true });
    made.add(parent);
    return full;
  };
  for (const [path, text] of Object.entries(content.files ?? {})) writeFileSync(place(path), text);
  for (const [path, target] of Object.entries(content.links ?? {})) symlinkSync(target, place(path));
  content.prepare?.(directory);
}

/** A small valid object, for cases whose danger stands elsewhere. */
export function configMap(name: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  greeting: hello\n`;
}

/** A case of one YAML file. */
export function yamlCase(name: string, demand: string, text: () => string | Uint8Array, more: Partial<Hostile> = {}): Hostile {
  return { name: `yaml-${name}`, demand, make: () => ({ files: { 'file.yaml': text() } }), ...more };
}

export function bytes(...parts: readonly (string | readonly number[])[]): Uint8Array {
  return Buffer.concat(parts.map((part) => Buffer.from(part as string)));
}
