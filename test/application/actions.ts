import {type Address, stakingAddress} from "@oasis-node/primitives/address";
import {encode, type Schema} from "@oasis-node/primitives/cbor";
import {asEpoch, type Epoch} from "@oasis-node/primitives/epoch";
import {testNamespace} from "@oasis-node/primitives/namespace";
import {prepareContext, type Signer, sign, signingContexts} from "@oasis-node/primitives/signature";
import {testSigner} from "@oasis-node/primitives/signers";
import {protocolVersions} from "@oasis-node/primitives/version";
import {entityVersions, SignedEntity} from "@oasis-node/state-transition/entity";
import {ProposalContent, ProposalVote, votes} from "@oasis-node/state-transition/governance";
import {PolicySgx, SignedPolicySgx} from "@oasis-node/state-transition/keymanager";
import {MultiSignedNode} from "@oasis-node/state-transition/node";
import {DeregisterEntity, Runtime, UnfreezeNode} from "@oasis-node/state-transition/registry";
import {
  Allow,
  AmendCommissionSchedule,
  Burn,
  Escrow,
  ReclaimEscrow,
  Transfer,
  Withdraw,
} from "@oasis-node/state-transition/staking";
import type {Random} from "../../packages/primitives/test/support/random.ts";
import {signedNode} from "../chain/chainDocument.ts";
import {chainKeyManagerId, computeRuntime} from "../chain/chainRuntime.ts";

/** Someone who sends transactions; an operator has an entity and a node too. */
export interface Actor {
  readonly signer: Signer;
  readonly operator: string | null;
}

/** What an action is made for. */
interface Scene {
  readonly random: Random;
  readonly epoch: Epoch;
  readonly actor: Actor;
  /** Where money may go. */
  readonly addresses: readonly Address[];
  /** Identifier of the last proposal. */
  readonly proposal: bigint;
  /** Serial number of the key manager's policy, 0 when it has none. */
  readonly policy: number;
}

export interface Call {
  readonly signer: Signer;
  readonly method: string;
  readonly body: Uint8Array;
}

/** One kind of transaction; null when the actor cannot make it. */
type Action = (scene: Scene) => Call | null | Promise<Call | null>;

/** From nothing to more than there is, most of them within the means of an account. */
const amounts = [0n, 1n, 9n, 10n, 333n, 10_000n, 10_000n, 1_000_000n, 1_000_003n, 10n ** 11n, 2n ** 70n];

function call<T>({actor}: Scene, method: string, schema: Schema<T>, value: T): Call {
  return {signer: actor.signer, method, body: encode(schema, value)};
}

export const actions: Readonly<Record<string, Action>> = {
  transfer: (scene) => call(scene, "staking.Transfer", Transfer, {to: address(scene), amount: amount(scene)}),
  burn: (scene) => call(scene, "staking.Burn", Burn, {amount: amount(scene)}),
  addEscrow: (scene) =>
    call(scene, "staking.AddEscrow", Escrow, {account: address(scene), amount: amount(scene)}),
  addOwnEscrow: (scene) => {
    const account = stakingAddress(scene.actor.signer.publicKey);
    return call(scene, "staking.AddEscrow", Escrow, {account, amount: 10_000n});
  },
  reclaimEscrow: (scene) => {
    const body = {account: address(scene), shares: amount(scene)};
    return call(scene, "staking.ReclaimEscrow", ReclaimEscrow, body);
  },
  allow: (scene) => {
    const negative = scene.random.below(4) === 0;
    const body = {beneficiary: address(scene), negative, amountChange: amount(scene)};
    return call(scene, "staking.Allow", Allow, body);
  },
  withdraw: (scene) => {
    const body = {from: address(scene), amount: BigInt(scene.random.below(500))};
    return call(scene, "staking.Withdraw", Withdraw, body);
  },
  amendCommission: (scene) => {
    const start = asEpoch((scene.epoch / 2n + 2n + BigInt(scene.random.below(4))) * 2n);
    const rate = BigInt(scene.random.below(60_000));
    const withBounds = scene.random.below(2) === 0;
    const bounds = withBounds ? [{start, rateMin: 0n, rateMax: 50_000n + rate / 2n}] : null;
    const amendment = {rates: [{start, rate}], bounds};
    return call(scene, "staking.AmendCommissionSchedule", AmendCommissionSchedule, {amendment});
  },
  registerEntity: async (scene) => {
    const {operator, signer} = scene.actor;
    if (operator === null) return null;
    const nodes = [testSigner(`${operator} node`).publicKey];
    const entity = {v: entityVersions.latest, id: signer.publicKey, nodes};
    const context = prepareContext(signingContexts.registerEntity);
    const signed = await SignedEntity.sign(signer, context, entity);
    return call(scene, "registry.RegisterEntity", SignedEntity.envelope, signed);
  },
  deregisterEntity: (scene) => call(scene, "registry.DeregisterEntity", DeregisterEntity, {}),
  registerNode: async (scene) => {
    const {operator} = scene.actor;
    // The validators of genesis stay as they are, for a chain needs some.
    if (operator === null || operator.startsWith("chain")) return null;
    const expiration = asEpoch(scene.epoch + 1n + BigInt(scene.random.below(3)));
    const signed = await signedNode({operator, expiration});
    const signer = testSigner(`${operator} node`);
    return {
      signer,
      method: "registry.RegisterNode",
      body: encode(MultiSignedNode.envelope, signed),
    };
  },
  unfreezeNode: (scene) => {
    if (scene.actor.operator === null) return null;
    const nodeId = testSigner(`${scene.actor.operator} node`).publicKey;
    return call(scene, "registry.UnfreezeNode", UnfreezeNode, {nodeId});
  },
  registerRuntime: (scene) => {
    if (scene.actor.operator === null) return null;
    return call(scene, "registry.RegisterRuntime", Runtime, runtimeOf(scene));
  },
  updatePolicy: async (scene) => {
    const serial = scene.policy + scene.random.below(3);
    const policy = {serial, id: chainKeyManagerId, enclaves: null};
    const context = prepareContext(signingContexts.keyManagerPolicy);
    const signature = await sign(scene.actor.signer, context, encode(PolicySgx, policy));
    const signatures = scene.random.below(2) === 0 ? null : [signature];
    return call(scene, "keymanager.UpdatePolicy", SignedPolicySgx, {policy, signatures});
  },
  submitProposal: (scene) => {
    const {random, epoch, proposal} = scene;
    const upgradeAt = asEpoch(epoch + 12n + BigInt(random.below(40)));
    const upgrade = {v: 1, handler: `upgrade ${proposal}`, target: protocolVersions, epoch: upgradeAt};
    const cancels = random.below(3) === 0;
    const body = cancels
      ? {upgrade: null, cancelUpgrade: {proposalId: BigInt(random.below(Number(proposal) + 1))}}
      : {upgrade, cancelUpgrade: null};
    return call(scene, "governance.SubmitProposal", ProposalContent, body);
  },
  castVote: (scene) => {
    const vote = scene.random.pick([votes.yes, votes.yes, votes.yes, votes.no, votes.abstain]);
    return call(scene, "governance.CastVote", ProposalVote, {id: scene.proposal, vote});
  },
};

/** The one runtime of an operator; its limits change. */
function runtimeOf({actor, random}: Scene): Runtime {
  const {publicKey} = actor.signer;
  const runtime = computeRuntime(publicKey);
  return {
    ...runtime,
    id: testNamespace(publicKey),
    executor: {...runtime.executor, groupSize: 1 + random.below(2)},
  };
}

function address({random, addresses}: Scene): Address {
  return random.pick(addresses);
}

function amount({random}: Scene): bigint {
  return random.pick(amounts);
}
