import type {Namespace} from "@oasis-node/primitives/namespace";
import type {Context} from "../../context/index.ts";
import {roothashErrors} from "../errors.ts";
import {RoothashError} from "../roothashError.ts";
import {type PooledRuntime, RoothashState} from "../state.ts";

/** The runtime that a transaction is about. Throws (roothash, 3), 5 when it is suspended, 4 when it has no pool (consensus-paratime §3.6 step 3). */
export function loadRuntime({tree}: Context, id: Namespace): PooledRuntime {
  const state = new RoothashState(tree).runtime(id);
  if (state === null) {
    const cause = roothashErrors.invalidRuntime({details: {id}});
    const text = `roothash: failed to fetch runtime state: ${cause.message}`;
    throw new RoothashError("noRuntimeState", text, {cause});
  }
  const {executorPool} = state;
  if (state.suspended) throw roothashErrors.runtimeSuspended({details: {id}});
  if (executorPool === null) throw roothashErrors.noExecutorPool({details: {id}});
  return {...state, executorPool};
}
