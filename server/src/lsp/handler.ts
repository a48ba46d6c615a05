/** The shape of every request handler, and the fence around it: whatever goes wrong, the server goes on. */
import {
  type CancellationToken,
  type Connection,
  ErrorCodes,
  LSPErrorCodes,
  type ProtocolRequestType,
  ResponseError,
} from 'vscode-languageserver';
import { Cancelled, type Database } from '../engine/database.ts';
import type { Pace } from '../engine/sweep.ts';
import type { Converter } from './convert.ts';
import { requestCancelled, type Session } from './session.ts';

/** What a handler gets beside its parameters. */
export interface Context {
  readonly db: Database;
  readonly session: Session;
  readonly convert: Converter;
  readonly token: CancellationToken;
  readonly pace: Pace;
}

/** A request that the server answers. */
export interface Handler {
  readonly method: string;
  register(connection: Connection, session: Session): void;
}

/** A handler that waits until the workspace is read; `answer` converts, calls and converts. */
export function handler<P, R, PR, E, RO>(
  type: ProtocolRequestType<P, R, PR, E, RO>,
  answer: (context: Context, params: P) => R | Promise<R>,
): Handler {
  return {
    method: type.method,
    register(connection, session) {
      // A request without parameters reaches its handler with the token alone.
      connection.onRequest<unknown, unknown>(
        type.method,
        (...sent: readonly [P, CancellationToken] | readonly [CancellationToken]) => {
          const [params, token] = sent.length === 1 ? [undefined as P, sent[0]] : sent;
          return fenced(session, type.method, token, () => answer(contextOf(session, token), params));
        },
      );
    },
  };
}

/** Tries before a person is told to try again. What is known of what did not change is kept from one to the next. */
const MOST_TRIES = 20;

/**
 * A handler for what a person waits for: where the files or the cluster change while it works, it begins again. What it does to
 * the world must come after all that can be interrupted so.
 */
export function patient<P, R, PR, E, RO>(
  type: ProtocolRequestType<P, R, PR, E, RO>,
  answer: (context: Context, params: P) => R | Promise<R>,
): Handler {
  return handler(type, async ({ session, token }, params) => {
    for (let tries = 1; ; tries++) {
      try {
        return await answer(contextOf(session, token), params);
      } catch (error) {
        if (!(error instanceof Cancelled) || token.isCancellationRequested || tries >= MOST_TRIES) throw error;
      }
    }
  });
}

/** Runs one request's work; every failure becomes the error that the protocol has for it. */
export async function fenced<R>(
  session: Session,
  method: string,
  token: CancellationToken,
  work: () => R | Promise<R>,
): Promise<R | ResponseError<unknown>> {
  try {
    session.assertRunning();
    if (!session.isReady) await session.ready;
    if (token.isCancellationRequested) return requestCancelled();
    return await work();
  } catch (error) {
    if (error instanceof ResponseError) return error;
    if (error instanceof Cancelled) {
      if (token.isCancellationRequested) return requestCancelled();
      return new ResponseError(LSPErrorCodes.ContentModified, 'The content changed while the answer was made.');
    }
    session.failures.report(`answering ${method}`, error);
    return new ResponseError(ErrorCodes.InternalError, `Plumbline could not answer "${method}"; its log says why.`);
  }
}

export function contextOf(session: Session, token: CancellationToken): Context {
  const { now, pause } = session.world.runtime;
  return {
    db: session.db,
    session,
    convert: session.converter(),
    token,
    pace: { now, pause, isCancelled: () => token.isCancellationRequested },
  };
}
