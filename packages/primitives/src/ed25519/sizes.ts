/** Bytes of an encoded public key. */
export const publicKeyLength = 32;
/** Bytes of a signature: the encoding of R, then the scalar s. */
export const signatureLength = 64;
/** Bytes of an RFC 8032 seed. */
export const seedLength = 32;
/** Bytes of a stored private key: the seed, then the public key. */
export const privateKeyLength = 64;
