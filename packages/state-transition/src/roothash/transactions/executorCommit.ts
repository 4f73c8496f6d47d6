import type {Context} from "../../context/index.ts";
import {RegistryState} from "../../registry/state.ts";
import {SchedulerState} from "../../scheduler/state.ts";
import {addExecutorCommitment, type CommitmentRules} from "../commitment/addCommitment.ts";
import {emitRoothash} from "../events.ts";
import {finalizeRound} from "../finalize.ts";
import {chargeForMessages} from "../messages.ts";
import {RoothashState} from "../state.ts";
import type {ExecutorCommit} from "../types/bodies.ts";
import {roothashGasOps} from "../types/genesis.ts";
import {loadRuntime} from "./loadRuntime.ts";

/**
 * Takes commitments into the pool of a runtime and tries to end its round; the first bad one refuses all. Who sends them
 * does not matter, and without any the timer of the round starts all the same (consensus-paratime §3.6).
 */
export function executorCommit(context: Context, {id, commits}: ExecutorCommit): void {
  if (context.isCheckOnly) return;
  const roothash = new RoothashState(context.tree);
  context.useGas(1n, roothashGasOps.computeCommit, roothash.parameters().gasCosts);
  const state = loadRuntime(context, id);
  const rules = rulesFor(context, state.runtime.id);
  const {header} = state.currentBlock;
  const executorPool = (commits ?? []).reduce(
    (pool, commit) => addExecutorCommitment(pool, header, rules, commit),
    state.executorPool,
  );
  if (context.isSimulation) return;
  roothash.setRuntime(finalizeRound(context, {...state, executorPool}, false));
  for (const commit of commits ?? []) emitRoothash.executorCommitted(context, id, {commit});
}

function rulesFor(context: Context, id: ExecutorCommit["id"]): CommitmentRules {
  const scheduler = new SchedulerState(context.tree);
  const registry = new RegistryState(context.tree);
  return {
    signatures: context.chain,
    committees: (kind) => scheduler.committee(kind, id),
    node: (node) => registry.node(node),
    checkMessages: (messages) => chargeForMessages(context, id, messages),
  };
}
