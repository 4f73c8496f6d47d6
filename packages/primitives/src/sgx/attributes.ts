/** Flags of the attributes of an enclave, a u64. */
export const attributeFlags = {
  init: 0x01n,
  debug: 0x02n,
  mode64Bit: 0x04n,
  provisionKey: 0x10n,
  eInitTokenKey: 0x20n,
} as const;

/** Whether at least one bit of `flag` is set. */
export function hasAttribute(attributes: bigint, flag: bigint): boolean {
  return (attributes & flag) !== 0n;
}
