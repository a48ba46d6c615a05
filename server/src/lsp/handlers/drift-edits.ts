/** Requests on what can be done about drift in the files: the ways, and the edit that one of them is. */
import { ProtocolRequestType } from 'vscode-languageserver';
import { type DriftWay, driftEdit, driftWays } from '../../ide/drift/edits.ts';
import { patient } from '../handler.ts';
import { inert } from '../markdown.ts';
import {
  DRIFT_WAYS,
  DRIFT_WRITE,
  type DriftWaysParams,
  type DriftWaysResult,
  type DriftWriteParams,
  type DriftWriteResult,
} from '../protocol-drift.ts';
import { applyInEditor } from '../workspace-edit.ts';

const DriftWaysRequest = new ProtocolRequestType<DriftWaysParams, DriftWaysResult, never, void, void>(DRIFT_WAYS);
const DriftWriteRequest = new ProtocolRequestType<DriftWriteParams, DriftWriteResult, never, void, void>(DRIFT_WRITE);

export const driftWaysOfField = patient(DriftWaysRequest, async ({ db, pace }, { edit, application, object, field }) => {
  const found = await driftWays(db, edit === 'ignore' ? 'ignore' : 'take', { application, object, field }, pace);
  if ('refused' in found) return { refused: inert(found.refused) };
  if ('fields' in found) return { fields: found.fields.map((one) => ({ field: one.field, words: inert(one.words) })) };
  const { question, asks, ways } = found;
  return { field: found.field, question: inert(question), asks, ways: ways.map(shown) };
});

export const driftWrite = patient(DriftWriteRequest, async ({ db, session, convert, pace }, params) => {
  const { edit, application, object, field, form } = params;
  const found = await driftEdit(db, edit === 'ignore' ? 'ignore' : 'take', { application, object, field }, form, pace);
  if ('refused' in found) return { refused: inert(found.refused) };
  const place = convert.location(found.file, found.span);
  const label = edit === 'ignore' ? 'Ignore this difference' : 'Take into Git';
  return (await applyInEditor(session, convert, found.change, label)) ?? { place };
});

function shown({ form, title, place, detail }: DriftWay): DriftWay {
  return { form, title: inert(title), place: inert(place), detail: inert(detail) };
}
