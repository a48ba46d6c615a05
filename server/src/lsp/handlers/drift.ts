/** Requests on drift: looking, the marks of a file, and the two texts of an object. */
import { LSPErrorCodes, ProtocolRequestType, ResponseError } from 'vscode-languageserver';
import { driftMarks } from '../../ide/drift/marks.ts';
import { type DriftReport, driftReport, isDrift, type ReportedObject } from '../../ide/drift/report.ts';
import { driftText } from '../../ide/drift/texts.ts';
import { fieldWords, objectTitle, reportWords, STATE_WORDS } from '../../ide/drift/words.ts';
import { type Context, handler } from '../handler.ts';
import { inert } from '../markdown.ts';
import {
  DRIFT,
  DRIFT_MARKS,
  DRIFT_TEXT,
  type DriftedApplication,
  type DriftedObject,
  type DriftMark,
  type DriftMarksParams,
  type DriftParams,
  type DriftResult,
  type DriftTextParams,
} from '../protocol-drift.ts';
import { toPath } from '../uris.ts';

const DriftRequest = new ProtocolRequestType<DriftParams, DriftResult, never, void, void>(DRIFT);
const DriftMarksRequest = new ProtocolRequestType<DriftMarksParams, readonly DriftMark[], never, void, void>(DRIFT_MARKS);
const DriftTextRequest = new ProtocolRequestType<DriftTextParams, string, never, void, void>(DRIFT_TEXT);

export const drift = handler(DriftRequest, async (context, { application, file }) => {
  const { session, token } = context;
  if (!session.isTrusted)
    throw new ResponseError(LSPErrorCodes.RequestFailed, 'Clusters are reached only from workspaces that you trust.');
  const cancel = new AbortController();
  const subscription = token.onCancellationRequested(() => cancel.abort());
  try {
    if (session.live.facts.phase === 'disconnected') return unknown('No cluster is connected: choose a context first.');
    const path = file === undefined ? undefined : toPath(file);
    const ids = path === undefined ? [application ?? ''] : await session.drift.deploying(path, cancel.signal);
    if (ids.length === 0) return unknown('Nothing in the connected cluster is deployed from this file.');
    const applications: DriftedApplication[] = [];
    for (const id of ids) {
      const looked = await session.drift.look(id, cancel.signal);
      if ('reason' in looked) return unknown(looked.reason);
      const report = driftReport(session.db, looked.key);
      if (report !== undefined) applications.push(applicationOf(context, looked.key, report));
    }
    return { state: 'known', applications };
  } catch (error) {
    if (error instanceof Error && error.name === 'ClusterError') return unknown(error.message);
    throw error;
  } finally {
    subscription.dispose();
  }
});

export const driftMarksOfFile = handler(DriftMarksRequest, ({ db, session, convert }, { file }) => {
  const path = toPath(file);
  const { context } = session.live.facts;
  if (path === undefined || context === undefined) return [];
  const now = Date.parse(session.world.runtime.timestamp());
  return driftMarks(db, path, now, context).map(({ span, text, title, lines, application, object, field }) => ({
    range: convert.range(path, span),
    text: inert(text),
    title: inert(title),
    lines: lines.map(inert),
    application,
    object,
    ...(field !== undefined && { field }),
  }));
});

export const driftTextOfObject = handler(DriftTextRequest, ({ db }, { application, object, side }) =>
  driftText(db, application, object, side === 'live' ? 'live' : 'desired'),
);

function unknown(reason: string): DriftResult {
  return { state: 'unknown', reason: inert(reason) };
}

function applicationOf({ convert }: Context, key: string, report: DriftReport): DriftedApplication {
  return {
    key,
    name: inert(report.name),
    words: inert(reportWords(report)),
    drifted: report.drifted,
    unrendered: report.unrendered.map(inert),
    objects: report.objects.filter(isDrift).map(objectOf),
  };

  function objectOf(object: ReportedObject): DriftedObject {
    const { key: of, state, fields, span } = object;
    const [first, ...more] = fields;
    const words =
      first === undefined
        ? STATE_WORDS[state]
        : `${first.field} ${fieldWords(first)}${more.length > 0 ? ` and ${more.length} more` : ''}`;
    const place = span === undefined ? undefined : convert.location(span.file, span.span);
    return { key: of, title: inert(objectTitle(object)), state, words: inert(words), ...(place && { place }) };
  }
}
