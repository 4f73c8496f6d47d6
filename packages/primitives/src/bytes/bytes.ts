/** Bytes of `a`, then of `b`, and so on, in one new array. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const out = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Whether both hold the same bytes. Not constant time: for public data only. */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && compare(a, b) === 0;
}

/** Lexicographic order of two byte strings: a prefix comes before its extensions. */
export function compare(a: Uint8Array, b: Uint8Array): -1 | 0 | 1 {
  return Buffer.compare(a, b);
}

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  return view(bytes).toString("hex");
}

/** Bytes of a hexadecimal string of either case, or `null` when it is not one. */
export function fromHex(text: string): Uint8Array | null {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) return null;
  return own(Buffer.from(text, "hex"));
}

/** Standard base64 with padding. */
export function toBase64(bytes: Uint8Array): string {
  return view(bytes).toString("base64");
}

/**
 * Bytes of a standard, padded base64 string, or `null` when it is not one. Line breaks are skipped and left-over bits
 * of the last symbol are ignored, as Go's `base64.StdEncoding` does (primitives-mkvs §1.5).
 */
export function fromBase64(text: string): Uint8Array | null {
  const symbols = text.replace(/[\r\n]/g, "");
  if (symbols.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(symbols)) return null;
  return own(Buffer.from(symbols, "base64"));
}

/** UTF-8 bytes of a string. */
export function utf8(text: string): Uint8Array {
  return own(Buffer.from(text, "utf8"));
}

function view(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A plain `Uint8Array` over the same bytes, so that no Buffer method leaks into values. */
function own(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}
