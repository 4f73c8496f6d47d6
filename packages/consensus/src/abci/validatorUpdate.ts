import type {Validator} from "@oasis-node/state-transition/context";
import {embedded, int64, message, type ProtoValue} from "../protobuf/index.ts";
import {ValidatorKey} from "../tendermint/index.ts";

/** A change of a validator's power; 0 removes it. */
export const ValidatorUpdate = message("abci.ValidatorUpdate", {
  publicKey: embedded(1, ValidatorKey),
  power: int64(2),
});
export type ValidatorUpdate = ProtoValue<typeof ValidatorUpdate>;

export function validatorUpdateToAbci({publicKey, power}: Validator): ValidatorUpdate {
  return {publicKey: {kind: "ed25519", value: publicKey}, power};
}

/** A key of no known kind has no bytes. */
export function validatorUpdateFromAbci({publicKey, power}: ValidatorUpdate): Validator {
  return {publicKey: publicKey?.value ?? new Uint8Array(), power};
}
