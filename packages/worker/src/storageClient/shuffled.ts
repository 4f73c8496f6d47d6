/** The items in random order. */
export function shuffled<T>(items: readonly T[], random: (length: number) => Uint8Array): T[] {
  const keyed = items.map((item) => {
    const bytes = random(4);
    return {item, key: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0)};
  });
  return keyed.sort((a, b) => a.key - b.key).map(({item}) => item);
}
