import {runtimeAddress, stakingAddress} from "@oasis-node/primitives/address";
import {equal} from "@oasis-node/primitives/bytes";
import {asEpoch, asGas, asHeight, type Epoch} from "@oasis-node/primitives/epoch";
import {asPublicKey, type Signer} from "@oasis-node/primitives/signature";
import {testSigner} from "@oasis-node/primitives/signers";
import type {Misbehaviour} from "@oasis-node/state-transition/context";
import {GovernanceState} from "@oasis-node/state-transition/governance";
import {KeymanagerState} from "@oasis-node/state-transition/keymanager";
import {consensusAddress} from "@oasis-node/state-transition/node";
import {headerTypes, RoothashState} from "@oasis-node/state-transition/roothash";
import {StakingState} from "@oasis-node/state-transition/staking";
import {type Random, random} from "../../packages/primitives/test/support/random.ts";
import {chainKeyManagerId, chainRuntimeId} from "../chain/chainRuntime.ts";
import type {LocalBlock, LocalChain, LocalChainOptions} from "../chain/localChain.ts";
import {type Actor, actions, type Call} from "./actions.ts";
import {beaconCall} from "./beaconRounds.ts";
import {roundCalls} from "./rounds.ts";

const operators = ["chain", "chain 1", "chain 2", "chain 3"];
const nodeSigners = operators.map((name) => testSigner(`${name} node`));
const guests = ["guest 0", "guest 1", "guest 2", "guest 3"];
/** As many validators must be elected for one to be slashed: a frozen one is not elected until it is let go. */
const soundValidators = 3;
const slashEvery = 25;

/** The chain of a workload, beside its database. */
export const workloadChain: Omit<LocalChainOptions, "db"> = {
  accounts: 6,
  validators: operators.length,
  others: [
    ...guests.map((name) => stakingAddress(testSigner(`${name} owner`).publicKey)),
    runtimeAddress(chainRuntimeId),
  ],
  blocksPerEpoch: 8n,
  runtimes: true,
};

/**
 * A seeded stream of blocks: what is in the next one follows from the seed and the state of the chain alone. Counts the
 * transactions that went well, by kind.
 */
export class Workload {
  readonly succeeded = new Map<string, number>();
  /** Blocks of the runtime by their kind, and discrepancies. */
  readonly rounds = new Map<string, number>();
  slashed = 0;
  readonly #random: Random;
  readonly #slashes: boolean;

  /** `slashes`: validators sign twice now and then, and are frozen for it. */
  constructor(seed: number, {slashes = true} = {}) {
    this.#random = random(seed);
    this.#slashes = slashes;
  }

  get seed(): number {
    return this.#random.seed;
  }

  /** Makes the next block of a chain. */
  async block(chain: LocalChain): Promise<LocalBlock> {
    const kinds: string[] = [];
    const transactions: Uint8Array[] = [];
    for (const actor of this.#shuffled(actorsOf(chain)).slice(0, this.#random.below(7))) {
      const kind = this.#random.pick(Object.keys(actions));
      const call = await actions[kind]?.(this.#scene(chain, actor));
      if (!call) continue;
      kinds.push(kind);
      transactions.push(await this.#sign(chain, call));
    }
    const beacon = beaconCall(chain, this.#random, operators);
    const rounds = await roundCalls(chain, this.#random, nodeSigners);
    for (const {kind, call} of beacon === null ? rounds : [beacon, ...rounds]) {
      kinds.push(kind);
      transactions.push(await this.#sign(chain, call));
    }
    const block = await chain.block(transactions, this.#disturbance(chain));
    this.#countRound(chain);
    block.results.forEach(({code}, i) => {
      const kind = kinds[i] ?? "";
      if (code === 0) this.succeeded.set(kind, (this.succeeded.get(kind) ?? 0) + 1);
    });
    return block;
  }

  #countRound(chain: LocalChain): void {
    const {deliverTree, lastHeight} = chain.application.state;
    const runtime = new RoothashState(deliverTree).runtime(chainRuntimeId);
    if (runtime === null) return;
    const {currentBlock, currentBlockHeight, executorPool} = runtime;
    const names = Object.entries(headerTypes).filter(([, type]) => type === currentBlock.header.headerType);
    const seen = currentBlockHeight === lastHeight ? names.map(([name]) => name) : [];
    if (executorPool?.discrepancy) seen.push("discrepancy");
    for (const name of seen) this.rounds.set(name, (this.rounds.get(name) ?? 0) + 1);
  }

  #scene(chain: LocalChain, actor: Actor) {
    const {state} = chain.application;
    const addresses = actorsOf(chain).map(({signer}) => stakingAddress(signer.publicKey));
    const next = new GovernanceState(state.deliverTree).nextProposalId();
    const status = new KeymanagerState(state.deliverTree).status(chainKeyManagerId);
    const policy = status?.policy?.policy.serial ?? 0;
    return {random: this.#random, epoch: epochOf(chain), actor, addresses, proposal: next - 1n, policy};
  }

  /** A nonce or a fee is wrong now and then. */
  #sign(chain: LocalChain, {signer, method, body}: Call): Promise<Uint8Array> {
    const {general} = new StakingState(chain.application.state.deliverTree).account(
      stakingAddress(signer.publicKey),
    );
    const most = general.balance < 100n ? 1 : 100;
    const nonce = this.#random.below(30) === 0 ? general.nonce + 1n : general.nonce;
    const gas = asGas(this.#random.below(30) === 0 ? 5n : 100_000n);
    const fee = {amount: BigInt(this.#random.below(most)), gas};
    return chain.signAs(signer, {nonce, fee, method, body});
  }

  /** Validators that do not sign, or sign twice. */
  #disturbance(chain: LocalChain): {misbehaviours: Misbehaviour[]; absent: Uint8Array[]} {
    const {validators} = chain;
    const {lastHeight} = chain.application.state;
    const one = consensusAddress(asPublicKey(this.#random.pick(validators).publicKey));
    // The first validator never signs twice, for a chain without any cannot go on.
    const first = testSigner(`${operators[0]} consensus`).publicKey;
    const absent = this.#random.below(3) === 0 ? [one] : [];
    const slashes = this.#random.below(slashEvery) === 0 && this.#slashes;
    const isFirst = equal(one, consensusAddress(first));
    if (!slashes || isFirst || lastHeight < 1n || validators.length < soundValidators) {
      return {misbehaviours: [], absent};
    }
    this.slashed++;
    return {misbehaviours: [{type: "duplicateVote", address: one, height: asHeight(lastHeight)}], absent};
  }

  #shuffled<T>(items: readonly T[]): T[] {
    const left = [...items];
    return items.flatMap(() => left.splice(this.#random.below(left.length), 1));
  }
}

function actorsOf(chain: LocalChain): Actor[] {
  const owner = (operator: string): Actor => ({signer: ownerOf(operator), operator});
  return [
    ...chain.signers.map((signer) => ({signer, operator: null})),
    ...[...operators, ...guests, ...guests].map(owner),
  ];
}

function ownerOf(operator: string): Signer {
  return testSigner(`${operator} owner`);
}

/** The epoch last committed, 0 before the first block. */
function epochOf({application: {state}}: LocalChain): Epoch {
  return state.lastHeight === 0n ? asEpoch(0n) : state.committedEpoch(asHeight(0n));
}
