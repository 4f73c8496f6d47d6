import {equal, toHex, utf8} from "@oasis-node/primitives/bytes";
import {encode, type Schema} from "@oasis-node/primitives/cbor";
import {asRound} from "@oasis-node/primitives/epoch";
import {hashOf} from "@oasis-node/primitives/hash";
import {
  type PreparedContext,
  type PublicKey,
  prepareContext,
  type Signature,
  type Signer,
  sign,
  signingContexts,
} from "@oasis-node/primitives/signature";
import {
  ComputeBody,
  ComputeResultsHeader,
  commitmentFailures,
  computeReceipt,
  Evidence,
  ExecutorCommit,
  ExecutorCommitment,
  ExecutorProposerTimeoutRequest,
  headerHash,
  type Message,
  messagesHash,
  type Pool,
  ProposedBatch,
  RoothashState,
  type StoredRuntime,
  transactionScheduler,
} from "@oasis-node/state-transition/roothash";
import {committeeKinds, committeeRoles, SchedulerState} from "@oasis-node/state-transition/scheduler";
import {ReceiptBody} from "@oasis-node/state-transition/storage";
import type {Random} from "../../packages/primitives/test/support/random.ts";
import {chainRuntimeId} from "../chain/chainRuntime.ts";
import type {LocalChain} from "../chain/localChain.ts";
import type {Call} from "./actions.ts";

/** A transaction of a node, by what it is meant to be. */
export interface RoundCall {
  readonly kind: string;
  readonly call: Call;
}

/** A round as the nodes of the runtime see it. */
interface Scene {
  readonly chain: LocalChain;
  readonly state: StoredRuntime;
  readonly pool: Pool;
  /** Signer of a node. */
  readonly signers: (id: PublicKey) => Signer;
}

/** What a node makes of a round. */
interface Work {
  /** Results differ by the text they come from. */
  readonly result: string;
  readonly failure: number;
}

/** What the nodes of the runtime do in the next block: most of them commit, and most of those to the same results. */
export async function roundCalls(
  chain: LocalChain,
  random: Random,
  nodes: readonly Signer[],
): Promise<RoundCall[]> {
  const scene = sceneOf(chain, nodes);
  if (scene === null) return [];
  const {worker} = committeeRoles;
  // Nothing is scheduled in every fifth round, until somebody complains.
  const isIdle = scene.pool.round % 5n === 4n;
  const calls: RoundCall[] = [];
  for (const member of scene.pool.committee?.members ?? []) {
    const isDue = member !== null && (member.role === worker || scene.pool.discrepancy);
    if (!isDue || random.below(8) === 0) continue;
    const {publicKey} = member;
    const hasCommitted = scene.pool.executeCommitments?.has(publicKey) ?? false;
    if (!hasCommitted && isIdle) calls.push(timeoutCall(scene, publicKey));
    else if (!hasCommitted) calls.push(await commitCall(scene, publicKey, workOf(random)));
    else if (random.below(12) === 0) calls.push(await equivocationCall(scene, publicKey));
  }
  return calls;
}

function sceneOf(chain: LocalChain, nodes: readonly Signer[]): Scene | null {
  const state = new RoothashState(chain.application.state.deliverTree).runtime(chainRuntimeId);
  const pool = state?.executorPool ?? null;
  if (state === null || pool === null || pool.committee === null) return null;
  const signers = (id: PublicKey): Signer => {
    const signer = nodes.find(({publicKey}) => equal(publicKey, id));
    if (signer === undefined) throw new RangeError("a node that nobody runs");
    return signer;
  };
  return {chain, state, pool, signers};
}

function workOf(random: Random): Work {
  const differs = random.below(6) === 0;
  const fails = random.below(10) === 0;
  return {
    result: differs ? "wrong" : "right",
    failure: fails ? commitmentFailures.storageUnavailable : commitmentFailures.none,
  };
}

async function commitCall(scene: Scene, id: PublicKey, work: Work): Promise<RoundCall> {
  const commits = [await commitment(scene, id, work)];
  const kind = work.failure === commitmentFailures.none ? `${work.result} commit` : "failed commit";
  return callOf(scene, id, kind, "roothash.ExecutorCommit", ExecutorCommit, {id: chainRuntimeId, commits});
}

/** The node is told to have committed to two results. */
async function equivocationCall(scene: Scene, id: PublicKey): Promise<RoundCall> {
  const {none} = commitmentFailures;
  const commitA = await commitment(scene, id, {result: "right", failure: none});
  const commitB = await commitment(scene, id, {result: "wrong", failure: none});
  const body = {id: chainRuntimeId, equivocationExecutor: {commitA, commitB}, equivocationBatch: null};
  return callOf(scene, id, "equivocation", "roothash.Evidence", Evidence, body);
}

function timeoutCall(scene: Scene, id: PublicKey): RoundCall {
  const body = {id: chainRuntimeId, round: scene.pool.round};
  const method = "roothash.ExecutorProposerTimeout";
  return callOf(scene, id, "proposer timeout", method, ExecutorProposerTimeoutRequest, body);
}

function callOf<T>(
  {signers}: Scene,
  id: PublicKey,
  kind: string,
  method: string,
  schema: Schema<T>,
  body: T,
): RoundCall {
  return {kind, call: {signer: signers(id), method, body: encode(schema, body)}};
}

/** The commitment of a node on top of the current block. */
async function commitment(scene: Scene, id: PublicKey, {result, failure}: Work) {
  const {chain, state, pool, signers} = scene;
  const {header} = state.currentBlock;
  const proposer = pool.committee === null ? null : transactionScheduler(pool.committee, pool.round);
  if (proposer === null) throw new RangeError("a committee without workers");
  const inputRoot = hashOf(utf8(`inputs ${header.round}`));
  const batch = {ioRoot: inputRoot, storageSignatures: null, header};
  const isFailure = failure !== commitmentFailures.none;
  const messages = isFailure ? [] : messagesOf(scene);
  const root = hashOf(utf8(`${result} ${header.round}`));
  const roots = isFailure ? {} : {ioRoot: root, stateRoot: root, messagesHash: messagesHash(messages)};
  const plain = ComputeBody.make({
    header: ComputeResultsHeader.make({
      round: asRound(header.round + 1n),
      previousHash: headerHash(header),
      ...roots,
    }),
    failure,
    inputRoot,
    txnSchedSig: await signValue(signers(proposer), contextOf(chain, "proposedBatch"), ProposedBatch, batch),
    messages: equal(proposer, id) && messages.length > 0 ? messages : null,
  });
  const storageSignatures = isFailure ? null : await receiptsOf(scene, plain);
  const body = {...plain, storageSignatures};
  return ExecutorCommitment.sign(signers(id), contextOf(chain, "executorCommitment"), body);
}

/** Every third round the runtime pays something, of which it has not always enough. */
function messagesOf({chain, state}: Scene): Message[] {
  const {round} = state.currentBlock.header;
  if (round % 3n !== 0n) return [];
  const transfer = {to: chain.addressOf(0), amount: (round % 7n) * 1000n};
  const staking = {v: 0, transfer, withdraw: null, addEscrow: null, reclaimEscrow: null};
  return [{staking, registry: null}];
}

/** Receipts of all storage nodes. */
async function receiptsOf({chain, signers}: Scene, body: ComputeBody): Promise<Signature[]> {
  const {deliverTree} = chain.application.state;
  const committee = new SchedulerState(deliverTree).committee(committeeKinds.storage, chainRuntimeId);
  const {chainContext} = chain.genesis;
  const context = prepareContext(signingContexts.storageReceipt, {chainContext});
  const receipt = computeReceipt(chainRuntimeId, body);
  const members = (committee?.members ?? []).flatMap((member) => (member === null ? [] : [member.publicKey]));
  return Promise.all(members.map((id) => signValue(signers(id), context, ReceiptBody, receipt)));
}

function contextOf({genesis}: LocalChain, name: "executorCommitment" | "proposedBatch"): PreparedContext {
  const {chainContext} = genesis;
  return prepareContext(signingContexts[name], {chainContext, suffix: toHex(chainRuntimeId)});
}

function signValue<T>(
  signer: Signer,
  context: PreparedContext,
  schema: Schema<T>,
  value: T,
): Promise<Signature> {
  return sign(signer, context, encode(schema, value));
}
