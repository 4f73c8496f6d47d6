import {toBase64, toHex} from "@oasis-node/primitives/bytes";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {type CallOptions, methodPath, type Peer} from "@oasis-node/rpc/service";
import type {AccessPolicy} from "@oasis-node/rpc/services";
import {RpcError} from "@oasis-node/rpc/status";
import {hasRoles, type Node, nodeRoles} from "@oasis-node/state-transition/node";
import {isStorageNodeOf, type StorageApi} from "../storageClient/index.ts";

const readActions = ["syncGet", "syncGetPrefixes", "syncIterate"] as const;
const allActions = [...readActions, "apply", "applyBatch"] as const;

/** Methods that not everyone may call. */
export type GatedMethod = (typeof allActions)[number];

/** The subject that stands for everyone. */
const anyone = "*";

export interface StorageAccess {
  /** Registered nodes of the runtime's executor committee. */
  readonly computeNodes: readonly Node[];
  /** Registered nodes, of which the storage nodes of the runtime count. */
  readonly nodes: readonly Node[];
  readonly runtimeId: Namespace;
  /** TLS keys of sentries before this node. */
  readonly sentries: readonly PublicKey[];
  /** Whether everyone may read. */
  readonly publicRpc: boolean;
}

/** Who may call what of the Storage service for a runtime (cli-config-grpc §5.2). */
export function storagePolicy(access: StorageAccess): AccessPolicy {
  const {computeNodes, nodes, sentries, publicRpc} = access;
  const compute = computeNodes.filter(({roles}) => hasRoles(roles, nodeRoles.computeWorker));
  const storage = nodes.filter((node) => isStorageNodeOf(node, access.runtimeId));
  const policy = new Map<string, Map<string, boolean>>();
  allow(policy, allActions, sentries.map(toBase64));
  allow(policy, allActions, compute.flatMap(subjectsOf));
  allow(policy, readActions, publicRpc ? [anyone] : storage.flatMap(subjectsOf));
  return policy;
}

/**
 * Checks who calls; calls within the process, which have no peer, pass. Without a policy nobody may call. A sentry's word
 * for somebody else is not enough: both have to be allowed. Throws `RpcError` `PermissionDenied`.
 */
export function checkAccess(
  policy: AccessPolicy | null,
  runtimeId: Namespace,
  method: GatedMethod,
  peer: Peer | undefined,
): void {
  if (peer === undefined) return;
  const {tlsKey, forwardedSubjects} = peer;
  if (tlsKey === null)
    throw new RpcError("PermissionDenied", "grpc: unexpected number of peer certificates: 0");
  const action = methodPath("Storage", method, null);
  const check = (subject: string): void => {
    const subjects = policy?.get(action);
    if (subjects?.get(subject) === true || subjects?.get(anyone) === true) return;
    const text = `grpc: calling ${action} method for runtime ${toHex(runtimeId)} not allowed for client ${subject}`;
    throw new RpcError("PermissionDenied", text);
  };
  check(toBase64(tlsKey));
  if (forwardedSubjects.length === 0) return;
  const [subject] = forwardedSubjects;
  if (subject === undefined || forwardedSubjects.length > 1)
    throw new RpcError("PermissionDenied", "grpc: invalid subject metadata");
  check(subject);
}

/** The policy of a runtime; null while there is none. */
export type PolicyLookup = (runtimeId: Namespace) => AccessPolicy | null;

/** Storage that lets in whom the policies allow. */
export function guardedStorage(inner: StorageApi, policyOf: PolicyLookup): StorageApi {
  const check = (runtimeId: Namespace, method: GatedMethod, options: CallOptions | undefined): void =>
    checkAccess(policyOf(runtimeId), runtimeId, method, options?.peer);
  return {
    syncGet: async (request, options) => {
      check(request.tree.root.namespace, "syncGet", options);
      return inner.syncGet(request, options);
    },
    syncGetPrefixes: async (request, options) => {
      check(request.tree.root.namespace, "syncGetPrefixes", options);
      return inner.syncGetPrefixes(request, options);
    },
    syncIterate: async (request, options) => {
      check(request.tree.root.namespace, "syncIterate", options);
      return inner.syncIterate(request, options);
    },
    apply: async (request, options) => {
      check(request.namespace, "apply", options);
      return inner.apply(request, options);
    },
    applyBatch: async (request, options) => {
      check(request.namespace, "applyBatch", options);
      return inner.applyBatch(request, options);
    },
    getCheckpoints: (request, options) => inner.getCheckpoints(request, options),
    getDiff: (request, options) => inner.getDiff(request, options),
    getCheckpointChunk: (request, options) => inner.getCheckpointChunk(request, options),
  };
}

function allow(
  policy: Map<string, Map<string, boolean>>,
  methods: readonly GatedMethod[],
  subjects: readonly string[],
): void {
  for (const method of methods) {
    const action = methodPath("Storage", method, null);
    const allowed = policy.get(action) ?? new Map<string, boolean>();
    for (const subject of subjects) allowed.set(subject, true);
    policy.set(action, allowed);
  }
}

/** Current and next TLS key: the node may change over at any time. */
function subjectsOf({tls: {pubKey, nextPubKey}}: Node): string[] {
  return [pubKey, nextPubKey].filter((key) => key.some((byte) => byte !== 0)).map(toBase64);
}
