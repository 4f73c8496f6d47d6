import {toHex} from "@oasis-node/primitives/bytes";
import type {RoothashGenesis} from "./types/genesis.ts";

const failed = "roothash: sanity check failed";

export interface RoothashGenesisChecks {
  /** Accepts the debug flags among the parameters. */
  readonly debugAllowed: boolean;
}

/**
 * What is wrong with the roothash part of a genesis document (consensus-core §2.7), in the reference's order. States of
 * runtimes are taken as they are.
 */
export function* checkRoothashGenesis(
  {parameters, runtimeStates}: RoothashGenesis,
  {debugAllowed}: RoothashGenesisChecks,
): Generator<string> {
  const isUnsafe = parameters.debugDoNotSuspendRuntimes || parameters.debugBypassStake;
  if (isUnsafe && !debugAllowed) yield `${failed}: one or more unsafe debug flags set`;
  for (const [runtime, state] of runtimeStates ?? []) {
    // The reference crashes (consensus-core §14).
    if (state === null) yield `${failed}: state of runtime ${toHex(runtime)} is null`;
  }
}
