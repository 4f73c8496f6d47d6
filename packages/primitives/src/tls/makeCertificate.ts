import type {PrivateKey} from "../ed25519/index.ts";
import {isPrintable, objectIds, tags, textBytes} from "./derTags.ts";
import {encodeTime} from "./derTime.ts";
import {der} from "./derWriter.ts";
import {TlsError} from "./tlsError.ts";

export interface CertificateOptions {
  readonly commonName: string;
  readonly privateKey: PrivateKey;
  /** Current time in milliseconds since 1970. */
  readonly now: number;
}

const hourMs = 3_600_000;
const noUnusedBits = Uint8Array.of(0);
/** digitalSignature, keyEncipherment and keyCertSign, as the content of a BIT STRING. */
const keyUsageBits = Uint8Array.of(2, 0xa4);
const derTrue = der(tags.boolean, Uint8Array.of(0xff));
const ed25519Algorithm = der(tags.sequence, der(tags.objectId, objectIds.ed25519));

/**
 * The self-signed certificate of a key, valid from an hour ago to a year from now: X.509 v3 in DER
 * (primitives-mkvs §7.3). The same options give the same bytes. Throws `TlsError` `unencodable`.
 */
export function makeCertificate({commonName, privateKey, now}: CertificateOptions): Uint8Array {
  const name = encodeName(commonName);
  const toBeSigned = der(
    tags.sequence,
    der(tags.version, der(tags.integer, Uint8Array.of(2))),
    der(tags.integer, Uint8Array.of(1)),
    ed25519Algorithm,
    name,
    der(tags.sequence, encodeTime(now - hourMs), encodeTime(yearAfter(now))),
    name,
    der(tags.sequence, ed25519Algorithm, der(tags.bitString, noUnusedBits, privateKey.publicKey)),
    der(tags.extensions, der(tags.sequence, keyUsageExtension(), extendedKeyUsageExtension())),
  );
  const signature = der(tags.bitString, noUnusedBits, privateKey.sign(toBeSigned));
  return der(tags.sequence, toBeSigned, ed25519Algorithm, signature);
}

function encodeName(commonName: string): Uint8Array {
  const bytes = textBytes(commonName);
  if (bytes === null) throw new TlsError("unencodable", {commonName});
  const text = der(isPrintable(commonName) ? tags.printableString : tags.utf8String, bytes);
  const attribute = der(tags.sequence, der(tags.objectId, objectIds.commonName), text);
  return der(tags.sequence, der(tags.set, attribute));
}

function keyUsageExtension(): Uint8Array {
  const value = der(tags.octetString, der(tags.bitString, keyUsageBits));
  return der(tags.sequence, der(tags.objectId, objectIds.keyUsage), derTrue, value);
}

function extendedKeyUsageExtension(): Uint8Array {
  const purposes = [objectIds.serverAuth, objectIds.clientAuth].map((id) => der(tags.objectId, id));
  const value = der(tags.octetString, der(tags.sequence, ...purposes));
  return der(tags.sequence, der(tags.objectId, objectIds.extendedKeyUsage), value);
}

/** The same moment in the next year; 29 February becomes 1 March, as in the reference. */
function yearAfter(ms: number): number {
  const date = new Date(ms);
  return date.setUTCFullYear(date.getUTCFullYear() + 1);
}
