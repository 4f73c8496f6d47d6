import {equal, toHex} from "../bytes/index.ts";
import {asPublicKey, type PublicKey} from "../signature/index.ts";
import {DerReader} from "./derReader.ts";
import {objectIds, tags} from "./derTags.ts";
import {readTime} from "./derTime.ts";
import {TlsError} from "./tlsError.ts";

/** What verification looks at in a certificate. */
export interface ParsedCertificate {
  /** What the signature is over. */
  readonly toBeSigned: Uint8Array;
  readonly signature: Uint8Array;
  readonly publicKey: PublicKey;
  readonly serialNumber: Uint8Array;
  /** Of the subject; empty when it has none. The last one counts. */
  readonly commonName: string;
  /** Milliseconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** Bit i is usage i of RFC 5280 §4.2.1.3. */
  readonly keyUsage: number;
  /** Object identifiers, encoded. */
  readonly extendedKeyUsage: readonly Uint8Array[];
  /** Whether there is a critical extension that means nothing here. */
  readonly hasUnknownCriticalExtension: boolean;
}

interface Extensions {
  keyUsage: number;
  extendedKeyUsage: readonly Uint8Array[];
  hasUnknownCriticalExtension: boolean;
}

const keySize = 32;
const signatureSize = 64;
/**
 * Extensions, besides those looked at here, with which the reference's X.509 parser knows what to do, so that they may be
 * critical: subject key, alternative name, basic constraints, distribution points, policies, authority key.
 */
const toleratedExtensions: ReadonlySet<string> = new Set(
  [0x0e, 0x11, 0x13, 0x1f, 0x20, 0x23].map((last) => toHex(Uint8Array.of(0x55, 0x1d, last))),
);

/** Takes apart an X.509 v3 certificate with an Ed25519 key. Throws `TlsError` `malformed` or `algorithm`. */
export function parseCertificate(certificate: Uint8Array): ParsedCertificate {
  const outer = new DerReader(certificate);
  const whole = outer.enter(tags.sequence);
  outer.end();
  const toBeSigned = whole.readWhole(tags.sequence);
  checkAlgorithm(whole);
  const signature = readBits(whole, signatureSize);
  whole.end();

  const reader = new DerReader(toBeSigned).enter(tags.sequence);
  const version = reader.enter(tags.version);
  if (!equal(version.read(tags.integer), Uint8Array.of(2)))
    throw new TlsError("malformed", {wanted: "version 3"});
  version.end();
  const serialNumber = reader.read(tags.integer);
  checkAlgorithm(reader);
  reader.read(tags.sequence); // Issuer: the signature is checked with the own key, whoever is named.
  const validity = reader.enter(tags.sequence);
  const [notBefore, notAfter] = [readTime(validity), readTime(validity)];
  validity.end();
  const commonName = readCommonName(reader.enter(tags.sequence));
  const publicKey = readPublicKey(reader.enter(tags.sequence));
  reader.readOptional(tags.issuerUniqueId);
  reader.readOptional(tags.subjectUniqueId);
  const extensions = readExtensions(reader);
  reader.end();
  return {toBeSigned, signature, publicKey, serialNumber, commonName, notBefore, notAfter, ...extensions};
}

function checkAlgorithm(reader: DerReader): void {
  const algorithm = reader.enter(tags.sequence);
  const id = algorithm.read(tags.objectId);
  if (!equal(id, objectIds.ed25519)) throw new TlsError("algorithm", {objectId: toHex(id)});
  algorithm.end();
}

function readPublicKey(reader: DerReader): PublicKey {
  checkAlgorithm(reader);
  // A copy: it outlives the certificate, which may be part of a connection's buffer.
  const key = asPublicKey(new Uint8Array(readBits(reader, keySize)));
  reader.end();
  return key;
}

/** A BIT STRING of whole bytes. */
function readBits(reader: DerReader, size: number): Uint8Array {
  const content = reader.read(tags.bitString);
  if (content.length !== size + 1 || content[0] !== 0) throw new TlsError("malformed", {wantedBytes: size});
  return content.subarray(1);
}

function readCommonName(name: DerReader): string {
  let commonName = "";
  while (!name.isAtEnd) {
    const attributes = name.enter(tags.set);
    while (!attributes.isAtEnd) {
      const attribute = attributes.enter(tags.sequence);
      const isCommonName = equal(attribute.read(tags.objectId), objectIds.commonName);
      const tag = attribute.nextTag;
      const value = Buffer.from(attribute.read(tag));
      attribute.end();
      if (isCommonName) commonName = readText(tag, value);
    }
  }
  return commonName;
}

function readText(tag: number, value: Buffer): string {
  switch (tag) {
    case tags.utf8String:
      return value.toString("utf8");
    case tags.printableString:
    case tags.ia5String:
    case tags.t61String:
      return value.toString("latin1");
    default:
      throw new TlsError("malformed", {tag, wanted: "a common name"});
  }
}

function readExtensions(certificate: DerReader): Extensions {
  const found: Extensions = {keyUsage: 0, extendedKeyUsage: [], hasUnknownCriticalExtension: false};
  if (certificate.nextTag !== tags.extensions) return found;
  const wrapper = certificate.enter(tags.extensions);
  const list = wrapper.enter(tags.sequence);
  wrapper.end();
  const seen = new Set<string>();
  while (!list.isAtEnd) {
    const extension = list.enter(tags.sequence);
    const id = toHex(extension.read(tags.objectId));
    const critical = readCritical(extension);
    const value = new DerReader(extension.read(tags.octetString));
    extension.end();
    if (seen.has(id)) throw new TlsError("malformed", {repeatedExtension: id});
    seen.add(id);
    if (id === toHex(objectIds.keyUsage)) found.keyUsage = readKeyUsage(value);
    else if (id === toHex(objectIds.extendedKeyUsage)) found.extendedKeyUsage = readPurposes(value);
    else if (critical && !toleratedExtensions.has(id)) found.hasUnknownCriticalExtension = true;
  }
  return found;
}

function readCritical(extension: DerReader): boolean {
  const value = extension.readOptional(tags.boolean);
  if (value === null) return false;
  const [byte] = value;
  if (value.length !== 1 || (byte !== 0 && byte !== 0xff))
    throw new TlsError("malformed", {wanted: "a boolean"});
  return byte === 0xff;
}

function readKeyUsage(value: DerReader): number {
  const [unused = 8, ...bytes] = value.read(tags.bitString);
  value.end();
  if (unused > 7 || (bytes.length === 0 && unused > 0))
    throw new TlsError("malformed", {wanted: "key usage"});
  let usage = 0;
  // Nine usages are defined; the first is the top bit of the first byte.
  for (let i = 0; i < 9 && i < bytes.length * 8 - unused; i++) {
    if (((bytes[i >> 3] ?? 0) & (0x80 >> (i & 7))) !== 0) usage |= 1 << i;
  }
  return usage;
}

function readPurposes(value: DerReader): readonly Uint8Array[] {
  const list = value.enter(tags.sequence);
  value.end();
  const purposes: Uint8Array[] = [];
  while (!list.isAtEnd) purposes.push(list.read(tags.objectId));
  return purposes;
}
