/** Deterministic source of test inputs: the same seed gives the same run. */
export interface Random {
  readonly seed: number;
  /** Integer from 0 to `limit` − 1. */
  below(limit: number): number;
  pick<T>(items: ArrayLike<T>): T;
  bytes(length: number): Uint8Array;
  /** Text of up to `maxLength` characters out of `alphabet`. */
  text(alphabet: string, maxLength: number): string;
}

/** Mulberry32; the seed comes from `FUZZ_SEED` when that is set, and is shown by the tests that fail. */
export function random(defaultSeed: number): Random {
  const seed = Number(process.env.FUZZ_SEED ?? defaultSeed);
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  const pick = <T>(items: ArrayLike<T>): T => items[below(items.length)] as T;
  return {
    seed,
    below,
    pick,
    bytes: (length) => Uint8Array.from({length}, () => below(256)),
    text: (alphabet, maxLength) => Array.from({length: below(maxLength + 1)}, () => pick(alphabet)).join(""),
  };
}

/** `text` with one to three characters changed, removed, doubled or put in. */
export function mutate(source: Random, text: string, alphabet: string): string {
  let out = text;
  for (let left = 1 + source.below(3); left > 0; left--) {
    const at = source.below(out.length + 1);
    const kept = source.below(4);
    const inserted = source.below(3) === 0 ? "" : source.pick(alphabet);
    out = out.slice(0, at) + inserted + (kept === 0 ? out.slice(at) : out.slice(at + (kept % 3)));
  }
  return out;
}
