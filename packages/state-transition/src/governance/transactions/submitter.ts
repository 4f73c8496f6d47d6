import {type Address, isReservedAddress, stakingAddress} from "@oasis-node/primitives/address";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {type Context, HaltError} from "../../context/index.ts";
import {stakingErrors} from "../../staking/index.ts";

/** Who submits a proposal or a vote. Throws (staking, 5) for an account of the protocol itself. */
export function submitterOf({signer}: Context): {readonly key: PublicKey; readonly address: Address} {
  // Runtimes cannot take part, so a message never gets here.
  if (signer === null) throw new HaltError("crash", "governance: a submission without a signer");
  const address = stakingAddress(signer);
  if (isReservedAddress(address)) throw stakingErrors.forbidden();
  return {key: signer, address};
}
