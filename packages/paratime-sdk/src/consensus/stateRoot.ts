import {decode, ProtobufError} from "@oasis-node/consensus/protobuf";
import {LightBlock as TendermintLightBlock} from "@oasis-node/consensus/tendermint";
import {type Root, rootTypes} from "@oasis-node/mkvs/node";
import {CodedError, TypedError} from "@oasis-node/primitives/errors";
import {asHash} from "@oasis-node/primitives/hash";
import {Namespace} from "@oasis-node/primitives/namespace";
import type {LightBlock} from "@oasis-node/runtime/protocol";

/** `noHeader`: a light block without the header that would say which state it is about. */
export class LightBlockError extends TypedError<"noHeader"> {}

/**
 * Root of the consensus state that a light block is about: that of the height before, by the `app_hash` of its header
 * (runtime-workers §1.6). Verifies no signature. Throws `CodedError` `verifier` 1 when it is no light block;
 * `LightBlockError`, `HashError` when it says nothing about a state.
 */
export function stateRootOf(block: LightBlock): Root {
  const header = decodeBlock(block.meta ?? new Uint8Array()).signedHeader?.header;
  if (header === null || header === undefined)
    throw new LightBlockError("noHeader", "light block has no signed header");
  return {
    namespace: Namespace.zero(),
    version: BigInt.asUintN(64, header.height - 1n),
    type: rootTypes.state,
    hash: asHash(header.appHash),
  };
}

function decodeBlock(meta: Uint8Array) {
  try {
    return decode(TendermintLightBlock, meta);
  } catch (cause) {
    if (!(cause instanceof ProtobufError)) throw cause;
    throw verificationFailed(cause);
  }
}

/** The one error that the reference has for all of this (runtime-workers §1.4). */
function verificationFailed(cause: Error): CodedError {
  return new CodedError("verifier", 1, `verification: ${cause.message}`, {cause});
}
