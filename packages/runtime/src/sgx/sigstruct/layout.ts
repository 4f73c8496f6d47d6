/** Size of a SIGSTRUCT in bytes (runtime-workers §3.2). */
export const sigstructSize = 1808;

/** Size in bytes of the numbers of 3072 bits in it. */
export const numberSize = 384;

/** Where the fields are. What lies between them is reserved: zero, and of no meaning to those who read it. */
export const offsets = {
  header: 0,
  vendor: 16,
  date: 20,
  header2: 24,
  softwareDefined: 40,
  modulus: 128,
  exponent: 512,
  signature: 516,
  miscSelect: 900,
  miscMask: 904,
  attributes: 928,
  attributesMask: 944,
  enclaveHash: 960,
  productId: 1024,
  securityVersion: 1026,
  q1: 1040,
  q2: 1424,
} as const;

/** Sizes in bytes of the fields that are not numbers. */
export const sizes = {softwareDefined: 4, enclaveHash: 32} as const;

/** The only exponent that processors know. */
export const requiredExponent = 3;

/** What the signature is over. */
export function signedParts(bytes: Uint8Array): readonly [Uint8Array, Uint8Array] {
  return [
    bytes.subarray(0, offsets.modulus),
    bytes.subarray(offsets.miscSelect, offsets.securityVersion + 2),
  ];
}
