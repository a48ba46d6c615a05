/** Between the protocol's lines, UTF-16 characters and URIs and the analysis' offsets and paths. */
import {
  DiagnosticSeverity,
  DiagnosticTag,
  type Diagnostic as LspDiagnostic,
  type TextEdit as LspTextEdit,
  type Position,
  type Range,
  type SnippetTextEdit,
  type TextDocumentIdentifier,
} from 'vscode-languageserver';
import type { LineIndex } from '../base/lines.ts';
import type { FilePath } from '../base/paths.ts';
import type { Span, TextEdit } from '../base/spans.ts';
import type { Database } from '../engine/database.ts';
import type { Diagnostic } from '../ide/diagnostics.ts';
import { type SketchEdit, wholeLines } from '../ide/edits.ts';
import { lines } from '../ide/text.ts';
import type { Documents } from './documents.ts';
import { snippetOf } from './snippet.ts';
import { toPath, toUri } from './uris.ts';

const SEVERITY = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
} as const;

const TAG = { deprecated: DiagnosticTag.Deprecated, unnecessary: DiagnosticTag.Unnecessary } as const;

/** Where a cursor stands, in the analysis' terms. */
export interface Cursor {
  readonly file: FilePath;
  readonly offset: number;
}

/** Line indexes are made once for each file that an answer speaks of, and die with the answer. */
export class Converter {
  readonly #db: Database;
  readonly #documents: Documents;
  readonly #ruleDocs: string | undefined;
  readonly #lines = new Map<FilePath, LineIndex>();

  constructor(db: Database, documents: Documents, ruleDocs: string | undefined) {
    this.#db = db;
    this.#documents = documents;
    this.#ruleDocs = ruleDocs;
  }

  /** The path of a document; undefined where the URI is none. */
  path(document: TextDocumentIdentifier): FilePath | undefined {
    return toPath(document.uri);
  }

  /** The URI as the client wrote it where the document is open, else as VS Code would. */
  uri(path: FilePath): string {
    return this.#documents.get(path)?.uri ?? toUri(path);
  }

  cursor(params: { readonly textDocument: TextDocumentIdentifier; readonly position: Position }): Cursor | undefined {
    const file = this.path(params.textDocument);
    return file === undefined ? undefined : { file, offset: this.#linesOf(file).offsetAt(params.position) };
  }

  span(file: FilePath, range: Range): Span {
    const index = this.#linesOf(file);
    const [start, end] = [index.offsetAt(range.start), index.offsetAt(range.end)];
    return { start: Math.min(start, end), end: Math.max(start, end) };
  }

  range(file: FilePath, span: Span): Range {
    return this.#linesOf(file).rangeOf(span);
  }

  location(file: FilePath, span: Span): { uri: string; range: Range } {
    return { uri: this.uri(file), range: this.range(file, span) };
  }

  edits(file: FilePath, edits: readonly TextEdit[]): LspTextEdit[] {
    return edits.map((edit) => ({ range: this.range(file, edit.span), newText: edit.text }));
  }

  /** Editors indent the lines of a snippet from the line that it begins in: from its start, that is not at all. */
  snippets(file: FilePath, edits: readonly SketchEdit[]): SnippetTextEdit[] {
    const numbers = new Map<string, number>();
    return wholeLines(this.#db, file, edits).map(({ span, sketch }) => ({
      range: this.range(file, span),
      snippet: { kind: 'snippet', value: snippetOf(sketch, numbers) },
    }));
  }

  diagnostic(found: Diagnostic): LspDiagnostic {
    return {
      range: this.range(found.file, found.span),
      severity: SEVERITY[found.severity],
      code: found.rule,
      ...(this.#ruleDocs !== undefined && { codeDescription: { href: `${this.#ruleDocs}${found.rule}.md` } }),
      source: 'plumbline',
      message: found.message,
      ...(found.tags.length > 0 && { tags: found.tags.map((tag) => TAG[tag]) }),
      ...(found.related.length > 0 && {
        relatedInformation: found.related.map(({ file, span, message }) => ({ location: this.location(file, span), message })),
      }),
    };
  }

  #linesOf(file: FilePath): LineIndex {
    let index = this.#lines.get(file);
    if (index === undefined) {
      index = lines(this.#db, file);
      this.#lines.set(file, index);
    }
    return index;
  }
}
