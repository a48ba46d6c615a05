/** Tells quickly that a set does not hold a key: a bit is set for each that it holds, and few bits are shared. */

/** A power of two; a part of the index has a few hundred keys. */
const BITS = 8192;

export class NameFilter {
  readonly #bits = new Uint32Array(BITS / 32);

  /** What {@link mayHold} asks for; worked out once, however many filters are asked. */
  static signOf(key: string): number {
    let hash = 0;
    for (let i = 0; i < key.length; i++) hash = (Math.imul(hash, 31) + key.charCodeAt(i)) | 0;
    // The last characters of paths and names are much the same: the upper bits take part.
    return (hash ^ (hash >>> 13) ^ (hash >>> 22)) & (BITS - 1);
  }

  add(key: string): void {
    const sign = NameFilter.signOf(key);
    this.#bits[sign >>> 5] = (this.#bits[sign >>> 5] ?? 0) | (1 << (sign & 31));
  }

  /** False is certain. */
  mayHold(sign: number): boolean {
    return ((this.#bits[sign >>> 5] ?? 0) & (1 << (sign & 31))) !== 0;
  }
}
