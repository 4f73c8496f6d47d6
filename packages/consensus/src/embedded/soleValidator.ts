import {toBase64} from "@oasis-node/primitives/bytes";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {EngineError} from "../engine/index.ts";
import {engineAddress, findValidator, type ValidatorSet} from "../tendermint/index.ts";
import type {ChainState} from "./chainState.ts";

const remedy =
  "use the genesis document and the consensus key of a network whose only validator is this node, or another engine";

/** Checks that nobody but us votes in the next two blocks. Throws `EngineError` `otherValidators`. */
export function checkSoleValidator(
  {lastHeight, validators, nextValidators}: ChainState,
  own: PublicKey,
): void {
  for (const set of [validators, nextValidators]) {
    if (set.validators.length === 1 && findValidator(set, engineAddress(own)) !== null) continue;
    const details = {height: lastHeight + 1n, found: keysOf(set), wanted: [toBase64(own)], remedy};
    throw new EngineError("otherValidators", explanation(set, own), {details});
  }
}

function explanation(set: ValidatorSet, own: PublicKey): string {
  const isAmong = findValidator(set, engineAddress(own)) !== null;
  const found = isAmong ? "others beside this node's key" : "not this node's key";
  return `the embedded engine works alone, but the validators are ${found}: ${keysOf(set).join(", ")}`;
}

function keysOf({validators}: ValidatorSet): string[] {
  return validators.map(({publicKey}) => toBase64(publicKey?.value ?? new Uint8Array()));
}
