/** Most uncompressed bytes in one frame. */
export const MAX_BLOCK_LENGTH = 65536;
/** Longest a block of {@link MAX_BLOCK_LENGTH} bytes can get by compression: 32 + n + n/6. */
export const MAX_COMPRESSED_BLOCK_LENGTH = 76490;
export const CHECKSUM_LENGTH = 4;
/** Frame type and u24le length. */
export const FRAME_HEADER_LENGTH = 4;

export const frameType = {compressed: 0x00, raw: 0x01, firstSkippable: 0x80, streamIdentifier: 0xff} as const;

/** Body of the frame every stream begins with: "sNaPpY". */
export const STREAM_IDENTIFIER: Readonly<Uint8Array> = Uint8Array.of(0x73, 0x4e, 0x61, 0x50, 0x70, 0x59);

/** Low two bits of the first byte of an element in a compressed block. */
export const elementTag = {literal: 0, copy1: 1, copy2: 2, copy4: 3} as const;
