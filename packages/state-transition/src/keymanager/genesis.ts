import {BytesMap} from "@oasis-node/primitives/bytes";
import type {Namespace} from "@oasis-node/primitives/namespace";
import {type Context, HaltError} from "../context/index.ts";
import {type RegistryGenesis, runtimeKinds} from "../registry/index.ts";
import {emitStatuses} from "./events.ts";
import {KeymanagerState} from "./state.ts";
import type {KeymanagerGenesis, KeymanagerStatus} from "./types/index.ts";

/**
 * The key managers at the beginning of a chain (consensus-paratime §4.1): statuses of key manager runtimes of the genesis that
 * are not suspended; others are left out. The registry has refused malformed runtimes before. Throws `HaltError` `initChain`.
 */
export function initKeymanager(
  ctx: Context,
  {statuses}: KeymanagerGenesis,
  {runtimes}: Pick<RegistryGenesis, "runtimes">,
): void {
  const known = new BytesMap<Namespace, true>();
  for (const runtime of runtimes ?? []) {
    if (runtime?.kind === runtimeKinds.keyManager) known.set(runtime.id, true);
  }
  const state = new KeymanagerState(ctx.tree);
  const stored: KeymanagerStatus[] = [];
  for (const [index, status] of (statuses ?? []).entries()) {
    if (status === null) throw refusal(`status ${index} is null`);
    if (!known.has(status.id)) continue;
    if (status.nodes !== null) throw refusal("genesis key manager has nodes");
    state.setStatus(status);
    stored.push(status);
  }
  emitStatuses(ctx, stored);
}

/** Key manager part of the genesis document that goes on from a state: nodes have to register again (consensus-core §8.2). */
export function exportKeymanager(state: KeymanagerState): KeymanagerGenesis {
  return {statuses: state.statuses().map((status) => ({...status, nodes: null}))};
}

function refusal(message: string): HaltError {
  return new HaltError("initChain", `keymanager: ${message}`);
}
