/** Several listeners of one notification: the language client has room for one of each method, and the last takes its place. */

export interface Registration {
  dispose(): void;
}

export class Listeners {
  readonly #attach: (method: string, handle: (params: unknown) => void) => Registration;
  readonly #attached = new Map<string, { readonly registration: Registration; readonly listeners: Set<Listener> }>();

  /** `attach` gives a method its only handler. */
  constructor(attach: (method: string, handle: (params: unknown) => void) => Registration) {
    this.#attach = attach;
  }

  /** Calls `handle` with each notification of the method until it is disposed of. */
  on<P>(method: string, handle: (params: P) => void): Registration {
    const listener: Listener = { handle: (params) => handle(params as P) };
    const { listeners } = this.#of(method);
    listeners.add(listener);
    return { dispose: () => void listeners.delete(listener) };
  }

  dispose(): void {
    for (const { registration } of this.#attached.values()) registration.dispose();
    this.#attached.clear();
  }

  #of(method: string): { readonly listeners: Set<Listener> } {
    const known = this.#attached.get(method);
    if (known !== undefined) return known;
    const listeners = new Set<Listener>();
    // One that disposes of another, or of itself, while it is told disturbs nobody.
    const registration = this.#attach(method, (params) => {
      for (const listener of [...listeners]) if (listeners.has(listener)) listener.handle(params);
    });
    const made = { registration, listeners };
    this.#attached.set(method, made);
    return made;
  }
}

interface Listener {
  readonly handle: (params: unknown) => void;
}
