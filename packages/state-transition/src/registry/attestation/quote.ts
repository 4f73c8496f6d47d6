import {toHex} from "@oasis-node/primitives/bytes";
import {
  asMrEnclave,
  asMrSigner,
  attributeFlags,
  type EnclaveIdentity,
  hasAttribute,
} from "@oasis-node/primitives/sgx";
import {AttestationError} from "./attestationError.ts";

/** Size in bytes of a quote without its signature, as it stands in reports. */
export const quoteSize = 432;

/** Offsets in a quote: the body of 48 bytes, then the report of the enclave. */
const offsets = {
  version: 0,
  signatureType: 2,
  pceSvn: 10,
  flags: 48 + 48,
  mrEnclave: 48 + 64,
  mrSigner: 48 + 128,
  reportData: 48 + 320,
} as const;

const measurementSize = 32;
const reportDataSize = 64;

/** What a quote says about an enclave. */
export interface Quote extends EnclaveIdentity {
  /** Flags of the enclave, of `attributeFlags`. */
  readonly flags: bigint;
  /** What the enclave put in: 64 bytes. */
  readonly reportData: Uint8Array;
}

/** Which enclaves are allowed at all. */
export interface EnclaveRules {
  /** Takes enclaves in debug mode, and no others. */
  readonly debugEnclaves: boolean;
  /** Takes enclaves that were signed with the key which everybody has. */
  readonly testSigners: boolean;
}

/** MRSIGNER of the signing key in Fortanix's SDK, which is public. */
const publicTestSigner = "9affcfae47b848ec2caf1c49b4b283531e1cc425f93582b36806e52a43d78d1a";

/** The quote in these bytes; what follows the first 432 is ignored. Throws `AttestationError` `quote`. */
export function quoteFromBytes(bytes: Uint8Array): Quote {
  if (bytes.length < quoteSize) throw malformed("invalid quote body length");
  const view = new DataView(bytes.buffer, bytes.byteOffset, quoteSize);
  const version = view.getUint16(offsets.version, true);
  if (version !== 1 && version !== 2) throw malformed(`unsupported version: ${version}`);
  if (view.getUint16(offsets.signatureType, true) > 1) throw malformed("invalid signature type");
  if (version < 2 && view.getUint16(offsets.pceSvn, true) !== 0)
    throw malformed("ISVSVN_PCE set for version < 2");
  const at = (offset: number, size: number): Uint8Array => bytes.slice(offset, offset + size);
  return {
    flags: view.getBigUint64(offsets.flags, true),
    mrEnclave: asMrEnclave(at(offsets.mrEnclave, measurementSize)),
    mrSigner: asMrSigner(at(offsets.mrSigner, measurementSize)),
    reportData: at(offsets.reportData, reportDataSize),
  };
}

/** Throws `AttestationError` `quote` for an enclave that is not allowed at all. */
export function checkEnclave({mrSigner, flags}: Quote, {debugEnclaves, testSigners}: EnclaveRules): void {
  if (!testSigners && toHex(mrSigner) === publicTestSigner) throw malformed("blacklisted MRSIGNER");
  if (hasAttribute(flags, attributeFlags.debug) === debugEnclaves) return;
  throw new AttestationError(
    "quote",
    debugEnclaves
      ? "ias/avr: disallowed production enclave since we are in debug mode"
      : "ias/avr: disallowed debug enclave since we are in production mode",
  );
}

function malformed(problem: string): AttestationError {
  return new AttestationError("quote", `ias/quote: ${problem}`);
}
