/** What a person is told where a request to the server fails. */

/** As the protocol and its JSON-RPC library number them. */
const CANCELLED = -32800;
const CONTENT_MODIFIED = -32801;
const ENDED: readonly unknown[] = [-32096, -32097];

/** A sentence; undefined where the person has cancelled it. `meanwhile`: `the environments were compared`. */
export function failureSentence(error: unknown, meanwhile: string): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (code === CANCELLED) return undefined;
  if (code === CONTENT_MODIFIED) return `The files changed while ${meanwhile}. Try again.`;
  if (ENDED.includes(code)) return `The Plumbline server ended while ${meanwhile}; its output says why.`;
  return error instanceof Error ? error.message : String(error);
}
