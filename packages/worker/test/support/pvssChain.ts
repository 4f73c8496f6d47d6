import {TransactionSubmitter} from "@oasis-node/consensus/submission";
import {openMemoryNodeDb} from "@oasis-node/mkvs/db";
import {equal} from "@oasis-node/primitives/bytes";
import {decode, encode} from "@oasis-node/primitives/cbor";
import {systemClock} from "@oasis-node/primitives/clock";
import {asGas, asHeight, latestHeight} from "@oasis-node/primitives/epoch";
import {CodedError} from "@oasis-node/primitives/errors";
import {silentLogger} from "@oasis-node/primitives/log";
import {asNamespace} from "@oasis-node/primitives/namespace";
import {type PublicKey, prepareContext, signingContexts} from "@oasis-node/primitives/signature";
import {testSigner} from "@oasis-node/primitives/signers";
import {ConsensusBlock} from "@oasis-node/rpc/services";
import {PvssCommit, type PvssState} from "@oasis-node/state-transition/beacon";
import {SignedTransaction, Transaction} from "@oasis-node/state-transition/consensus";
import {consensusAddress} from "@oasis-node/state-transition/node";
import {StateQueries} from "@oasis-node/state-transition/query";
import {registryQueries} from "@oasis-node/state-transition/registry";
import {LocalChain} from "../../../../test/chain/localChain.ts";
import type {BeaconChain} from "../../src/beacon/index.ts";
import {hasArrived} from "../../src/beacon/roundStep.ts";
import {random} from "./testChain.ts";

interface Offered {
  readonly raw: Uint8Array;
  readonly signer: PublicKey;
  readonly transaction: Transaction;
  readonly settle: (error: Error | null) => void;
}

/** A chain of two validators with the PVSS beacon, whose blocks are made when the test says so. */
export class PvssChain {
  readonly operators = ["chain", "chain 1"] as const;
  readonly api: BeaconChain;
  readonly submitter: TransactionSubmitter;
  /** Every commit that was ever offered. */
  readonly commits: {readonly signer: PublicKey; readonly body: PvssCommit}[] = [];
  /** Transactions that failed in a block. */
  readonly failures: CodedError[] = [];
  readonly #chain: LocalChain;
  readonly #queries: StateQueries;
  readonly #pool = new Set<Offered>();
  readonly #watchers = new Set<(height: bigint) => void>();
  #wake: () => void = () => {};

  private constructor(chain: LocalChain) {
    this.#chain = chain;
    const queries = new StateQueries(chain.application.state);
    this.#queries = queries;
    this.api = {
      beacon: {
        consensusParameters: async (height) => queries.at(height, ({beacon}) => beacon.parameters()),
        getPVSSState: async () => this.round,
      },
      registry: {
        getNode: async ({height, id}) =>
          queries.at(height, ({registry, beacon}) => registryQueries.node(registry, id, beacon.epoch())),
      },
      consensus: {watchBlocks: (_, options) => this.#blocks(options?.signal)},
    };
    this.submitter = new TransactionSubmitter({
      backend: {
        signerNonce: async () => 0n,
        estimateGas: async () => asGas(0n),
        submit: (transaction, signal) => this.#offer(transaction, signal),
      },
      context: prepareContext(signingContexts.transaction, {chainContext: chain.genesis.chainContext}),
      gasPrice: 0n,
      maxFee: 0n,
      clock: systemClock,
      random,
      logger: silentLogger,
    });
  }

  static async start(): Promise<PvssChain> {
    const db = await openMemoryNodeDb({namespace: asNamespace(new Uint8Array(32)), discardWriteLogs: true});
    const chain = await LocalChain.start({db, accounts: 1, validators: 2, pvss: true, blocksPerEpoch: 15n});
    const made = new PvssChain(chain);
    await made.block();
    return made;
  }

  get round(): PvssState | null {
    return this.#queries.at(latestHeight, ({beacon}) => beacon.pvssState());
  }

  get epoch(): bigint {
    return this.#queries.at(latestHeight, ({beacon}) => beacon.epoch());
  }

  /** Resolves when those participants have offered all that the round wants of them. */
  async settled(operators: readonly string[] = this.operators): Promise<void> {
    const ids = operators.map((operator) => testSigner(`${operator} node`).publicKey);
    while (ids.some((id) => this.#owes(id)))
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
  }

  /** Makes a block with what the proposer has to say about the beacon. */
  async block(): Promise<void> {
    const operator = this.operators.find((name) =>
      equal(consensusAddress(testSigner(`${name} consensus`).publicKey), this.#chain.nextProposer),
    );
    const id = testSigner(`${operator} node`).publicKey;
    const taken = [...this.#pool].filter(({signer}) => equal(signer, id)).slice(0, 1);
    const {results} = await this.#chain.block(taken.map(({raw}) => raw));
    for (const [i, offered] of taken.entries()) {
      const {codespace, code, log} = results[i] ?? {codespace: "", code: 1, log: "no result"};
      const failure = code === 0 ? null : new CodedError(codespace, code, log);
      if (failure !== null) this.failures.push(failure);
      this.#pool.delete(offered);
      offered.settle(failure);
    }
    for (const watcher of this.#watchers) watcher(this.#chain.application.state.lastHeight);
  }

  #owes(id: PublicKey): boolean {
    const {round} = this;
    if (round === null || round.state === 3 || hasArrived(round, id)) return false;
    const method = round.state === 1 ? "beacon.PVSSCommit" : "beacon.PVSSReveal";
    return ![...this.#pool].some((one) => equal(one.signer, id) && one.transaction.method === method);
  }

  #offer(signed: SignedTransaction, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const transaction = decode(Transaction, signed.untrustedRawValue);
      const offered: Offered = {
        raw: encode(SignedTransaction.envelope, signed),
        signer: signed.signature.publicKey,
        transaction,
        settle: (error) => (error === null ? resolve() : reject(error)),
      };
      if (transaction.method === "beacon.PVSSCommit")
        this.commits.push({signer: offered.signer, body: decode(PvssCommit, transaction.body)});
      this.#pool.add(offered);
      signal.addEventListener("abort", () => {
        this.#pool.delete(offered);
        reject(signal.reason);
      });
      this.#wake();
    });
  }

  async *#blocks(signal: AbortSignal | undefined): AsyncGenerator<ConsensusBlock> {
    const heights: bigint[] = [this.#chain.application.state.lastHeight];
    let wake = (): void => {};
    const push = (height: bigint): void => {
      heights.push(height);
      wake();
    };
    this.#watchers.add(push);
    signal?.addEventListener("abort", () => wake());
    while (signal?.aborted !== true) {
      const height = heights.shift();
      if (height !== undefined) yield ConsensusBlock.make({height: asHeight(height)});
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
    this.#watchers.delete(push);
  }
}
