import {stakingAddress} from "@oasis-node/primitives/address";
import {equal, toBase64} from "@oasis-node/primitives/bytes";
import {type Epoch, latestHeight} from "@oasis-node/primitives/epoch";
import type {Logger} from "@oasis-node/primitives/log";
import {
  type PreparedContext,
  type PublicKey,
  prepareContext,
  signingContexts,
} from "@oasis-node/primitives/signature";
import {MultiSignedNode, type Node} from "@oasis-node/state-transition/node";
import {registryErrors, registryMethods} from "@oasis-node/state-transition/registry";
import type {NodeIdentity} from "../identity/index.ts";
import {type AddressRules, gatherAddresses, type OwnAddresses} from "./addresses.ts";
import {bareDescriptor, requireRuntimes, withAddresses} from "./descriptor.ts";
import type {RegistrationChain} from "./registrationChain.ts";
import type {Offers} from "./roleProviders.ts";
import {plannedNodeClaim, type StakeRequirements, stakeRequirements} from "./stakeRequirements.ts";

/** What an attempt to register works with. */
export interface AttemptSettings extends Omit<AddressRules, "logger"> {
  readonly chain: RegistrationChain;
  readonly identity: NodeIdentity;
  readonly entityId: PublicKey;
  readonly addresses: OwnAddresses;
  /** A debug parameter of the registry: nothing is claimed. */
  readonly bypassStake: boolean;
}

export type Attempt =
  | {readonly result: "registered"; readonly descriptor: Node}
  | {readonly result: "deferred"}
  | {readonly result: "short"; readonly stake: StakeRequirements}
  /** The error is null when the log has told of it already. */
  | {readonly result: "failed"; readonly error: unknown};

const context: PreparedContext = prepareContext(signingContexts.registerNode);

/** Registers the node once, if its entity lets it. Never throws but for the signal's reason. */
export async function attemptRegistration(
  settings: AttemptSettings,
  epoch: Epoch,
  offers: Offers,
  logger: Logger,
  signal: AbortSignal,
): Promise<Attempt> {
  try {
    const welcome = await welcomeOf(settings, logger, signal);
    if (welcome !== "welcome")
      return welcome === "unknown" ? {result: "failed", error: null} : {result: "deferred"};
    const nodeId = toBase64(settings.identity.nodeSigner.publicKey);
    logger.info("performing node (re-)registration", {epoch, node_id: nodeId});
    const descriptor = await describe(settings, epoch, offers, logger, signal);
    const stake = await missingStake(settings, descriptor, signal);
    if (stake !== null) return {result: "short", stake};
    await submit(settings, descriptor, signal);
    logger.info("node registered with the registry");
    return {result: "registered", descriptor};
  } catch (error) {
    signal.throwIfAborted();
    return {result: "failed", error};
  }
}

/** Whether the entity is registered and names the node; the reference does not ask again when nobody can tell, and waits. */
async function welcomeOf(
  {chain, entityId, identity}: AttemptSettings,
  logger: Logger,
  signal: AbortSignal,
): Promise<"welcome" | "unwelcome" | "unknown"> {
  const entity_id = toBase64(entityId);
  try {
    const {nodes} = await chain.registry.getEntity({height: latestHeight, id: entityId}, {signal});
    const nodeId = identity.nodeSigner.publicKey;
    if ((nodes ?? []).some((id) => equal(id, nodeId))) return "welcome";
    const text = "deferring registration as the owning entity does not have us in its node list";
    logger.warn(text, {entity_id, node_id: toBase64(nodeId)});
    return "unwelcome";
  } catch (error) {
    signal.throwIfAborted();
    if (!registryErrors.noSuchEntity.is(error)) {
      logger.error("failed to query owning entity", {err: error, entity_id});
      return "unknown";
    }
    logger.warn("deferring registration as the owning entity does not exist", {entity_id});
    return "unwelcome";
  }
}

async function describe(
  {identity, entityId, addresses, verifier, allowUnroutable}: AttemptSettings,
  epoch: Epoch,
  offers: Offers,
  logger: Logger,
  signal: AbortSignal,
): Promise<Node> {
  const node = offers.describe(bareDescriptor(identity, entityId, epoch));
  requireRuntimes(node);
  const rules = {verifier, allowUnroutable, logger};
  return withAddresses(node, await gatherAddresses(node, addresses, identity.tlsKeys(), rules, signal));
}

/** What the escrow of the entity lacks for the registration; null when it lacks nothing. */
async function missingStake(
  {chain, entityId, bypassStake}: AttemptSettings,
  node: Node,
  signal: AbortSignal,
): Promise<StakeRequirements | null> {
  if (bypassStake) return null;
  const owner = stakingAddress(entityId);
  const [{escrow}, {thresholds}, runtimes] = await Promise.all([
    chain.staking.account({height: latestHeight, owner}, {signal}),
    chain.staking.consensusParameters(latestHeight, {signal}),
    // Also those that are suspended, which the registration is to resume.
    chain.registry.getRuntimes({height: latestHeight, includeSuspended: true}, {signal}),
  ]);
  const served = (node.runtimes ?? []).flatMap((one) => {
    const runtime = (runtimes ?? []).find((each) => one !== null && each !== null && equal(each.id, one.id));
    if (runtime === null || runtime === undefined) throw registryErrors.noSuchRuntime();
    return [runtime];
  });
  const stake = stakeRequirements({escrow, thresholds, planned: [plannedNodeClaim(node, served)]});
  return stake.total.missing > 0n ? stake : null;
}

/** Every key in the descriptor signs it; the transaction is the node's, which pays for it. */
async function submit({chain, identity}: AttemptSettings, node: Node, signal: AbortSignal): Promise<void> {
  const {nodeSigner, p2pSigner, consensusSigner} = identity;
  const signers = [nodeSigner, p2pSigner, consensusSigner, identity.tlsKeys().current];
  const body = await MultiSignedNode.sign(signers, context, node);
  const method = registryMethods["registry.RegisterNode"];
  await chain.submitter.signAndSubmit({signer: nodeSigner, method, body}, signal);
}
