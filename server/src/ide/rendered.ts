/** What a kustomization builds as one document, every line of which knows the text that set it. */
import type { FilePath } from '../base/paths.ts';
import type { Span } from '../base/spans.ts';
import type { Database } from '../engine/database.ts';
import type { BuildResult, BuiltObject } from '../model/kustomize/build/build.ts';
import { located, problemSpan } from '../model/kustomize/build/origins.ts';
import type { BuildProblem } from '../model/kustomize/build/problems.ts';
import { problemSentence } from '../model/kustomize/build/sentences.ts';
import type { Value } from '../model/kustomize/build/values.ts';
import { type MarkedYaml, markedYaml } from '../model/kustomize/build/yaml-text.ts';
import { masked } from '../model/kustomize/provenance/masked.ts';
import { deployedBuild } from '../model/kustomize/provenance/overlays.ts';
import { Secrets } from '../model/kustomize/provenance/secrets.ts';
import { displayPath } from '../model/workspace/repository.ts';
import { lines } from './text.ts';

/** Lines of output that are shown; an editor takes no more at ease. */
const MAX_LINES = 100_000;

/**
 * The document's text: why the build fails or what is missing from it as comments, then the objects, or the one with this
 * key; Secrets are masked.
 */
export function renderedText(db: Database, directory: FilePath, object?: string): string {
  const build = objectIn(deployedBuild(db, directory), object);
  const notes = notesOf(db, directory, build);
  return [...notes.map(({ text }) => text), ...bodyOf(build).lines].map((line) => `${line}\n`).join('');
}

/** Where the line of the document, counted from 0, was set. */
export function renderedSource(
  db: Database,
  directory: FilePath,
  line: number,
  object?: string,
): { file: FilePath; span: Span } | undefined {
  const build = objectIn(deployedBuild(db, directory), object);
  const notes = notesOf(db, directory, build);
  const note = notes[line];
  if (note !== undefined)
    return note.problem && { file: note.problem.file, span: problemSpan(db, note.problem) ?? { start: 0, end: 0 } };
  const value = bodyOf(build).origins[line - notes.length];
  return value === undefined ? undefined : located(db, value);
}

/** What an object is known by while it is edited. */
export function objectKey({ id }: BuiltObject): string {
  return `${id.group}/${id.kind}/${id.namespace}/${id.name}`;
}

/** The build with one object left; all of what it carries from Secrets stays known. */
function objectIn(build: BuildResult, object: string | undefined): BuildResult & { readonly whole: BuildResult } {
  if (object === undefined) return { ...build, whole: build };
  return { ...build, objects: build.objects.filter((one) => objectKey(one) === object), whole: build };
}

interface Note {
  readonly text: string;
  readonly problem: BuildProblem | undefined;
}

function notesOf(
  db: Database,
  directory: FilePath,
  { objects, problems, whole }: BuildResult & { readonly whole: BuildResult },
): readonly Note[] {
  const name = displayPath(db, directory);
  const none = whole.objects.length > 0 ? 'no longer builds this object' : 'builds no objects';
  if (problems.length === 0) return objects.length > 0 ? [] : [{ text: `# ${name} ${none}.`, problem: undefined }];
  const isPartial = problems.every(({ missing }) => missing !== undefined);
  const head = isPartial ? `# Not everything in ${name} can be built here:` : `# ${name} does not build:`;
  const [only] = problems;
  const causes =
    problems.length === 1 && only !== undefined
      ? [{ text: oneLine(`${head} ${causeOf(db, only)}`), problem: only }]
      : [
          { text: oneLine(head), problem: undefined },
          ...problems.map((problem) => ({ text: oneLine(`#   ${causeOf(db, problem)}`), problem })),
        ];
  return objects.length === 0 ? causes : [...causes, { text: '', problem: undefined }];
}

/** Where and why, as in `kustomization.yaml:3: missing.yaml does not exist`. */
function causeOf(db: Database, problem: BuildProblem): string {
  const span = problemSpan(db, problem);
  const shown = displayPath(db, problem.file);
  const place = span === undefined ? shown : `${shown}:${lines(db, problem.file).positionAt(span.start).line + 1}`;
  return `${place}: ${problemSentence(problem)}`;
}

/** What stands in a comment must not end it. */
function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u0085\u2028\u2029]+/g, ' ');
}

function bodyOf(build: BuildResult & { readonly whole: BuildResult }): MarkedYaml {
  const secrets = new Secrets(build.whole);
  const all: string[] = [];
  const origins: (Value | undefined)[] = [];
  for (const [i, object] of build.objects.entries()) {
    if (all.length > MAX_LINES) {
      all.push('---', `# and ${build.objects.length - i} more objects`);
      origins.push(undefined, undefined);
      break;
    }
    if (i > 0) {
      all.push('---');
      origins.push(undefined);
    }
    const yaml = markedYaml(masked(object, secrets));
    for (const line of yaml.lines) all.push(line);
    for (const origin of yaml.origins) origins.push(origin);
  }
  return { lines: all, origins };
}
