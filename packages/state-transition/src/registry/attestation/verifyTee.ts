import {equal, utf8} from "@oasis-node/primitives/bytes";
import {bytes, decode, struct} from "@oasis-node/primitives/cbor";
import {hashOf, hashSize} from "@oasis-node/primitives/hash";
import type {PublicKey} from "@oasis-node/primitives/signature";
import type {NodeSettings} from "../../context/index.ts";
import {type CapabilityTee, type NodeRuntime, teeHardware} from "../../node/index.ts";
import {registryErrors} from "../errors.ts";
import type {Runtime} from "../types/runtime.ts";
import {AttestationError} from "./attestationError.ts";
import {sgxConstraints} from "./constraints.ts";
import {type EnclaveRules, type Quote, quoteFromBytes} from "./quote.ts";
import {reportFromBody} from "./report.ts";
import {checkReportSignature} from "./reportSignature.ts";

/** What attestations are held to. */
export interface AttestationSettings extends EnclaveRules {
  /** Time of the block, nanoseconds since 1970: certificates must be valid then. */
  readonly now: bigint;
  /** Takes reports that nobody signed: only for debugging. */
  readonly skipSignature: boolean;
}

/** Report of Intel's attestation service, with all it takes to verify it. */
const ReportBundle = struct("ias.AVRBundle", {body: bytes, certificateChain: bytes, signature: bytes});

const rakContext = utf8("oasis-core/node: TEE RAK binding");
const empty = new Uint8Array();

/** What attestations are held to on a node, at the time of a block. */
export function attestationSettings(
  {
    skipAttestation,
    debugEnclaves = false,
    testSigners = false,
  }: Pick<NodeSettings, "skipAttestation" | "debugEnclaves" | "testSigners">,
  now: bigint,
): AttestationSettings {
  return {now, skipSignature: skipAttestation, debugEnclaves, testSigners};
}

/**
 * Checks what a node says about the TEE in which it runs a runtime; a node without one passes, even when the runtime wants
 * one (consensus-core §5.6). Throws `teeHardwareMismatch`, or what `verifyTee` does.
 */
export function verifyRuntimeTee(
  {capabilities: {tee}}: NodeRuntime,
  {teeHardware: wanted, versions}: Runtime,
  settings: AttestationSettings,
): void {
  if (tee === null) return;
  if (tee.hardware !== wanted) throw registryErrors.teeHardwareMismatch();
  verifyTee(tee, versions.tee, settings);
}

/**
 * Checks that the attestation is about this attestation key in one of the enclaves, the CBOR in `versions.tee` (consensus-core
 * §5.10). Throws `AttestationError`, or `CborError` for an attestation that does not decode.
 */
export function verifyTee(
  tee: CapabilityTee,
  enclaves: Uint8Array | null,
  settings: AttestationSettings,
): void {
  if (tee.hardware !== teeHardware.intelSgx) {
    throw new AttestationError("hardware", "node: invalid TEE implementation");
  }
  const quote = openQuote(tee, settings);
  const constraints = sgxConstraints(enclaves);
  if (constraints === null) throw new AttestationError("constraints", "node: malformed SGX constraints");
  const isAllowed = (constraints.enclaves ?? []).some(
    ({mrEnclave, mrSigner}) => equal(mrEnclave, quote.mrEnclave) && equal(mrSigner, quote.mrSigner),
  );
  if (!isAllowed) throw new AttestationError("enclave", "node: bad TEE enclave identity");
  // The other half of the data is not looked at.
  if (!equal(quote.reportData.subarray(0, hashSize), rakHash(tee.rak))) {
    throw new AttestationError("rak", "node: RAK hash mismatch");
  }
}

/** What an enclave puts into its quote to bind its attestation key. */
export function rakHash(rak: PublicKey): Uint8Array {
  return hashOf(rakContext, rak);
}

function openQuote({attestation}: CapabilityTee, settings: AttestationSettings): Quote {
  const {body, certificateChain, signature} = decode(ReportBundle, attestation);
  const report = {
    body: body ?? empty,
    certificateChain: certificateChain ?? empty,
    signature: signature ?? empty,
  };
  if (!settings.skipSignature) checkReportSignature(report, settings.now);
  return quoteFromBytes(reportFromBody(report.body, settings).quote ?? empty);
}
