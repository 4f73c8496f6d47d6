import {publicKeySize} from "@oasis-node/primitives/signature";
import {bytes, choice, chosenBytes, embedded, int64, message, type ProtoValue} from "../protobuf/index.ts";
import {decimalBytes, upperHex} from "./goText.ts";
import {addressSize} from "./sizes.ts";
import {TendermintError} from "./tendermintError.ts";

/** Key of a validator; that of any validator of the network is Ed25519 (consensus-core §3.2). */
export const ValidatorKey = choice("crypto.PublicKey", {
  ed25519: chosenBytes(1),
  secp256k1: chosenBytes(2),
});
export type ValidatorKey = ProtoValue<typeof ValidatorKey>;

/** A validator within a set. */
export const Validator = message("types.Validator", {
  address: bytes(1),
  publicKey: embedded(2, ValidatorKey),
  votingPower: int64(3),
  /** Whoever has the highest proposes next. */
  proposerPriority: int64(4),
});
export type Validator = ProtoValue<typeof Validator>;

/**
 * Checks a validator as received. Throws `TendermintError` `invalidValidator`. As in the reference, nothing says that
 * the address is that of the key.
 */
export function checkValidator({address, publicKey, votingPower}: Validator): void {
  if (publicKey?.kind !== "ed25519") {
    throw invalid(`fromproto: key type ${publicKey?.kind ?? "<nil>"} is not supported`);
  }
  const {length} = publicKey.value;
  if (length !== publicKeySize) {
    throw invalid(`invalid size for PubKeyEd25519. Got ${length}, expected ${publicKeySize}`);
  }
  if (votingPower < 0n) throw invalid("validator has negative voting power");
  if (address.length !== addressSize) {
    throw invalid(`validator address is the wrong size: ${upperHex(address)}`);
  }
}

/** As Go prints it, for error texts. */
export function validatorText({address, publicKey, votingPower, proposerPriority}: Validator): string {
  const key = decimalBytes(publicKey?.value ?? new Uint8Array());
  return `Validator{${upperHex(address)} ${key} VP:${votingPower} A:${proposerPriority}}`;
}

function invalid(reason: string): TendermintError {
  return new TendermintError("invalidValidator", reason);
}
