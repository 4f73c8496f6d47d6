/** Whole numbers below a limit, the same ones in every run (a 32-bit linear congruential generator). */
export type Random = (limit: number) => number;

export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return (limit) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor(((state >>> 8) / 2 ** 24) * limit);
  };
}

/** Bytes of different compressibility, by name. */
export const sampleKinds = {
  noise: (random, length) => Uint8Array.from({length}, () => random(256)),
  bits: (random, length) => Uint8Array.from({length}, () => random(2)),
  zeros: (_random, length) => new Uint8Array(length),
  periodic: (_random, length) => Uint8Array.from({length}, (_, i) => i % 97),
  letters: (random, length) => Uint8Array.from({length}, () => 97 + random(4)),
  repeats: (random, length) => {
    const bytes = Uint8Array.from({length}, () => random(256));
    for (let i = 0; i < length / 40; i++) {
      const from = random(length);
      bytes.copyWithin(random(length), from, from + random(200));
    }
    return bytes;
  },
} satisfies Record<string, (random: Random, length: number) => Uint8Array>;

export type SampleKind = keyof typeof sampleKinds;
export const sampleKindNames = Object.keys(sampleKinds).filter(
  (name): name is SampleKind => name in sampleKinds,
);

/** Copies `bytes` with one to three bytes changed, sometimes cut short or with bytes repeated. */
export function mutate(random: Random, bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  for (let i = random(3); i >= 0 && copy.length > 0; i--) copy[random(copy.length)] = random(256);
  if (random(5) === 0) return copy.subarray(0, random(copy.length + 1));
  if (random(8) === 0) return Uint8Array.of(...copy, ...copy.subarray(random(copy.length + 1)));
  return copy;
}
