import {neverAborted} from "@oasis-node/primitives/abort";
import type {BytesMap} from "@oasis-node/primitives/bytes";
import type {Namespace} from "@oasis-node/primitives/namespace";
import {softwareVersion} from "@oasis-node/primitives/version";
import type {Api} from "@oasis-node/rpc/service";
import type {ConsensusStatus, nodeControllerService, RuntimeStatus} from "@oasis-node/rpc/services";
import type {PendingUpgrades, UpgradeDescriptor} from "@oasis-node/state-transition/upgrade";
import type {NodeIdentity} from "@oasis-node/worker/identity";
import type {RegistrationStatus} from "@oasis-node/worker/registration";
import type {Milestone} from "./milestone.ts";

/** The parts of a node that its controller speaks for. */
export interface ControlledNode {
  readonly identity: NodeIdentity;
  /** Consensus has caught up. */
  readonly synced: Milestone;
  /** Everything that the node is configured for works. */
  readonly ready: Milestone;
  readonly consensusStatus: (signal: AbortSignal) => Promise<ConsensusStatus>;
  readonly registration: {
    status(signal: AbortSignal): Promise<Omit<RegistrationStatus, "stake">>;
    requestDeregistration(): Promise<void>;
  };
  /** The registry has dropped the node, after it was asked to. */
  readonly deregistered: Milestone;
  readonly runtimeStatus: (signal: AbortSignal) => Promise<BytesMap<Namespace, RuntimeStatus>>;
  readonly upgrades: {
    readonly pending: PendingUpgrades;
    submit(descriptor: UpgradeDescriptor): void;
    cancel(descriptor: UpgradeDescriptor): void;
  };
}

/** Answers of the node about itself (cli-config-grpc §4, §5.3). */
export function nodeController(node: ControlledNode): Api<typeof nodeControllerService> {
  return {
    requestShutdown: async (wait, {signal} = {}) => {
      await node.registration.requestDeregistration();
      if (wait) await node.deregistered.wait(signal);
    },
    waitSync: (_request, {signal} = {}) => node.synced.wait(signal),
    isSynced: async () => node.synced.isReached,
    waitReady: (_request, {signal} = {}) => node.ready.wait(signal),
    isReady: async () => node.ready.isReached,
    upgradeBinary: async (descriptor) => node.upgrades.submit(descriptor),
    cancelUpgrade: async (descriptor) => node.upgrades.cancel(descriptor),
    getStatus: async (_request, {signal = neverAborted()} = {}) => {
      const [consensus, registration, runtimes] = await Promise.all([
        node.consensusStatus(signal),
        node.registration.status(signal),
        node.runtimeStatus(signal),
      ]);
      const {lastRegistration, descriptor, nodeStatus} = registration;
      return {
        softwareVersion,
        identity: identityStatus(node.identity),
        consensus,
        runtimes,
        registration: {lastRegistration, descriptor, nodeStatus},
        pendingUpgrades: [...node.upgrades.pending],
      };
    },
  };
}

function identityStatus(identity: NodeIdentity) {
  const {current, next} = identity.tlsKeys();
  return {
    node: identity.nodeSigner.publicKey,
    p2p: identity.p2pSigner.publicKey,
    consensus: identity.consensusSigner.publicKey,
    tls: [current.publicKey, ...(next === null ? [] : [next.publicKey])],
  };
}
