import {hash} from "node:crypto";
import {encode} from "@oasis-node/primitives/cbor";
import {SignedPolicySgx} from "./types/index.ts";

/** Size of the checksums of key managers in bytes. */
export const checksumSize = 32;

/** SHA3-256 of a signed policy, or of nothing when there is none (consensus-paratime §4.2). */
export function policyChecksum(signed: SignedPolicySgx | null): Uint8Array {
  const bytes = signed === null ? new Uint8Array() : encode(SignedPolicySgx, signed);
  return new Uint8Array(hash("sha3-256", bytes, "buffer"));
}
