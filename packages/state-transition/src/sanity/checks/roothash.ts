import {BytesMap, toHex} from "@oasis-node/primitives/bytes";
import {asHeight} from "@oasis-node/primitives/epoch";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {Context} from "../../context/index.ts";
import {isTimeout, RoothashState, roothashKeys, type StoredRuntime} from "../../roothash/index.ts";
import {storedEntries} from "../../storedValue/index.ts";

/** How far a block may be ahead of this node's clock: 61 minutes, in seconds. */
const maxAhead = 61n * 60n;

/**
 * Blocks of runtimes are not far in the future, and every timer of a round is still to run out and is the one its pool waits for.
 *
 * @param now - this node's clock, in seconds since 1970
 */
export function* checkRoothash({tree, blockHeight}: Context, now: bigint): Generator<string> {
  const byId = new BytesMap<Namespace, StoredRuntime>();
  for (const state of new RoothashState(tree).runtimes()) {
    byId.set(state.runtime.id, state);
    if (state.currentBlock.header.timestamp > now + maxAhead) {
      yield "roothash: sanity check failed: block header timestamp is more than 1h1m in the future";
    }
  }
  for (const {parts, value: id} of storedEntries(tree, roothashKeys.roundTimeout)) {
    const height = asHeight(parts[0]);
    const name = `runtime ${toHex(id)}`;
    if (height < blockHeight) {
      yield `round timeout for ${name} was scheduled at ${height} but did not trigger`;
    }
    const pool = byId.get(id)?.executorPool ?? null;
    if (pool === null || !isTimeout(pool, height)) {
      yield `${name} scheduled for timeout at ${height} but would not actually trigger`;
    }
  }
}
