import {asPublicKey, testPrivateKey} from "@oasis-node/primitives/signature";
import {newValidator, type Validator} from "../../src/tendermint/index.ts";

/** Validators of well-known keys, as many as there are powers. */
export function sampleValidators(powers: readonly bigint[]): Validator[] {
  return powers.map((power, i) => newValidator(samplePublicKey(i), power));
}

function samplePublicKey(number: number): ReturnType<typeof asPublicKey> {
  return asPublicKey(sampleKey(number).publicKey);
}

export function sampleKey(number: number): ReturnType<typeof testPrivateKey> {
  return testPrivateKey(`tendermint validator ${number}`);
}
