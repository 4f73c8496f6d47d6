const maxInt64 = 2n ** 63n - 1n;
const minInt64 = -(2n ** 63n);

/** The nearest number of 64 bits, signed. */
export function clip(value: bigint): bigint {
  if (value > maxInt64) return maxInt64;
  return value < minInt64 ? minInt64 : value;
}
