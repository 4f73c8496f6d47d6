import type {Tree} from "@oasis-node/mkvs/tree";
import {type Address, stakingAddress} from "@oasis-node/primitives/address";
import {encode} from "@oasis-node/primitives/cbor";
import {PrivateKey} from "@oasis-node/primitives/ed25519";
import {asEpoch, asGas} from "@oasis-node/primitives/epoch";
import {
  asPublicKey,
  asRawSignature,
  type PublicKey,
  prepare,
  type Signature,
  type SigningContext,
  signingContexts,
} from "@oasis-node/primitives/signature";
import {Entity, type SignedEntity} from "../../src/entity/index.ts";
import {type MultiSignedNode, Node, type NodeAddress, NodeRuntime, nodeRoles} from "../../src/node/index.ts";
import {
  governanceModels,
  RegistryParameters,
  type Runtime,
  type RuntimeListener,
} from "../../src/registry/index.ts";
import {RegistryState} from "../../src/registry/state.ts";
import {registerNode} from "../../src/registry/transactions/registerNode.ts";
import {Account, StakingParameters, thresholdKinds} from "../../src/staking/index.ts";
import {StakingState} from "../../src/staking/state.ts";
import {contextFor, emptyState} from "../appContext.ts";
import {runtimeDescriptor} from "./runtimeDescriptor.ts";

/** Names of keys; whose key is whose is in the name. */
const names = [
  "owner",
  "other owner",
  "node",
  "node consensus",
  "node p2p",
  "node tls",
  "second",
  "second consensus",
  "second p2p",
  "second tls",
  "stranger",
] as const;
export type Name = (typeof names)[number];

function privateKey(name: Name): PrivateKey {
  return PrivateKey.fromSeed(new Uint8Array(32).fill(names.indexOf(name) + 1));
}

const publicKeys = new Map(names.map((name) => [name, asPublicKey(privateKey(name).publicKey)]));

export function publicKey(name: Name): PublicKey {
  return publicKeys.get(name) ?? asPublicKey(new Uint8Array(32));
}

function signatureBy(name: Name, context: SigningContext, message: Uint8Array): Signature {
  const signature = asRawSignature(privateKey(name).sign(prepare(context, {}, message)));
  return {publicKey: publicKey(name), signature};
}

export const address: NodeAddress = {ip: new Uint8Array([1, 2, 3, 4]), port: 26656n, zone: ""};

/** A runtime of the owner, open to any node. */
export const runtime: Runtime = {...runtimeDescriptor, entityId: publicKey("owner")};

/** A good descriptor of a node of the owner that serves the runtime until epoch 20. */
export function nodeDescriptor(change: Partial<Node> = {}, name: "node" | "second" = "node"): Node {
  return Node.make({
    v: 1,
    id: publicKey(name),
    entityId: publicKey("owner"),
    expiration: asEpoch(20n),
    consensus: {
      id: publicKey(`${name} consensus`),
      addresses: [{id: publicKey(`${name} consensus`), address}],
    },
    p2p: {id: publicKey(`${name} p2p`), addresses: [address]},
    tls: {
      pubKey: publicKey(`${name} tls`),
      nextPubKey: asPublicKey(new Uint8Array(32)),
      addresses: [{pubKey: publicKey(`${name} tls`), address}],
    },
    roles: nodeRoles.computeWorker | nodeRoles.validator,
    runtimes: [NodeRuntime.make({id: runtime.id})],
    ...change,
  });
}

export const nodeSigners: readonly Name[] = ["node", "node consensus", "node tls", "node p2p"];
export const secondSigners: readonly Name[] = ["second", "second consensus", "second tls", "second p2p"];

export function signNode(node: Node, signers: readonly Name[] = nodeSigners): MultiSignedNode {
  const bytes = encode(Node, node);
  const signatures = signers.map((name) => signatureBy(name, signingContexts.registerNode, bytes));
  return {untrustedRawValue: bytes, signatures};
}

export function signEntity(change: Partial<Entity> = {}, signer: Name = "owner"): SignedEntity {
  const entity: Entity = {
    v: 2,
    id: publicKey("owner"),
    nodes: [publicKey("node"), publicKey("second")],
    ...change,
  };
  const bytes = encode(Entity, entity);
  return {untrustedRawValue: bytes, signature: signatureBy(signer, signingContexts.registerEntity, bytes)};
}

const gasCosts = new Map([
  ["register_entity", asGas(100n)],
  ["register_node", asGas(10n)],
  ["deregister_entity", asGas(50n)],
  ["unfreeze_node", asGas(5n)],
  ["register_runtime", asGas(70n)],
  ["runtime_epoch_maintenance", asGas(3n)],
]);

/** A registry with its parameters and an owner with 1000 base units in escrow; a claim costs 100. */
export function world(change: Partial<RegistryParameters> = {}): Tree {
  const tree = emptyState();
  new RegistryState(tree).setParameters(
    RegistryParameters.make({
      gasCosts,
      maxNodeExpiration: 10n,
      debugAllowTestRuntimes: true,
      enableRuntimeGovernanceModels: new Map([
        [governanceModels.entity, true],
        [governanceModels.runtime, true],
        [governanceModels.consensus, true],
      ]),
      ...change,
    }),
  );
  const thresholds = new Map(Object.values(thresholdKinds).map((kind) => [kind, 100n]));
  const staking = new StakingState(tree);
  staking.setParameters(StakingParameters.make({thresholds, debondingInterval: asEpoch(3n)}));
  setEscrow(tree, stakingAddress(publicKey("owner")), 1000n);
  return tree;
}

/** A world with the owner and the runtime registered, and no claims for them. */
export function inhabitedWorld(change: Partial<RegistryParameters> = {}): Tree {
  const tree = world(change);
  const state = new RegistryState(tree);
  state.setEntity(publicKey("owner"), signEntity());
  state.setRuntime(runtime, false);
  return tree;
}

export function setEscrow(tree: Tree, owner: Address, balance: bigint): void {
  const account = Account.zero();
  account.escrow.active = {balance, totalShares: balance};
  new StakingState(tree).setAccount(owner, account);
}

/** Names and sizes of the claims on an account. */
export function claimsOf(tree: Tree, owner: Address): Record<string, number | null> {
  const {claims} = new StakingState(tree).account(owner).escrow.stakeAccumulator;
  return Object.fromEntries([...(claims ?? [])].map(([name, claimed]) => [name, claimed?.length ?? null]));
}

/** Registers a node at an epoch, as itself. */
export function registerAt(
  tree: Tree,
  epoch: bigint,
  node: Node,
  signers: readonly Name[] = nodeSigners,
): void {
  registerNode(contextFor({tree, epoch, signer: node.id}), signNode(node, signers), silent);
}

export const silent: RuntimeListener = {registered: () => {}, updated: () => {}, resumed: () => {}};

/** A listener that notes what it hears. */
export function noting(notes: string[]): RuntimeListener {
  return {
    registered: () => notes.push("registered"),
    updated: () => notes.push("updated"),
    resumed: () => notes.push("resumed"),
  };
}
