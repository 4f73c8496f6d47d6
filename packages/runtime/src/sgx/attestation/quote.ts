import {AttestationError} from "@oasis-node/state-transition/registry";

/** Where a quote says how long its signature is; the signature follows (runtime-workers §3.5). */
const signatureLengthOffset = 432;
const signatureOffset = signatureLengthOffset + 4;

/** Parts of an encrypted quote, in bytes: quote, wrapped key, initialization vector, size of the payload, MAC. */
const quoteParts = signatureOffset + 288 + 12 + 4 + 16;
/** An EPID signature with version and size of the revocation list. */
const epidSignature = 352 + 4 + 4;
/** For the list's own header. */
const slack = 128;

/** Bytes that a quote may take, generously: a proof takes five parts where the entry of the list takes four (runtime-workers §3.4). */
export function quoteBufferSize(sigRlLength: number): number {
  return quoteParts + epidSignature + Math.floor((sigRlLength * 5) / 4) + slack;
}

/** The quote at the beginning of the buffer that came back. Throws `AttestationError` `quote`. */
export function trimQuote(buffer: Uint8Array): Uint8Array {
  if (buffer.length < signatureOffset) throw malformed(buffer.length);
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
  const size = signatureOffset + view.getUint32(signatureLengthOffset, true);
  if (buffer.length < size) throw malformed(buffer.length);
  return buffer.slice(0, size);
}

function malformed(length: number): AttestationError {
  return new AttestationError("quote", "aesm: malformed response", {details: {length}});
}
