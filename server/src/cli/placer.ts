/** Findings of the analysis in the report's terms: lines and characters, paths relative to the root. */
import type { LineIndex, Range } from '../base/lines.ts';
import { type FilePath, relative } from '../base/paths.ts';
import type { Span } from '../base/spans.ts';
import type { Database } from '../engine/database.ts';
import type { Diagnostic } from '../ide/diagnostics.ts';
import { rulePage } from '../ide/rules.ts';
import { lines, textOf } from '../ide/text.ts';
import type { Problem } from './report.ts';

export class Placer {
  readonly #db: Database;
  readonly #root: FilePath;
  /** The file asked for last; findings come file by file. */
  #last: { readonly file: FilePath; readonly lines: LineIndex } | undefined;

  constructor(db: Database, root: FilePath) {
    this.#db = db;
    this.#root = root;
  }

  problem({ rule, severity, message, file, span, related, fixable }: Diagnostic): Problem {
    const index = this.#lines(file);
    const range = index.rangeOf(span);
    const start = index.starts[range.start.line] ?? 0;
    const line = textOf(this.#db, file).slice(start, index.lineEnd(range.start.line));
    return {
      rule,
      severity,
      message,
      file: relative(this.#root, file),
      range,
      line,
      url: rulePage(rule),
      fixable,
      related: related.map((one) => ({
        file: relative(this.#root, one.file),
        range: this.#range(one.file, one.span),
        message: one.message,
      })),
    };
  }

  #range(file: FilePath, span: Span): Range {
    return (this.#last?.file === file ? this.#last.lines : lines(this.#db, file)).rangeOf(span);
  }

  #lines(file: FilePath): LineIndex {
    if (this.#last?.file !== file) this.#last = { file, lines: lines(this.#db, file) };
    return this.#last.lines;
  }
}
