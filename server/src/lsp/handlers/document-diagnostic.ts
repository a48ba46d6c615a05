/** `textDocument/diagnostic`: the findings of one file, or word that they are as before. */
import {
  DocumentDiagnosticReportKind,
  DocumentDiagnosticRequest,
  type FullDocumentDiagnosticReport,
  type RelatedFullDocumentDiagnosticReport,
} from 'vscode-languageserver';
import { handler } from '../handler.ts';
import { type Report, reportOf } from '../reports.ts';

/** Files told of besides the asked one. */
const MAX_RELATED = 20;

export const documentDiagnostic = handler(DocumentDiagnosticRequest.type, ({ session, convert }, params) => {
  const file = convert.path(params.textDocument);
  if (file === undefined) return full({ items: [], resultId: 'none', others: [] });
  const report = reportOf(session, file);
  if (params.previousResultId === report.resultId)
    return { kind: DocumentDiagnosticReportKind.Unchanged, resultId: report.resultId };
  const related = session.client.relatedDocuments ? report.others.slice(0, MAX_RELATED) : [];
  if (related.length === 0) return full(report);
  const relatedDocuments: NonNullable<RelatedFullDocumentDiagnosticReport['relatedDocuments']> = Object.create(null);
  for (const other of related) relatedDocuments[convert.uri(other)] = full(reportOf(session, other));
  return { ...full(report), relatedDocuments };
});

function full(report: Report): FullDocumentDiagnosticReport {
  return { kind: DocumentDiagnosticReportKind.Full, resultId: report.resultId, items: [...report.items] };
}
