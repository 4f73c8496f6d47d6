import {decode, encode} from "@oasis-node/primitives/cbor";
import {
  asPublicKey,
  isRawSignature,
  type PublicKey,
  prepare,
  type SignatureVerifier,
  signingContexts,
  testKeyNames,
  testPrivateKey,
} from "@oasis-node/primitives/signature";
import {type NodeRuntime, teeHardware} from "../node/index.ts";
import {type AttestationSettings, type Runtime, verifyRuntimeTee} from "../registry/index.ts";
import {KeymanagerError} from "./keymanagerError.ts";
import {InitResponse, SignedInitResponse} from "./types/index.ts";

/** What a node's init response is held to. */
export interface InitResponseChecks {
  readonly verifier: SignatureVerifier;
  readonly attestation: AttestationSettings;
}

/**
 * The init response which a node's enclave signed (consensus-paratime §4.5). Throws what tells why it does not count:
 * `KeymanagerError`, `CborError`, and errors of the attestation.
 */
export function openInitResponse(
  runtime: Runtime,
  nodeRuntime: NodeRuntime,
  {verifier, attestation}: InitResponseChecks,
): InitResponse {
  const {tee} = nodeRuntime.capabilities;
  const hardware = tee?.hardware ?? teeHardware.invalid;
  if (hardware !== runtime.teeHardware) throw refusal("TEEHardware mismatch");
  verifyRuntimeTee(nodeRuntime, runtime, attestation);
  if (nodeRuntime.extraInfo === null) throw refusal("missing ExtraInfo");
  const {initResponse, signature} = decode(SignedInitResponse, nodeRuntime.extraInfo);
  const message = prepare(
    signingContexts.keyManagerInitResponse,
    {},
    // The signature is over a fresh encoding, not over the bytes that came.
    encode(InitResponse, initResponse),
  );
  const isSigned =
    signature !== null &&
    isRawSignature(signature) &&
    verifier.verify({publicKey: signerOf(nodeRuntime), message, signature});
  if (!isSigned) throw refusal("invalid initialization response signature");
  return initResponse;
}

/** The attestation key, or without a TEE the key that everybody has: it is blacklisted unless test keys are allowed. */
function signerOf({capabilities: {tee}}: NodeRuntime): PublicKey {
  if (tee !== null && tee.hardware !== teeHardware.invalid) return tee.rak;
  return asPublicKey(testPrivateKey(testKeyNames.keyManagerRak).publicKey);
}

function refusal(message: string): KeymanagerError {
  return new KeymanagerError("initResponse", `keymanager: ${message}`);
}
