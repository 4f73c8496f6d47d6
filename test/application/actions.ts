import {type Address, stakingAddress} from "@oasis-node/primitives/address";
import {encode, type Schema} from "@oasis-node/primitives/cbor";
import {asEpoch, asRound, type Epoch} from "@oasis-node/primitives/epoch";
import {emptyHash} from "@oasis-node/primitives/hash";
import {testNamespace} from "@oasis-node/primitives/namespace";
import {prepareContext, type Signer, signingContexts} from "@oasis-node/primitives/signature";
import {testSigner} from "@oasis-node/primitives/signers";
import {protocolVersions} from "@oasis-node/primitives/version";
import {entityVersions, SignedEntity} from "@oasis-node/state-transition/entity";
import {ProposalContent, ProposalVote, votes} from "@oasis-node/state-transition/governance";
import {MultiSignedNode} from "@oasis-node/state-transition/node";
import {
  DeregisterEntity,
  governanceModels,
  Runtime,
  runtimeKinds,
  runtimeVersion,
  txnSchedulerSimple,
  UnfreezeNode,
} from "@oasis-node/state-transition/registry";
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
  const groupSize = 1 + random.below(2);
  return {
    ...Runtime.zero(),
    v: runtimeVersion,
    id: testNamespace(actor.signer.publicKey),
    entityId: actor.signer.publicKey,
    genesis: {stateRoot: emptyHash, state: null, storageReceipts: null, round: asRound(0n)},
    kind: runtimeKinds.compute,
    versions: {version: {major: 1, minor: 0, patch: 0}, tee: null},
    executor: {groupSize, groupBackupSize: 1, allowedStragglers: 0, roundTimeout: 5n, maxMessages: 32},
    txnScheduler: {
      algorithm: txnSchedulerSimple,
      batchFlushTimeout: 1_000_000_000n,
      maxBatchSize: 100n,
      maxBatchSizeBytes: 1_048_576n,
      proposeBatchTimeout: 2n,
    },
    storage: {
      groupSize: 1,
      minWriteReplication: 1,
      maxApplyWriteLogEntries: 100_000n,
      maxApplyOps: 2n,
      checkpointInterval: 0n,
      checkpointNumKept: 0n,
      checkpointChunkSize: 0n,
    },
    admissionPolicy: {anyNode: {}, entityWhitelist: null},
    governanceModel: governanceModels.entity,
  };
}

function address({random, addresses}: Scene): Address {
  return random.pick(addresses);
}

function amount({random}: Scene): bigint {
  return random.pick(amounts);
}
