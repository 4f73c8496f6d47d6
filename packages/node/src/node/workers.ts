import {TransactionSubmitter} from "@oasis-node/consensus/submission";
import type {Clock} from "@oasis-node/primitives/clock";
import type {Logger} from "@oasis-node/primitives/log";
import {
  type PublicKey,
  prepareContext,
  type SignatureVerifier,
  signingContexts,
} from "@oasis-node/primitives/signature";
import {nodeRoles} from "@oasis-node/state-transition/node";
import {BeaconWorker, beaconStoreName} from "@oasis-node/worker/beacon";
import {submissionBackend} from "@oasis-node/worker/chain";
import type {NodeIdentity} from "@oasis-node/worker/identity";
import {RegistrationWorker, registrationStoreName} from "@oasis-node/worker/registration";
import type {RunningChain} from "../chain/index.ts";
import type {NodeConfig} from "../config/index.ts";
import type {Milestone} from "../control/index.ts";
import type {NodeMetrics} from "../metrics/index.ts";
import type {PersistentStore} from "../persistentStore/index.ts";
import {ownAddresses} from "./ownAddresses.ts";

/** What the workers of a node work with. */
export interface WorkerSurroundings {
  readonly config: NodeConfig;
  readonly chain: RunningChain;
  readonly identity: NodeIdentity;
  readonly verifier: SignatureVerifier;
  readonly store: PersistentStore;
  /** Consensus has caught up. */
  readonly synced: Milestone;
  readonly metrics: NodeMetrics;
  readonly clock: Clock;
  readonly random: (length: number) => Uint8Array;
  readonly logger: Logger;
}

/** Submits the node's own transactions. */
export function nodeSubmitter({
  config,
  chain,
  clock,
  random,
  logger,
}: WorkerSurroundings): TransactionSubmitter {
  return new TransactionSubmitter({
    backend: submissionBackend(chain.apis.consensus),
    context: prepareContext(signingContexts.transaction, {chainContext: chain.queries.chainContext}),
    ...config.consensus.submission,
    clock,
    random,
    logger,
  });
}

export interface RegistrationOptions {
  readonly submitter: TransactionSubmitter;
  /** Null for a node that nobody owns. */
  readonly entityId: PublicKey | null;
  readonly onDeregistered: () => void;
}

/** The worker that keeps the node registered, with the roles that its configuration asks for. Throws `RegistrationError`. */
export function registrationWorker(
  surroundings: WorkerSurroundings,
  {submitter, entityId, onDeregistered}: RegistrationOptions,
): RegistrationWorker {
  const {config, chain, identity, verifier, store, synced, metrics, clock, random, logger} = surroundings;
  const {registry, staking, beacon} = chain.apis;
  const {parameters} = chain.queries.genesis.registry;
  const worker = new RegistrationWorker({
    chain: {registry, staking, beacon, submitter},
    identity,
    verifier,
    entityId,
    addresses: ownAddresses(config, identity.p2pSigner.publicKey),
    allowUnroutable: parameters.debugAllowUnroutableAddresses,
    bypassStake: parameters.debugBypassStake,
    store: store.service(registrationStoreName),
    synced: (signal) => synced.wait(signal),
    forceRegister: config.workers.registration.force,
    rotateCerts: config.workers.registration.rotateCerts,
    onDeregistered,
    metrics: {registered: metrics.workerNodeRegistered},
    clock,
    random,
    logger,
  });
  // Both can be served as soon as the chain can.
  if (config.consensus.validator) worker.requestRole(nodeRoles.validator).setAvailable((node) => node);
  if (config.workers.roles.consensusRpc) {
    worker.requestRole(nodeRoles.consensusRpc).setAvailable((node) => node);
  }
  return worker;
}

/** The worker that takes part in the beacon. */
export function beaconWorker(
  {chain, identity, store, synced, clock, random, logger}: WorkerSurroundings,
  submitter: TransactionSubmitter,
): BeaconWorker {
  return new BeaconWorker({
    chain: chain.apis,
    identity,
    store: store.service(beaconStoreName),
    synced: (signal) => synced.wait(signal),
    submitter,
    clock,
    random,
    logger,
  });
}
