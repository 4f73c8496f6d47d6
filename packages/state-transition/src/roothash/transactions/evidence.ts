import type {Context} from "../../context/index.ts";
import {roothashErrors} from "../errors.ts";
import {type Equivocation, evidenceHash, verifyEvidence} from "../evidence.ts";
import {RoothashError} from "../roothashError.ts";
import {penaltyOf, slashEquivocation} from "../slashing.ts";
import {RoothashState} from "../state.ts";
import type {Evidence} from "../types/bodies.ts";
import {roothashGasOps} from "../types/genesis.ts";
import {loadRuntime} from "./loadRuntime.ts";

/** Slashes a node for what it signed twice, once in a round (consensus-paratime §3.10). */
export function submitEvidence(context: Context, evidence: Evidence): void {
  const fault = verified(context, evidence);
  if (context.isCheckOnly) return;
  const roothash = new RoothashState(context.tree);
  const {gasCosts, maxEvidenceAge} = roothash.parameters();
  context.useGas(1n, roothashGasOps.evidence, gasCosts);
  if (context.isSimulation) return;
  const {runtime, currentBlock} = loadRuntime(context, evidence.id);
  const penalty = penaltyOf(runtime, "runtimeEquivocation");
  if (penalty === 0n) throw roothashErrors.runtimeDoesNotSlash();
  // There is no upper bound: evidence may be of rounds to come.
  if (BigInt.asUintN(64, fault.round + maxEvidenceAge) < currentBlock.header.round) {
    throw roothashErrors.invalidEvidence({context: "equivocation evidence expired"});
  }
  const hash = evidenceHash(fault);
  if (roothash.hasEvidence(runtime.id, fault.round, hash)) throw roothashErrors.duplicateEvidence();
  // It stays remembered even when there turns out to be nobody to slash.
  roothash.addEvidence(runtime.id, fault.round, hash);
  slashEquivocation(context, fault.node, runtime, penalty);
}

function verified({chain}: Context, evidence: Evidence): Equivocation {
  try {
    return verifyEvidence(chain, evidence);
  } catch (cause) {
    if (!(cause instanceof RoothashError)) throw cause;
    throw roothashErrors.invalidEvidence({context: cause.message, cause});
  }
}
