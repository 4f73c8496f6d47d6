import {BytesMap, equal} from "@oasis-node/primitives/bytes";
import type {Epoch} from "@oasis-node/primitives/epoch";
import {type Capabilities, hasRoles, type Node, type NodeRuntime} from "../../node/index.ts";
import {registryErrors} from "../errors.ts";
import {isNodeExpired} from "../expiry.ts";

/** What may change when a node registers again (consensus-core §5.7). Throws `nodeUpdateNotAllowed`. */
export function verifyNodeUpdate(existing: Node, node: Node, epoch: Epoch): void {
  const isSame =
    equal(existing.id, node.id) &&
    equal(existing.entityId, node.entityId) &&
    equal(existing.consensus.id, node.consensus.id);
  if (!isSame) throw registryErrors.nodeUpdateNotAllowed();
  if (isNodeExpired(existing, epoch)) return;
  if (!keepsRuntimes(existing.runtimes ?? [], node.runtimes ?? []))
    throw registryErrors.nodeUpdateNotAllowed();
  // Kept oddity: meant to forbid giving up roles, but any role in common is enough.
  if (!hasRoles(node.roles, existing.roles)) throw registryErrors.nodeUpdateNotAllowed();
}

/** No runtime may go. Descriptors with a null runtime, or one twice, have been refused before. */
function keepsRuntimes(
  existing: readonly (NodeRuntime | null)[],
  runtimes: readonly (NodeRuntime | null)[],
): boolean {
  const byId = new BytesMap(runtimes.flatMap((one) => (one === null ? [] : [[one.id, one] as const])));
  return existing.every((one) => {
    if (one === null) return true;
    const next = byId.get(one.id);
    return next !== undefined && keepsTee(one.capabilities, next.capabilities);
  });
}

/** The attestation may change, as the node or the runtime restarts; whether there is a TEE and which may not. */
function keepsTee({tee: existing}: Capabilities, {tee}: Capabilities): boolean {
  return existing?.hardware === tee?.hardware;
}
