/** Requests on live clusters: contexts, connecting, the Applications view, plans and actions. */
import { LSPErrorCodes, ProtocolRequestType, ResponseError } from 'vscode-languageserver';
import { ACTIONS, type ActionName, guardOf, planAction } from '../../ide/live/act.ts';
import { GROUPINGS, type LiveNode, liveTree } from '../../ide/live/tree.ts';
import type { Converter } from '../convert.ts';
import { type Context, handler } from '../handler.ts';
import { inert } from '../markdown.ts';
import {
  ACT,
  type ActionParams,
  type ActParams,
  type ActResult,
  CONNECT,
  CONTEXTS,
  type ConnectParams,
  type ContextsParams,
  type ContextsResult,
  DISCONNECT,
  LIVE,
  type LiveParams,
  type LiveResult,
  type LiveTreeNode,
  PLAN,
  type PlanResult,
  PROGRESS,
  RECONNECT,
} from '../protocol-live.ts';
import type { Session } from '../session.ts';

const ContextsRequest = new ProtocolRequestType<ContextsParams, ContextsResult, never, void, void>(CONTEXTS);
const ConnectRequest = new ProtocolRequestType<ConnectParams, null, never, void, void>(CONNECT);
const DisconnectRequest = new ProtocolRequestType<null, null, never, void, void>(DISCONNECT);
const ReconnectRequest = new ProtocolRequestType<null, null, never, void, void>(RECONNECT);
const LiveRequest = new ProtocolRequestType<LiveParams, LiveResult, never, void, void>(LIVE);
const PlanRequest = new ProtocolRequestType<ActionParams, PlanResult, never, void, void>(PLAN);
const ActRequest = new ProtocolRequestType<ActParams, ActResult, never, void, void>(ACT);

export const contexts = handler(ContextsRequest, async ({ session }, { kubeconfig }) => {
  if (!session.isTrusted) return { contexts: [], files: [], remarks: [], trusted: false };
  const port = await session.live.port();
  const { contexts: found, files, remarks } = port.contexts(kubeconfig);
  return {
    contexts: found.map(({ name, server, current, command, refused }) => ({
      name,
      title: inert(name),
      server: inert(server),
      current,
      ...(command !== undefined && { command }),
      ...(refused !== undefined && { refused: inert(refused) }),
    })),
    files: files.map(inert),
    remarks: remarks.map(inert),
    trusted: true,
  };
});

export const connect = handler(ConnectRequest, async ({ session }, { context, kubeconfig, consented }) => {
  (await trustedPort(session)).connect({ context, kubeconfig, consented });
  return null;
});

export const disconnect = handler(DisconnectRequest, async ({ session }) => {
  (await session.live.port()).disconnect();
  return null;
});

export const reconnect = handler(ReconnectRequest, async ({ session }) => {
  (await trustedPort(session)).refresh();
  return null;
});

export const live = handler(LiveRequest, ({ db, session, convert }, { grouping }) => {
  const { phase, context, problem, complete, served, forbidden } = session.live.facts;
  const group = GROUPINGS.find((one) => one === grouping) ?? 'environment';
  const guard = guardOf(db, context ?? '');
  return {
    phase,
    ...(context !== undefined && { context: inert(context) }),
    ...(problem !== undefined && { problem: { kind: problem.kind, message: inert(problem.message) } }),
    ...guard,
    complete,
    served,
    forbidden,
    nodes: liveTree(db, session.live.facts, group).map((node) => drawn(convert, node)),
  };
});

export const plan = handler(PlanRequest, (context, params) => {
  const planned = plannedOf(context, params);
  if ('refused' in planned) return { refused: inert(planned.refused) };
  const { question, detail, button, changes, typed } = planned;
  return {
    question: inert(question),
    detail: detail.map(inert),
    button,
    asks: changes,
    ...(typed !== undefined && { typed }),
  };
});

export const act = handler(ActRequest, async (context, params) => {
  const { session, token } = context;
  const port = await trustedPort(session);
  const planned = plannedOf(context, params);
  if ('refused' in planned) return { ok: false, message: inert(planned.refused) };
  if (planned.typed !== undefined && params.typed !== planned.typed)
    return { ok: false, message: `"${inert(planned.typed)}" has to be typed first: the context is protected.` };
  const cancel = new AbortController();
  const subscription = token.onCancellationRequested(() => cancel.abort());
  let said = '';
  const progress = (message: string): void => {
    if (message === said) return;
    said = message;
    void session.connection.sendNotification(PROGRESS, { token: params.token, message: inert(message) });
  };
  try {
    const { ok, message } = await port.perform(planned, progress, cancel.signal);
    return { ok, message: inert(message) };
  } finally {
    subscription.dispose();
  }
});

function plannedOf(
  { db, session }: Context,
  { application, action, prune, revision }: ActionParams,
): ReturnType<typeof planAction> {
  const name = ACTIONS.find((one): one is ActionName => one === action);
  if (name === undefined) return { refused: 'That is no action.' };
  const requestedAt = session.world.runtime.timestamp();
  return planAction(db, session.live.facts, application, name, { prune: prune === true, revision, requestedAt });
}

function trustedPort(session: Session): ReturnType<Session['live']['port']> {
  if (!session.isTrusted)
    throw new ResponseError(LSPErrorCodes.RequestFailed, 'Clusters are reached only from workspaces that you trust.');
  return session.live.port();
}

/** Names and messages come from the cluster: they are text, whatever characters are in them. */
function drawn(convert: Converter, node: LiveNode): LiveTreeNode {
  const { id, label, description, tooltip, icon, is, application, since, declared, drift, isOpen, children } = node;
  return {
    id,
    label: inert(label),
    description: inert(description),
    tooltip: tooltip.map(inert),
    icon,
    is,
    ...(application !== undefined && { application }),
    ...(since !== undefined && { since }),
    ...(declared !== undefined && { declared: convert.location(declared.file, declared.span) }),
    ...(drift !== undefined && { drift }),
    isOpen,
    children: children.map((child) => drawn(convert, child)),
  };
}
