import {equal} from "@oasis-node/primitives/bytes";
import {type CommitteeKind, committeeKinds} from "../../committee/index.ts";
import {
  type CapabilityTee,
  hasRoles,
  type Node,
  type NodeRuntime,
  nodeRoles,
  teeHardware,
} from "../../node/index.ts";
import type {Runtime} from "../../registry/index.ts";

/** Whether the attestation of a node is good now for the enclaves of a runtime, the CBOR in `versions.tee`. */
export type AttestationCheck = (capability: CapabilityTee, enclaves: Uint8Array | null) => boolean;

/** Whether a node can serve in a committee of the kind, stake and constraints aside (consensus-paratime §2.5). */
export function isSuitable(
  kind: CommitteeKind,
  node: Node,
  runtime: Runtime,
  isAttested: AttestationCheck,
): boolean {
  const role = kind === committeeKinds.executor ? nodeRoles.computeWorker : nodeRoles.storageWorker;
  if (!hasRoles(node.roles, role)) return false;
  // The first entry of the runtime decides.
  const served = node.runtimes?.find((one) => one !== null && equal(one.id, runtime.id)) ?? null;
  if (served === null) return false;
  return kind !== committeeKinds.executor || canExecute(served, runtime, isAttested);
}

function canExecute(
  {version, capabilities: {tee}}: NodeRuntime,
  {versions, teeHardware: wanted}: Runtime,
  isAttested: AttestationCheck,
): boolean {
  if (version.major !== versions.version.major) return false;
  if (wanted === teeHardware.invalid) return tee === null;
  return tee !== null && tee.hardware === wanted && isAttested(tee, versions.tee);
}
