import type {Hash} from "@oasis-node/primitives/hash";
import {RoothashError} from "../roothashError.ts";
import {type ComputeBody, commitmentFailures} from "../types/commitment.ts";
import type {Message, StakingMessage} from "../types/message.ts";

/** Results of a round, all of them there. */
export interface ComputeRoots {
  readonly ioRoot: Hash;
  readonly stateRoot: Hash;
  readonly messagesHash: Hash;
}

export function isFailure({failure}: ComputeBody): boolean {
  return failure !== commitmentFailures.none;
}

/** The roots of a body; null when one is missing, as in every failure. */
export function computeRoots({header: {ioRoot, stateRoot, messagesHash}}: ComputeBody): ComputeRoots | null {
  if (ioRoot === null || stateRoot === null || messagesHash === null) return null;
  return {ioRoot, stateRoot, messagesHash};
}

/**
 * Checks what a commitment says by itself: results come with all roots, failures with nothing (consensus-paratime §3.6
 * step h). Throws `RoothashError` `badCommitment`.
 */
export function checkComputeBody(body: ComputeBody): void {
  switch (body.failure) {
    case commitmentFailures.none:
      checkResults(body);
      break;
    case commitmentFailures.unknown:
    case commitmentFailures.storageUnavailable:
      checkFailure(body);
      break;
    default:
      throw bad(`invalid failure: ${body.failure}`);
  }
}

function checkResults({header, messages}: ComputeBody): void {
  if (header.ioRoot === null) throw bad("missing IORoot");
  if (header.stateRoot === null) throw bad("missing StateRoot");
  if (header.messagesHash === null) throw bad("missing messages hash");
  for (const [index, message] of (messages ?? []).entries()) {
    const fault = messageFault(message);
    if (fault !== null) throw bad(`bad runtime message ${index}: ${fault}`);
  }
}

function checkFailure({header, storageSignatures, rakSig, messages}: ComputeBody): void {
  if (hasItems(storageSignatures)) throw bad("failure indicating commitment includes storage receipts");
  if (header.ioRoot !== null) throw bad("failure indicating body includes IORoot");
  if (header.stateRoot !== null) throw bad("failure indicating commitment includes StateRoot");
  if (header.messagesHash !== null) throw bad("failure indicating commitment includes MessagesHash");
  if (rakSig !== null) throw bad("failure indicating body includes RAK signature");
  if (hasItems(messages)) throw bad("failure indicating body includes messages");
}

/** What is wrong with a message, or null. When it is for two modules only the staking part counts (consensus-paratime §3.2). */
function messageFault({staking, registry}: Message): string | null {
  if (staking !== null) return stakingFault(staking);
  if (registry === null) return "runtime message has no fields set";
  return registry.updateRuntime === null ? "registry runtime message has no fields set" : null;
}

function stakingFault({transfer, withdraw, addEscrow, reclaimEscrow}: StakingMessage): string | null {
  const set = [transfer, withdraw, addEscrow, reclaimEscrow].filter((operation) => operation !== null).length;
  if (set === 1) return null;
  return set === 0
    ? "staking runtime message has no fields set"
    : "staking runtime message has multiple fields set";
}

function hasItems(list: readonly unknown[] | null): boolean {
  return list !== null && list.length > 0;
}

function bad(message: string): RoothashError {
  return new RoothashError("badCommitment", message);
}
