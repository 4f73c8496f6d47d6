import {type Context, HaltError} from "../../context/index.ts";
import {checkProposerTimeout} from "../commitment/proposerTimeout.ts";
import {emitEmptyBlock} from "../emitEmptyBlock.ts";
import {roothashErrors} from "../errors.ts";
import {RoothashState} from "../state.ts";
import type {ExecutorProposerTimeoutRequest} from "../types/bodies.ts";
import {roothashGasOps} from "../types/genesis.ts";
import {loadRuntime} from "./loadRuntime.ts";

/** Ends a round in which the proposer has done nothing for long enough, when another worker asks (consensus-paratime §3.9). */
export function executorProposerTimeout(context: Context, {id, round}: ExecutorProposerTimeoutRequest): void {
  if (context.isCheckOnly) return;
  const roothash = new RoothashState(context.tree);
  context.useGas(1n, roothashGasOps.proposerTimeout, roothash.parameters().gasCosts);
  if (context.isSimulation) return;
  const state = loadRuntime(context, id);
  const {proposeBatchTimeout} = state.runtime.txnScheduler;
  const earliest = BigInt.asIntN(64, state.currentBlockHeight + proposeBatchTimeout);
  if (context.blockHeight < earliest) throw roothashErrors.proposerTimeoutNotAllowed({details: {earliest}});
  if (context.signer === null) throw new HaltError("crash", "a transaction without a signer");
  checkProposerTimeout(state.executorPool, state.currentBlock.header, context.signer, round);
  roothash.setRuntime(emitEmptyBlock(context, state, "roundFailed"));
}
