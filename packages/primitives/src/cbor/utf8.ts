/** Longest string worth a loop instead of a call into the runtime. */
const shortText = 40;

const decoder = new TextDecoder("utf-8", {fatal: true, ignoreBOM: true});
const encoder = new TextEncoder();

/** Text of UTF-8 bytes, or `null` when they are not valid UTF-8 (surrogates and overlong forms are not). */
export function decodeText(bytes: Uint8Array, from: number, to: number): string | null {
  if (to - from <= shortText) {
    const ascii = decodeAscii(bytes, from, to);
    if (ascii !== null) return ascii;
  }
  try {
    return decoder.decode(bytes.subarray(from, to));
  } catch {
    return null;
  }
}

function decodeAscii(bytes: Uint8Array, from: number, to: number): string | null {
  let text = "";
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x80) return null;
    text += String.fromCharCode(byte);
  }
  return text;
}

/** Bytes of `text` in UTF-8. */
export function encodeText(text: string): Uint8Array {
  return encoder.encode(text);
}
