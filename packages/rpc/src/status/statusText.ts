const plain = /^[ -$&-~]*$/;
const lone = /%(?![0-9a-fA-F]{2})/g;

/** The value of `grpc-message`: everything but printable ASCII, and `%`, is percent-encoded in UTF-8. */
export function encodeStatusText(text: string): string {
  if (plain.test(text)) return text;
  let encoded = "";
  for (const byte of Buffer.from(text)) {
    const isPlain = byte >= 0x20 && byte <= 0x7e && byte !== 0x25;
    encoded += isPlain ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return encoded;
}

/** The text of a `grpc-message`. A `%` without two digits stands for itself. */
export function decodeStatusText(encoded: string): string {
  if (!encoded.includes("%")) return encoded;
  const escaped = encoded.replace(lone, "%25");
  const bytes = escaped.replace(/%([0-9a-fA-F]{2})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  return Buffer.from(bytes, "latin1").toString();
}
