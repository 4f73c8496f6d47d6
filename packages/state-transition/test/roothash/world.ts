import type {Tree} from "@oasis-node/mkvs/tree";
import {runtimeAddress, stakingAddress} from "@oasis-node/primitives/address";
import {utf8} from "@oasis-node/primitives/bytes";
import {encode, type Schema} from "@oasis-node/primitives/cbor";
import {asEpoch, asGas, asRound} from "@oasis-node/primitives/epoch";
import {type Hash, hashOf} from "@oasis-node/primitives/hash";
import {
  asPublicKey,
  asRawSignature,
  type PreparedContext,
  type PublicKey,
  prepareContext,
  prepareMessage,
  type Signature,
  SignatureVerifier,
  type Signed,
  signingContexts,
  testPrivateKey,
} from "@oasis-node/primitives/signature";
import {Committee, committeeKinds, committeeRoles} from "../../src/committee/index.ts";
import type {Context} from "../../src/context/index.ts";
import {RegistryParameters, type Runtime} from "../../src/registry/index.ts";
import {RegistryState} from "../../src/registry/state.ts";
import {runtimeContext} from "../../src/roothash/commitment/open.ts";
import {changeCommittees} from "../../src/roothash/committeeChange.ts";
import {
  ComputeBody,
  ComputeResultsHeader,
  computeReceipt,
  type Header,
  headerHash,
  type Message,
  messagesHash,
  ProposedBatch,
  RoothashParameters,
  RoothashState,
  type StoredRuntime,
} from "../../src/roothash/index.ts";
import {createRuntime} from "../../src/roothash/newRuntime.ts";
import {SchedulerState} from "../../src/scheduler/state.ts";
import {Account, StakingParameters, slashReasons} from "../../src/staking/index.ts";
import {StakingState} from "../../src/staking/state.ts";
import {ReceiptBody} from "../../src/storage/index.ts";
import {contextFor, emptyState, register, type Situation} from "../appContext.ts";
import {runtimeDescriptor} from "../registry/runtimeDescriptor.ts";
import {key, runtimeId} from "../support.ts";

const chainContext = "00".repeat(32);

/** Nodes by name: three workers, of which `w1` is the proposer of the first round, three backup workers, one for storage. */
export const nodeNames = ["w0", "w1", "w2", "b0", "b1", "b2", "s0"] as const;
export type NodeName = (typeof nodeNames)[number];

/** The entity of a node: everybody has one of their own. */
export function entityOf(name: NodeName): PublicKey {
  return key(0xe0 + nodeNames.indexOf(name));
}

export function nodeKey(name: string): PublicKey {
  return asPublicKey(testPrivateKey(name).publicKey);
}

export const parameters: RoothashParameters = RoothashParameters.make({
  gasCosts: new Map([
    ["compute_commit", asGas(1000n)],
    ["proposer_timeout", asGas(700n)],
    ["evidence", asGas(900n)],
  ]),
  maxRuntimeMessages: 32,
  maxEvidenceAge: 25n,
});

/** The runtime of these tests: penalties of 100 and 50, a tenth and a half of which go to the runtime. */
export const runtime: Runtime = {
  ...runtimeDescriptor,
  executor: {groupSize: 3, groupBackupSize: 3, allowedStragglers: 1, roundTimeout: 5n, maxMessages: 4},
  staking: {
    ...runtimeDescriptor.staking,
    slashing: new Map([
      [slashReasons.runtimeIncorrectResults, {amount: 100n, freezeInterval: asEpoch(0n)}],
      [slashReasons.runtimeEquivocation, {amount: 50n, freezeInterval: asEpoch(0n)}],
    ]),
    rewardBadResults: 10,
    rewardEquivocation: 50,
  },
};

const verifier = new SignatureVerifier();

/** A context in which an account acts. */
export function contextAs(signer: PublicKey, situation: Situation): Context {
  const context = contextFor({verifier, signer, ...situation});
  context.caller = stakingAddress(signer);
  return context;
}

/** A runtime registered at height 2, with committees since height 5; every entity has 1000 base units in escrow. */
export function world(descriptor: Runtime = runtime): Tree {
  const tree = emptyState();
  new RoothashState(tree).setParameters(parameters);
  new StakingState(tree).setParameters(StakingParameters.zero());
  const registry = new RegistryState(tree);
  registry.setParameters(RegistryParameters.zero());
  registry.setRuntime(descriptor, false);
  for (const name of nodeNames) {
    register(tree, entityOf(name), [nodeOf(name)]);
    setEscrow(tree, entityOf(name), 1000n);
  }
  elect(tree);
  createRuntime(contextFor({tree, height: 2n, verifier}), descriptor);
  changeCommittees(contextFor({tree, height: 5n, verifier, mode: "beginBlock"}));
  return tree;
}

function nodeOf(name: NodeName): Parameters<typeof register>[2][number] {
  const [id, address] = [nodeKey(name), nodeKey(`${name} consensus`)];
  return {
    id,
    consensus: {id: address, addresses: null},
    p2p: {id: nodeKey(`${name} p2p`), addresses: null},
    tls: {pubKey: nodeKey(`${name} tls`), nextPubKey: key(0), addresses: null},
  };
}

function setEscrow(tree: Tree, entity: PublicKey, balance: bigint): void {
  const account = Account.zero();
  account.escrow.active = {balance, totalShares: balance};
  new StakingState(tree).setAccount(stakingAddress(entity), account);
}

/** Claims more than an account without escrow has. */
export function setClaim(tree: Tree, entity: PublicKey, amount: bigint): void {
  const account = Account.zero();
  account.escrow.stakeAccumulator.claims = new Map([["claim", [{global: null, constant: amount}]]]);
  new StakingState(tree).setAccount(stakingAddress(entity), account);
}

export function escrowOf(tree: Tree, name: NodeName): bigint {
  return new StakingState(tree).account(stakingAddress(entityOf(name))).escrow.active.balance;
}

export function runtimeBalance(tree: Tree): bigint {
  return new StakingState(tree).account(runtimeAddress(runtimeId)).general.balance;
}

/** Elects the nodes whose names say so. */
function elect(tree: Tree): void {
  const {worker, backupWorker} = committeeRoles;
  const members = nodeNames.slice(0, 6).map((name) => ({
    role: name.startsWith("w") ? worker : backupWorker,
    publicKey: nodeKey(name),
  }));
  const scheduler = new SchedulerState(tree);
  const common = {runtimeId, validFor: asEpoch(1n)};
  scheduler.setCommittee(Committee.make({...common, kind: committeeKinds.executor, members}));
  scheduler.setCommittee(
    Committee.make({
      ...common,
      kind: committeeKinds.storage,
      members: [{role: worker, publicKey: nodeKey("s0")}],
    }),
  );
}

export function stateOf(tree: Tree): StoredRuntime {
  const state = new RoothashState(tree).runtime(runtimeId);
  if (state === null) throw new TypeError("no state of the runtime");
  return state;
}

export function headerOf(tree: Tree): Header {
  return stateOf(tree).currentBlock.header;
}

/** What a node commits to; by default the same as all others. */
export interface Work {
  /** Results differ by the text they come from. */
  readonly result?: string;
  readonly failure?: number;
  readonly messages?: Message[];
  /** Who really sends the messages; a proposer does. */
  readonly sendsMessages?: boolean;
}

/** A body on top of a header, complete and properly signed by the proposer and storage nodes. */
export function bodyFor(header: Header, work: Work = {}, proposer: NodeName = "w1"): ComputeBody {
  const {result = "same", failure = 0, messages = []} = work;
  const root = hashOf(utf8(result));
  const roots = failure === 0 ? rootsOf(root, messages) : {};
  const results = ComputeResultsHeader.make({
    round: asRound(header.round + 1n),
    previousHash: headerHash(header),
    ...roots,
  });
  const inputRoot = hashOf(utf8("inputs"));
  const batch = {ioRoot: inputRoot, storageSignatures: null, header};
  const body = ComputeBody.make({
    header: results,
    failure,
    inputRoot,
    txnSchedSig: sign(proposer, batchContext, ProposedBatch, batch),
    messages: work.sendsMessages ? messages : null,
  });
  if (failure !== 0) return body;
  const receipt = computeReceipt(runtimeId, body);
  return {...body, storageSignatures: [sign("s0", receiptContext, ReceiptBody, receipt)]};
}

function rootsOf(root: Hash, messages: Message[]): Partial<ComputeResultsHeader> {
  return {ioRoot: root, stateRoot: root, messagesHash: messagesHash(messages)};
}

/** A commitment of a node to a body, by default to that of everybody. */
export function commitment(name: string, body: ComputeBody): Signed {
  return signedBy(name, commitmentContext, ComputeBody, body);
}

/** The commitment of a node on top of the current block. */
export function commit(tree: Tree, name: NodeName, work: Work = {}): Signed {
  const sendsMessages = work.sendsMessages ?? name === "w1";
  return commitment(name, bodyFor(headerOf(tree), {...work, sendsMessages}));
}

/** A signed batch on top of a header. */
export function signedBatch(name: NodeName, batch: ProposedBatch): Signed {
  return signedBy(name, batchContext, ProposedBatch, batch);
}

const commitmentContext = runtimeContext(signingContexts.executorCommitment, chainContext, runtimeId);
const batchContext = runtimeContext(signingContexts.proposedBatch, chainContext, runtimeId);
const receiptContext = prepareContext(signingContexts.storageReceipt, {chainContext});

function signedBy<T>(name: string, context: PreparedContext, schema: Schema<T>, value: T): Signed {
  return {untrustedRawValue: encode(schema, value), signature: sign(name, context, schema, value)};
}

function sign<T>(name: string, context: PreparedContext, schema: Schema<T>, value: T): Signature {
  const raw = testPrivateKey(name).sign(prepareMessage(context, encode(schema, value)));
  return {publicKey: nodeKey(name), signature: asRawSignature(raw)};
}
