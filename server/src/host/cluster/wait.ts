/** A pause that a signal ends early. */
export function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((over) => {
    if (signal.aborted) {
      over();
      return;
    }
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      over();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end, { once: true });
  });
}
