/** Carries out a plan: sends each change and follows the object until its controller has ended what was asked. */
import { type Outcome, outcomeOf, type Plan, progressOf, type Step } from '../../model/live/actions.ts';
import { liveApplication } from '../../model/live/application.ts';
import { type Json, text } from '../../model/live/json.ts';
import type { ClusterAnswer, ClusterRequest } from './connection.ts';

/** Syncs with hooks take long; after this the controller goes on by itself, and nobody waits. */
const LONGEST = 30 * 60_000;

/** What performing needs of a connected cluster. */
export interface Stage {
  request(asked: ClusterRequest): Promise<ClusterAnswer>;
  objects(): readonly Json[];
  onChange(listener: () => void): () => void;
}

export async function perform(
  stage: Stage,
  plan: Plan,
  progress: (message: string) => void,
  signal: AbortSignal,
): Promise<Outcome> {
  let outcome: Outcome = { ok: false, message: 'Nothing was to be done.' };
  for (const step of plan.steps) {
    const { status, body } = await stage.request({
      method: 'PATCH',
      path: `${step.apiPath}?fieldManager=plumbline`,
      body: step.patch,
      contentType: 'application/merge-patch+json',
      signal,
    });
    if (status < 200 || status > 299)
      return { ok: false, message: text(body, 'message') ?? `The API server answered with status ${status}.` };
    outcome = await ended(stage, step, plan.requestedAt, body, progress, signal);
    if (!outcome.ok) return outcome;
  }
  return outcome;
}

function ended(
  stage: Stage,
  step: Step,
  requestedAt: string,
  answer: Json,
  progress: (message: string) => void,
  signal: AbortSignal,
): Promise<Outcome> {
  const version = text(answer, 'metadata', 'resourceVersion') ?? '0';
  return new Promise((resolve) => {
    const end = (outcome: Outcome): void => {
      stop();
      clearTimeout(deadline);
      signal.removeEventListener('abort', cancelled);
      resolve(outcome);
    };
    const look = (): void => {
      const seen = stage.objects().find((one) => liveApplication(one)?.id === step.target);
      if (seen === undefined) return;
      const outcome = outcomeOf(step, seen, version, requestedAt);
      if (outcome === undefined) progress(progressOf(seen));
      else end(outcome);
    };
    const cancelled = (): void => end({ ok: false, message: 'Nobody waits for the end any more; the controller goes on.' });
    const deadline = setTimeout(
      () => end({ ok: true, message: 'It takes longer than half an hour; the controller goes on.' }),
      LONGEST,
    );
    const stop = stage.onChange(look);
    signal.addEventListener('abort', cancelled);
    const first = outcomeOf(step, answer, version, requestedAt);
    if (first !== undefined) end(first);
    else if (signal.aborted) cancelled();
    else look();
  });
}
