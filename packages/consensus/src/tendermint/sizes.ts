/** Size of a validator's address in bytes. */
export const addressSize = 20;
/** Size of a signature in bytes, at most. */
export const maxSignatureSize = 64;
/** Bytes of a chain ID at most: the network's is cut to this (consensus-core §3.2). */
export const maxChainIdLength = 50;
/** Bytes of a part of a block at most; all parts but the last have this size. */
export const blockPartSize = 65_536;
/** Version of the block format that headers carry. */
export const blockProtocol = 11n;
