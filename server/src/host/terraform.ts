/** The user's Terraform or OpenTofu, asked to validate a directory and to format a text. */
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { type FilePath, isInside, join } from '../base/paths.ts';
import type { Database } from '../engine/database.ts';
import { configFiles } from '../model/terraform/files.ts';
import { fileText, pathKind, type ToolReport, toolReports } from '../model/workspace/inputs.ts';
import { toNative } from './native.ts';
import { environmentFor, findProgram, type Ran, type ToolRunner } from './process.ts';

const VALIDATE_MS = 120_000;
const FORMAT_MS = 10_000;

/** Where providers lie, and nothing that could be a credential. */
const ALLOWED = ['TF_DATA_DIR', 'TF_PLUGIN_CACHE_DIR', 'TF_CLI_CONFIG_FILE'];
const SET = { CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1', TF_INPUT: '0' };

export type Validated = { readonly errors: number; readonly warnings: number } | { readonly failed: string };
export type Formatted = { readonly text: string } | { readonly failed: string };

export class Terraform {
  readonly #db: Database;
  readonly #tools: ToolRunner;
  readonly #roots: () => readonly FilePath[];
  /** The program that the settings of the machine name. */
  #setting: string | undefined;
  /** Directory to the files that the last run had something to say of. */
  readonly #told = new Map<FilePath, ReadonlySet<FilePath>>();

  constructor(db: Database, tools: ToolRunner, roots: () => readonly FilePath[]) {
    this.#db = db;
    this.#tools = tools;
    this.#roots = roots;
  }

  settings(received: unknown): void {
    const section = propertyOf(received, 'terraform');
    const path = propertyOf(section, 'path');
    this.#setting = typeof path === 'string' ? path : undefined;
  }

  /** Validates what is on disk, and writes what is wrong with it into the database. */
  async validate(directory: FilePath, signal: AbortSignal): Promise<Validated> {
    if (!this.#roots().some((root) => isInside(root, directory)) || pathKind(this.#db, directory) !== 'directory')
      return { failed: 'This directory does not belong to the workspace.' };
    const ran = await this.#run([`-chdir=${toNative(directory)}`, 'validate', '-json', '-no-color'], VALIDATE_MS, signal);
    if ('failed' in ran) return ran;
    const output = parsed(ran.stdout);
    if (output === undefined) return { failed: firstLine(ran.stderr) ?? 'Terraform said nothing that could be read.' };
    this.#write(directory, output);
    return {
      errors: output.filter(({ severity }) => severity === 'error').length,
      warnings: output.filter(({ severity }) => severity === 'warning').length,
    };
  }

  /** The text as `terraform fmt` writes it. */
  async format(text: string, signal: AbortSignal): Promise<Formatted> {
    const ran = await this.#run(['fmt', '-no-color', '-'], FORMAT_MS, signal, text);
    if ('failed' in ran) return ran;
    if (ran.status === 0) return { text: ran.stdout };
    return {
      failed: firstLine(ran.stderr) ?? 'The text cannot be formatted.',
    };
  }

  async #run(
    args: readonly string[],
    timeoutMs: number,
    signal: AbortSignal,
    input?: string,
  ): Promise<Extract<Ran, { is: 'ended' }> | { readonly failed: string }> {
    const roots = this.#roots();
    const found = findProgram(['terraform', 'tofu'], this.#setting, roots);
    if ('refused' in found) return { failed: found.refused };
    const env = environmentFor(roots, ALLOWED, SET);
    const run = { program: found.program, args, cwd: tmpdir(), env, timeoutMs, signal };
    const ran = await this.#tools.run(input === undefined ? run : { ...run, input });
    if (ran.is === 'ended') return ran;
    return { failed: FAILURES[ran.why] };
  }

  #write(directory: FilePath, output: readonly Told[]): void {
    const byFile = new Map<FilePath, ToolReport[]>();
    const texts = new Map<FilePath, string | undefined>();
    for (const one of output) {
      const named = one.filename === undefined ? undefined : join(directory, one.filename.replaceAll('\\', '/'));
      const file = named !== undefined && fileText(this.#db, named) !== undefined ? named : configFiles(this.#db, directory)[0];
      if (file === undefined) continue;
      if (!texts.has(file)) texts.set(file, this.#savedText(file));
      const text = texts.get(file);
      const isExact = file === named && text !== undefined && text === fileText(this.#db, file);
      const report: ToolReport = {
        severity: one.severity,
        message: one.message,
        start: isExact ? offsetOf(text, one.start) : 0,
        end: isExact ? offsetOf(text, one.end) : 0,
      };
      const list = byFile.get(file);
      if (list === undefined) byFile.set(file, [report]);
      else list.push(report);
    }
    for (const file of this.#told.get(directory) ?? []) if (!byFile.has(file)) this.#db.set(toolReports, file, undefined);
    for (const [file, reports] of byFile) this.#db.set(toolReports, file, { text: fileText(this.#db, file) ?? '', reports });
    this.#told.set(directory, new Set(byFile.keys()));
  }

  /** What Terraform has read: the file's text is asked for again, since the editor may hold another. */
  #savedText(file: FilePath): string | undefined {
    try {
      return readFileSync(toNative(file), 'utf8');
    } catch {
      return undefined;
    }
  }
}

const FAILURES = {
  'not started': 'Terraform could not be started.',
  'too slow': 'Terraform took too long and was ended.',
  cancelled: 'Cancelled.',
  'too much output': 'Terraform said more than 16 MB and was ended.',
  killed: 'Terraform was ended by something else.',
} as const;

interface Told {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly filename: string | undefined;
  /** Bytes of the file. */
  readonly start: number;
  readonly end: number;
}

/** The diagnostics of `validate -json`, whose form HashiCorp keeps stable from 1.0 on. */
function parsed(output: string): readonly Told[] | undefined {
  // Warnings about the settings of the command line may stand before it.
  const start = output.indexOf('{');
  let value: unknown;
  try {
    value = JSON.parse(output.slice(Math.max(start, 0)));
  } catch {
    return undefined;
  }
  const diagnostics = propertyOf(value, 'diagnostics');
  if (!Array.isArray(diagnostics)) return propertyOf(value, 'valid') === true ? [] : undefined;
  return diagnostics.map((one): Told => {
    const range = propertyOf(one, 'range');
    const [summary, detail] = [propertyOf(one, 'summary'), propertyOf(one, 'detail')].map((text) =>
      typeof text === 'string' ? text.replace(/\s+/g, ' ').trim() : '',
    );
    const filename = propertyOf(range, 'filename');
    return {
      severity: propertyOf(one, 'severity') === 'warning' ? 'warning' : 'error',
      message: [summary, detail].filter((text) => text !== '').join(': '),
      filename: typeof filename === 'string' ? filename : undefined,
      start: bytesOf(propertyOf(range, 'start')),
      end: bytesOf(propertyOf(range, 'end')),
    };
  });
}

function bytesOf(position: unknown): number {
  const byte = propertyOf(position, 'byte');
  return typeof byte === 'number' && byte >= 0 ? byte : 0;
}

function offsetOf(text: string, byte: number): number {
  return Buffer.from(text, 'utf8').subarray(0, byte).toString('utf8').length;
}

/** The first line that is a mistake's and no remark about the settings of the command line. */
function firstLine(text: string): string | undefined {
  const error = text.search(/^.*\bError: /m);
  return text
    .slice(Math.max(error, 0))
    .split('\n')
    .map((line) => line.replace(/^[│╷╵\s]+/, '').trim())
    .find((line) => line !== '');
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}
