import type {NodeDb} from "@oasis-node/mkvs/db";
import {type Address, stakingAddress} from "@oasis-node/primitives/address";
import {encode} from "@oasis-node/primitives/cbor";
import {asHeight} from "@oasis-node/primitives/epoch";
import type {Hash} from "@oasis-node/primitives/hash";
import {
  type PreparedContext,
  prepareContext,
  SignatureVerifier,
  type Signer,
  signingContexts,
} from "@oasis-node/primitives/signature";
import {testSigner} from "@oasis-node/primitives/signers";
import {
  Application,
  ApplicationState,
  type ChainApp,
  consensusApps,
  type TransactionResult,
} from "@oasis-node/state-transition/application";
import {SignedTransaction, type Transaction} from "@oasis-node/state-transition/consensus";
import {
  chainContext,
  type Document,
  genesisValidators,
  type TendermintValidator,
} from "@oasis-node/state-transition/genesis";
import {chainGenesis} from "./chainGenesis.ts";

export interface LocalChainOptions {
  readonly db: NodeDb;
  /** Funded accounts with test keys. */
  readonly accounts: number;
  /** Further funded accounts without keys, to make the state large. */
  readonly others?: readonly Address[];
  /** Blocks in an epoch, 15 when left out. */
  readonly blocksPerEpoch?: bigint;
  /** Applications beside those of the consensus layer. */
  readonly extraApps?: readonly ChainApp[];
}

/** Outcome of a block. */
export interface LocalBlock {
  readonly appHash: Hash;
  readonly results: readonly TransactionResult[];
}

const blockTime = 10n ** 9n;
/** Nothing but the choice of sanity checks depends on the hashes of a block. */
const blockHash = new Uint8Array(32);

/**
 * A chain with one validator that makes blocks of whatever it is given, for tests and benchmarks of the application: the
 * genesis of a recorded chain with more accounts.
 */
export class LocalChain {
  readonly application: Application;
  readonly genesis: Document;
  readonly signers: readonly Signer[];
  readonly #context: PreparedContext;
  readonly #validators: readonly TendermintValidator[];
  #time: bigint;

  private constructor(
    {db, extraApps = []}: LocalChainOptions,
    signers: readonly Signer[],
    genesis: Document,
  ) {
    this.signers = signers;
    this.genesis = genesis;
    const verifier = new SignatureVerifier();
    this.#context = prepareContext(signingContexts.transaction, {chainContext: chainContext(this.genesis)});
    this.#validators = genesisValidators(this.genesis, {verifier});
    this.#time = this.genesis.time;
    this.application = new Application({
      state: ApplicationState.open(db, asHeight(this.genesis.height)),
      genesis: this.genesis,
      apps: [...consensusApps(), ...extraApps],
      verifier,
      node: {minGasPrice: 0n, ownKey: null, debugAllowed: true, skipAttestation: false},
      upgrades: null,
    });
  }

  /** Begins a chain in an empty database. */
  static async start(options: LocalChainOptions): Promise<LocalChain> {
    const {accounts, others = [], blocksPerEpoch = 15n} = options;
    const signers = Array.from({length: accounts}, (_, i) => testSigner(`chain account ${i}`));
    const funded = [...signers.map(({publicKey}) => stakingAddress(publicKey)), ...others];
    const chain = new LocalChain(options, signers, await chainGenesis(funded, blocksPerEpoch));
    const initialHeight = asHeight(chain.genesis.height);
    chain.application.initChain({initialHeight, validators: chain.#validators});
    return chain;
  }

  addressOf(account: number): Address {
    return stakingAddress(this.#signer(account).publicKey);
  }

  /** The bytes of a transaction signed by an account. */
  async sign(account: number, transaction: Transaction): Promise<Uint8Array> {
    const signed = await SignedTransaction.sign(this.#signer(account), this.#context, transaction);
    return encode(SignedTransaction.envelope, signed);
  }

  /** Makes the next block, one second after the last. */
  async block(transactions: readonly Uint8Array[]): Promise<LocalBlock> {
    const {application} = this;
    this.#time += blockTime;
    const isFirst = application.state.lastHeight === 0n;
    application.beginBlock({
      hash: blockHash,
      lastCommitHash: blockHash,
      time: this.#time,
      proposerAddress: this.#validators[0]?.address ?? new Uint8Array(20),
      votes: isFirst
        ? []
        : this.#validators.map(({address, power}) => ({address, power, signedLastBlock: true})),
      misbehaviours: [],
    });
    const results = transactions.map((raw) => application.deliverTx(raw));
    application.endBlock();
    const {appHash} = await application.commit();
    return {appHash, results};
  }

  #signer(account: number): Signer {
    const signer = this.signers[account % this.signers.length];
    if (signer === undefined) throw new RangeError("a chain without accounts has no signer");
    return signer;
  }
}
