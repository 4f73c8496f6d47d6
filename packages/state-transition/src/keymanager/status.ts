import {equal} from "@oasis-node/primitives/bytes";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {attempt} from "../attempt/index.ts";
import type {Context} from "../context/index.ts";
import {hasRoles, type Node, nodeRoles} from "../node/index.ts";
import {attestationSettings, type Runtime} from "../registry/index.ts";
import {checksumSize, policyChecksum} from "./checksum.ts";
import {type InitResponseChecks, openInitResponse} from "./initResponse.ts";
import {type InitResponse, KeymanagerStatus} from "./types/index.ts";

const nothing = new Uint8Array();
const noPolicyChecksum = policyChecksum(null);

/** Status of a key manager before its first node. */
export function blankStatus({id}: Runtime): KeymanagerStatus {
  return KeymanagerStatus.make({id});
}

/**
 * Recomputes a status: the nodes that agree with it, the first of which decides what there is to agree on as long as the key
 * manager is not initialized (consensus-paratime §4.4). Expired and frozen nodes count too. A node whose response is no good
 * is left out.
 *
 * @param nodes - all nodes, sorted by ID
 */
export function recomputeStatus(
  ctx: Context,
  runtime: Runtime,
  before: KeymanagerStatus,
  nodes: readonly Node[],
): KeymanagerStatus {
  const {chain, now} = ctx;
  const checks = {verifier: chain.verifier, attestation: attestationSettings(chain.node, now)};
  const expected = policyChecksum(before.policy);
  let status: KeymanagerStatus = {...before, id: runtime.id, nodes: null};
  const members: PublicKey[] = [];
  for (const node of nodes) {
    const response = responseOf(node, runtime, checks);
    if (response === null || !hasPolicy(response, expected) || !agrees(status, response)) continue;
    const {isSecure, checksum} = response;
    if (!status.isInitialized) status = {...status, isInitialized: true, isSecure, checksum};
    members.push(node.id);
  }
  return {...status, nodes: members.length === 0 ? null : members};
}

/** What the node's enclave said; null when it does not run the key manager or its response does not count. */
function responseOf(node: Node, runtime: Runtime, checks: InitResponseChecks): InitResponse | null {
  if (!hasRoles(node.roles, nodeRoles.keyManager)) return null;
  const nodeRuntime = node.runtimes?.find((one) => one !== null && equal(one.id, runtime.id)) ?? null;
  if (nodeRuntime === null) return null;
  const opened = attempt(() => openInitResponse(runtime, nodeRuntime, checks));
  return opened.ok ? opened.value : null;
}

/** Whether the enclave has the policy with this checksum. An empty checksum stands for no policy. */
function hasPolicy({policyChecksum: checksum}: InitResponse, expected: Uint8Array): boolean {
  const given = checksum ?? nothing;
  if (given.length === 0) return equal(noPolicyChecksum, expected);
  return given.length === checksumSize && equal(given, expected);
}

/** Whether a response fits a status. Before initialization only a secure status that would become insecure does not fit. */
function agrees(status: KeymanagerStatus, {isSecure, checksum}: InitResponse): boolean {
  if (!status.isInitialized) return isSecure || !status.isSecure;
  return isSecure === status.isSecure && equal(checksum ?? nothing, status.checksum ?? nothing);
}
