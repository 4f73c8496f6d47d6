import {bytes, nullable, omitEmpty, struct, u8, type ValueOf} from "@oasis-node/primitives/cbor";
import {PublicKey} from "@oasis-node/primitives/signature";

/** TEE implementations; a plain number in JSON too (consensus-core §5.2). */
export const teeHardware = {invalid: 0, intelSgx: 1} as const;

/** That a node runs a runtime in a TEE: its attestation key, and the proof of it (consensus-core §5.10). */
export const CapabilityTee = struct("node.CapabilityTEE", {
  hardware: u8,
  rak: PublicKey,
  attestation: bytes,
});
export type CapabilityTee = ValueOf<typeof CapabilityTee>;

/** What a node offers to a runtime. */
export const Capabilities = struct("node.Capabilities", {tee: omitEmpty(nullable(CapabilityTee))});
export type Capabilities = ValueOf<typeof Capabilities>;
