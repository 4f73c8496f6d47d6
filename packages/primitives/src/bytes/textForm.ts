import {fromBase64, fromHex} from "./bytes.ts";

/**
 * Bytes of a text that is hexadecimal or, failing that, standard base64; `null` when it is neither or `accepts` refuses
 * what was found. Older genesis documents have base64 where newer ones have hexadecimal (primitives-mkvs §1.5). A
 * hexadecimal text which `accepts` refuses is tried as base64 too, as in the reference.
 */
export function fromHexOrBase64<T extends Uint8Array>(
  text: string,
  accepts: (bytes: Uint8Array) => bytes is T,
): T | null {
  const hex = fromHex(text);
  if (hex !== null && accepts(hex)) return hex;
  const base64 = fromBase64(text);
  return base64 !== null && accepts(base64) ? base64 : null;
}
