import {BytesMap} from "@oasis-node/primitives/bytes";
import type {Height} from "@oasis-node/primitives/epoch";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {Context} from "../context/index.ts";
import {type Runtime, RuntimeGenesis} from "../registry/index.ts";
import {RegistryState} from "../registry/state.ts";
import {createRuntime} from "./newRuntime.ts";
import {RoothashState} from "./state.ts";
import type {GenesisRuntimeState, RoothashGenesis} from "./types/genesis.ts";
import type {MessageEvent} from "./types/state.ts";

/** Roothash at the beginning of a chain: the registry has its runtimes already (consensus-paratime §3.4). */
export function initRoothash(context: Context, {parameters, runtimeStates}: RoothashGenesis): void {
  new RoothashState(context.tree).setParameters(parameters);
  const registry = new RegistryState(context.tree);
  const create = (runtime: Runtime, isSuspended: boolean): void => {
    const state = runtimeStates?.get(runtime.id) ?? null;
    createRuntime(context, runtime, state === null ? null : {state, isSuspended});
  };
  for (const runtime of registry.runtimes()) create(runtime, false);
  for (const runtime of registry.suspendedRuntimes()) create(runtime, true);
}

/** Results of the messages of a runtime in the block of a height; null when it had none. */
export type MessageResultsAt = (runtimeId: Namespace, height: Height) => MessageEvent[] | null;

/**
 * Roothash part of the genesis document that goes on from a state (consensus-core §8.2).
 *
 * @param messageResults - history that is not in the state: asked for the last normal block of every runtime
 */
export function exportRoothash(state: RoothashState, messageResults: MessageResultsAt): RoothashGenesis {
  const runtimeStates = new BytesMap<Namespace, GenesisRuntimeState>();
  for (const {runtime, currentBlock, lastNormalHeight} of state.runtimes()) {
    const {stateRoot, round} = currentBlock.header;
    runtimeStates.set(runtime.id, {
      runtimeGenesis: RuntimeGenesis.make({stateRoot, state: [], storageReceipts: [], round}),
      messageResults: messageResults(runtime.id, lastNormalHeight),
    });
  }
  return {parameters: state.parameters(), runtimeStates};
}
