/** Requests on promotion: between which environments, which versions, and the edit of those that were chosen. */
import { ProtocolRequestType } from 'vscode-languageserver';
import { promotionSteps } from '../../ide/promotion/environments.ts';
import { promotable, promotion } from '../../ide/promotion/promote.ts';
import { handler, patient } from '../handler.ts';
import { inert } from '../markdown.ts';
import {
  PROMOTABLE,
  PROMOTE,
  PROMOTION_STEPS,
  type PromotableResult,
  type PromoteParams,
  type PromoteResult,
  type PromotionStep,
} from '../protocol-promote.ts';
import { applyInEditor } from '../workspace-edit.ts';

const StepsRequest = new ProtocolRequestType<null, readonly PromotionStep[], never, void, void>(PROMOTION_STEPS);
const PromotableRequest = new ProtocolRequestType<PromotionStep, PromotableResult, never, void, void>(PROMOTABLE);
const PromoteRequest = new ProtocolRequestType<PromoteParams, PromoteResult, never, void, void>(PROMOTE);

export const steps = handler(StepsRequest, ({ db }) => promotionSteps(db));

export const promotableVersions = patient(PromotableRequest, async ({ db, pace }, step) => {
  const { found, unsafe, failing, unseen } = await promotable(db, step, pace);
  return {
    unsafe,
    unseen,
    failing: failing.map(inert),
    found: found.map(({ place, part, of, from, to, objects, doubt }) => ({
      place,
      part: inert(part),
      title: inert(`${of} ${to} → ${from}`),
      objects: inert(objects.join(', ')),
      ...(doubt !== undefined && { doubt: inert(doubt) }),
    })),
  };
});

export const promote = patient(PromoteRequest, async ({ db, session, convert, pace }, { from, to, places }) => {
  const { found } = await promotable(db, { from, to }, pace, { places: new Set(places) });
  const chosen = found.filter(({ place }) => places.includes(place));
  const gone = places.find((place) => chosen.every((one) => one.place !== place));
  if (gone !== undefined)
    return {
      refused: inert(`There is nothing to promote at ${gone} any more: the files changed. Nothing was written; try again.`),
    };
  const change = promotion(chosen);
  const refused = await applyInEditor(session, convert, change, `Promote ${from} to ${to}`);
  return refused ?? { files: [...change.edits.keys()].map((file) => convert.uri(file)) };
});
