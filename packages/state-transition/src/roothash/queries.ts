import type {Namespace} from "@oasis-node/primitives/namespace";
import {roothashErrors} from "./errors.ts";
import type {RoothashState, StoredRuntime} from "./state.ts";
import type {Block} from "./types/block.ts";

/** What clients ask of roothash about a runtime (`roothash/api.Backend`). Throw (roothash, 3) for one without state. */
export const roothashQueries = {
  runtimeState: required,
  latestBlock: (state: RoothashState, id: Namespace): Block => required(state, id).currentBlock,
  genesisBlock: (state: RoothashState, id: Namespace): Block => required(state, id).genesisBlock,
} as const;

function required(state: RoothashState, id: Namespace): StoredRuntime {
  const runtime = state.runtime(id);
  if (runtime === null) throw roothashErrors.invalidRuntime({details: {id}});
  return runtime;
}
