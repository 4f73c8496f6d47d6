import {createPublicKey, verify} from "node:crypto";
import {concat, equal, toHex} from "../bytes/index.ts";
import type {PublicKey} from "../signature/index.ts";
import {objectIds} from "./derTags.ts";
import {type ParsedCertificate, parseCertificate} from "./parseCertificate.ts";
import {TlsError} from "./tlsError.ts";

export interface VerifyCertificateOptions {
  /** What the subject must be called. */
  readonly commonName: string;
  /** The pinned keys; `null` pins none. */
  readonly keys: readonly PublicKey[] | null;
  /** Takes any key as long as none is pinned. */
  readonly allowUnknownKeys?: boolean;
  /** Takes a peer without certificate: access is decided elsewhere then. */
  readonly allowNoCertificate?: boolean;
  /** Current time in milliseconds since 1970. */
  readonly now: number;
}

/** digitalSignature, keyEncipherment, keyCertSign. */
const keyUsage = (1 << 0) | (1 << 2) | (1 << 5);
const purposes = [objectIds.serverAuth, objectIds.clientAuth];
const serialNumber = Uint8Array.of(1);
const spkiHeader = Uint8Array.of(0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0);

/**
 * Decides about the certificates a peer presented: pinned keys and a fixed profile instead of authorities
 * (primitives-mkvs §7.3). Gives the peer's key, `null` when it has none and need not. Throws `TlsError`.
 */
export function verifyCertificate(
  certificates: readonly Uint8Array[],
  options: VerifyCertificateOptions,
): PublicKey | null {
  const [certificate] = certificates;
  if (certificate === undefined && options.allowNoCertificate) return null;
  if (certificate === undefined || certificates.length !== 1) {
    throw new TlsError("certificateCount", {found: certificates.length});
  }
  const parsed = parseCertificate(certificate);
  checkIdentity(parsed, options);
  checkProfile(parsed);
  checkTime(parsed, options.now);
  checkSelfSignature(parsed);
  return parsed.publicKey;
}

function checkIdentity({publicKey, commonName}: ParsedCertificate, options: VerifyCertificateOptions): void {
  const {keys, allowUnknownKeys = false} = options;
  const isAllowed = keys === null ? allowUnknownKeys : keys.some((key) => equal(key, publicKey));
  if (!isAllowed) throw new TlsError("publicKey", {found: toHex(publicKey)});
  if (commonName !== options.commonName) {
    throw new TlsError("commonName", {found: commonName, expected: options.commonName});
  }
}

function checkProfile(parsed: ParsedCertificate): void {
  if (!equal(parsed.serialNumber, serialNumber)) {
    throw new TlsError("serialNumber", {found: toHex(parsed.serialNumber)});
  }
  if (parsed.keyUsage !== keyUsage)
    throw new TlsError("keyUsage", {found: parsed.keyUsage, expected: keyUsage});
  const {extendedKeyUsage} = parsed;
  const isExact =
    extendedKeyUsage.length === purposes.length &&
    purposes.every((purpose, i) => equal(purpose, extendedKeyUsage[i] ?? new Uint8Array(0)));
  if (!isExact) throw new TlsError("extendedKeyUsage", {found: extendedKeyUsage.map(toHex)});
  if (parsed.hasUnknownCriticalExtension) throw new TlsError("extensions");
}

function checkTime({notBefore, notAfter}: ParsedCertificate, now: number): void {
  if (now < notBefore) throw new TlsError("notYetValid", {now, notBefore});
  if (now > notAfter) throw new TlsError("expired", {now, notAfter});
}

/** Plain RFC 8032, as X.509 has it, and not the network's rules for messages. */
function checkSelfSignature({publicKey, toBeSigned, signature}: ParsedCertificate): void {
  const spki = Buffer.from(concat(spkiHeader, publicKey));
  const key = createPublicKey({key: spki, format: "der", type: "spki"});
  if (!verify(null, toBeSigned, key, signature)) throw new TlsError("signature");
}
