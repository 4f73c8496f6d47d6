/**
 * Keeps recently read pages, up to a number of bytes. Two generations stand in for an order of use: what is asked for
 * again moves to the young one; when that holds half of the bytes, the old one is dropped and they change roles.
 */
export class PageCache {
  readonly #limit: number;
  #young = new Map<number, Uint8Array>();
  #old = new Map<number, Uint8Array>();
  #youngBytes = 0;

  /** 0 keeps nothing. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get(page: number): Uint8Array | undefined {
    const young = this.#young.get(page);
    if (young !== undefined) return young;
    const old = this.#old.get(page);
    if (old !== undefined) this.set(page, old);
    return old;
  }

  set(page: number, bytes: Uint8Array): void {
    if (this.#limit === 0) return;
    this.#youngBytes += bytes.length - (this.#young.get(page)?.length ?? 0);
    this.#young.set(page, bytes);
    if (this.#youngBytes * 2 < this.#limit) return;
    this.#old = this.#young;
    this.#young = new Map();
    this.#youngBytes = 0;
  }

  delete(page: number): void {
    this.#youngBytes -= this.#young.get(page)?.length ?? 0;
    this.#young.delete(page);
    this.#old.delete(page);
  }
}
