import {utf8} from "../bytes/index.ts";

/** Tags of the DER elements a certificate is made of. */
export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectId: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  t61String: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  version: 0xa0,
  issuerUniqueId: 0x81,
  subjectUniqueId: 0x82,
  extensions: 0xa3,
} as const;

/** Object identifiers, encoded. */
export const objectIds = {
  ed25519: Uint8Array.of(0x2b, 0x65, 0x70),
  commonName: Uint8Array.of(0x55, 4, 3),
  keyUsage: Uint8Array.of(0x55, 0x1d, 0x0f),
  extendedKeyUsage: Uint8Array.of(0x55, 0x1d, 0x25),
  serverAuth: Uint8Array.of(0x2b, 6, 1, 5, 5, 7, 3, 1),
  clientAuth: Uint8Array.of(0x2b, 6, 1, 5, 5, 7, 3, 2),
} as const;

/** Characters of a PrintableString, as Go chooses the type. */
export function isPrintable(text: string): boolean {
  return /^[A-Za-z0-9 '()+,\-./:=?]*$/.test(text);
}

/** Bytes of a text; well-formed Unicode only. */
export function textBytes(text: string): Uint8Array | null {
  return text.isWellFormed() ? utf8(text) : null;
}
