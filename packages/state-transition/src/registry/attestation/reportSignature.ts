import {verify, X509Certificate} from "node:crypto";
import {equal, fromBase64} from "@oasis-node/primitives/bytes";
import {findPemBlock} from "@oasis-node/primitives/pem";
import {AttestationError} from "./attestationError.ts";
import {intelRootCertificate} from "./intelRootCertificate.ts";

/** A report as Intel hands it out. */
export interface SignedReport {
  readonly body: Uint8Array;
  /** Base64. */
  readonly signature: Uint8Array;
  /** The signer's certificate and its issuer's, PEM, URL-encoded. */
  readonly certificateChain: Uint8Array;
}

/** Extended key usages that allow what Go takes for granted: server authentication, and anything. */
const serverUsages = ["1.3.6.1.5.5.7.3.1", "2.5.29.37.0"];

/** Checks that Intel signed the report with a certificate that was valid at `now`, nanoseconds since 1970. Throws `AttestationError`. */
export function checkReportSignature({body, signature, certificateChain}: SignedReport, now: bigint): void {
  const certificates = parseChain(certificateChain);
  const [signer, issuer] = certificates;
  if (signer === undefined || issuer === undefined || certificates.length !== 2) {
    throw chainError(`unexpected certificate chain length: ${certificates.length}`);
  }
  const root = new X509Certificate(intelRootCertificate);
  if (!equal(issuer.raw, root.raw)) throw chainError("unexpected root in certificate chain");
  checkSigner(signer, root, now);
  const bytes = fromBase64(latin1(signature));
  const {publicKey} = signer;
  const isValid =
    bytes !== null && publicKey.asymmetricKeyType === "rsa" && verify("sha256", body, publicKey, bytes);
  if (!isValid) throw new AttestationError("signature", "ias/avr: failed to verify AVR signature");
}

function checkSigner(signer: X509Certificate, root: X509Certificate, now: bigint): void {
  const isRoot = equal(signer.raw, root.raw);
  if (!isRoot && !isIssuedBy(signer, root))
    throw chainError("failed to verify certificate chain: signed by unknown authority");
  const isForServers = signer.keyUsage?.some((usage) => serverUsages.includes(usage)) ?? true;
  if (!isForServers) throw chainError("failed to verify certificate chain: incompatible key usage");
  for (const {validFromDate, validToDate} of [signer, root]) {
    const isValid = nanoseconds(validFromDate) <= now && now <= nanoseconds(validToDate);
    if (!isValid) throw chainError("failed to verify certificate chain: expired or not yet valid");
  }
}

/** OpenSSL throws on kinds of signature that it does not know. */
function isIssuedBy(signer: X509Certificate, root: X509Certificate): boolean {
  try {
    return signer.checkIssued(root) && signer.verify(root.publicKey);
  } catch {
    return false;
  }
}

function parseChain(encoded: Uint8Array): X509Certificate[] {
  const certificates: X509Certificate[] = [];
  for (let rest = unescapeQuery(latin1(encoded)); ; ) {
    const block = findPemBlock(rest);
    if (block === null) return certificates;
    if (block.type !== "CERTIFICATE") throw chainError(`invalid PEM block type: '${block.type}'`);
    certificates.push(parseCertificate(block.data));
    rest = block.rest;
  }
}

function parseCertificate(der: Uint8Array): X509Certificate {
  try {
    return new X509Certificate(der);
  } catch (cause) {
    throw chainError("failed to parse certificate", cause);
  }
}

/** Go's `url.QueryUnescape`: a plus is a space. */
function unescapeQuery(text: string): string {
  if (/%(?![\da-fA-F]{2})/.test(text)) throw chainError("failed to decode certificate chain");
  return text
    .replaceAll("+", " ")
    .replaceAll(/%([\da-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}

function nanoseconds(date: Date): bigint {
  return BigInt(date.getTime()) * 1_000_000n;
}

function chainError(problem: string, cause?: unknown): AttestationError {
  return new AttestationError("certificates", `ias/avr: ${problem}`, {cause});
}
