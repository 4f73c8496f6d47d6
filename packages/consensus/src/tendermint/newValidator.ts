import type {PublicKey} from "@oasis-node/primitives/signature";
import {engineAddress} from "./signature.ts";
import type {Validator} from "./validator.ts";

/** A validator of that key and power, without priority. */
export function newValidator(publicKey: PublicKey, votingPower: bigint): Validator {
  return {
    address: engineAddress(publicKey),
    publicKey: {kind: "ed25519", value: publicKey},
    votingPower,
    proposerPriority: 0n,
  };
}
