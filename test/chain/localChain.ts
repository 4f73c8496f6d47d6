import type {NodeDb} from "@oasis-node/mkvs/db";
import {type Address, stakingAddress} from "@oasis-node/primitives/address";
import {BytesMap, compare, equal} from "@oasis-node/primitives/bytes";
import {encode} from "@oasis-node/primitives/cbor";
import {asHeight} from "@oasis-node/primitives/epoch";
import type {Hash} from "@oasis-node/primitives/hash";
import {
  asPublicKey,
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
  type ChainGenesis,
  chainGenesis,
  consensusApps,
  type TransactionResult,
} from "@oasis-node/state-transition/application";
import {SignedTransaction, type Transaction} from "@oasis-node/state-transition/consensus";
import type {Misbehaviour, Validator} from "@oasis-node/state-transition/context";
import {type Document, genesisValidators} from "@oasis-node/state-transition/genesis";
import {consensusAddress} from "@oasis-node/state-transition/node";
import {chainDocument} from "./chainDocument.ts";

export interface LocalChainOptions {
  readonly db: NodeDb;
  /** Funded accounts with test keys. */
  readonly accounts: number;
  /** Further funded accounts without keys, to make the state large. */
  readonly others?: readonly Address[];
  /** Blocks in an epoch, 15 when left out. */
  readonly blocksPerEpoch?: bigint;
  /** Validators of genesis, 1 when left out. */
  readonly validators?: number;
  /** Whether the validators run a runtime too. */
  readonly runtimes?: boolean;
  /** The PVSS beacon in place of the insecure one. */
  readonly pvss?: boolean;
  /** Applications beside those of the consensus layer. */
  readonly extraApps?: readonly ChainApp[];
}

/** What differs from a block of transactions and nothing else. */
export interface BlockOptions {
  readonly misbehaviours?: readonly Misbehaviour[];
  /** Consensus addresses of validators that did not sign the last block. */
  readonly absent?: readonly Uint8Array[];
}

/** Outcome of a block. */
export interface LocalBlock {
  readonly appHash: Hash;
  readonly results: readonly TransactionResult[];
}

const blockTime = 10n ** 9n;
/** Nothing but the choice of sanity checks depends on the hashes of a block. */
const blockHash = new Uint8Array(32);

interface Genesis {
  readonly chain: ChainGenesis;
  /** Null for a chain that goes on. */
  readonly document: Document | null;
}

/** What the engine knows beside the application. */
interface Engine {
  /** Time of the last block, nanoseconds since 1970. */
  time: bigint;
  /** Validators of the last block, the next, and the one after it: an update counts from the block after the next. */
  voters: ReadonlyValidators;
  current: ReadonlyValidators;
  next: ReadonlyValidators;
}

type ReadonlyValidators = readonly Validator[];

/**
 * A chain that makes blocks of whatever it is given, for tests and benchmarks of the application: the genesis of a
 * recorded chain with other validators and more accounts.
 */
export class LocalChain {
  readonly application: Application;
  readonly genesis: ChainGenesis;
  readonly signers: readonly Signer[];
  readonly #options: LocalChainOptions;
  readonly #context: PreparedContext;
  readonly #engine: Engine;

  private constructor(options: LocalChainOptions, engine: Engine, {chain, document}: Genesis) {
    const {db, accounts, others: _, ...rest} = options;
    // The addresses of a million accounts are not needed again.
    this.#options = {db, accounts, ...rest};
    this.signers = accountSigners(accounts);
    this.genesis = chain;
    const {chainContext, height} = chain;
    this.#context = prepareContext(signingContexts.transaction, {chainContext});
    this.#engine = engine;
    this.application = new Application({
      state: ApplicationState.open(db, height),
      genesis: document ?? chain,
      apps: [...consensusApps(), ...(rest.extraApps ?? [])],
      verifier: new SignatureVerifier(),
      node: {minGasPrice: 0n, ownKey: null, debugAllowed: true, skipAttestation: false},
      upgrades: null,
    });
  }

  /** Begins a chain in an empty database. */
  static async start(options: LocalChainOptions): Promise<LocalChain> {
    const {accounts, others = [], blocksPerEpoch = 15n, validators = 1} = options;
    const {runtimes = false, pvss = false} = options;
    const funded = [...accountSigners(accounts).map(({publicKey}) => stakingAddress(publicKey)), ...others];
    const document = await chainDocument({funded, blocksPerEpoch, validators, runtimes, pvss});
    const genesis = {chain: chainGenesis(document), document};
    const chain = new LocalChain(options, newEngine(document), genesis);
    const initialHeight = asHeight(document.height);
    chain.application.initChain({initialHeight, validators: chain.validators});
    return chain;
  }

  /** The chain after a restart of the application, whose database has been opened again. */
  restarted(db: NodeDb): LocalChain {
    return new LocalChain({...this.#options, db}, {...this.#engine}, {chain: this.genesis, document: null});
  }

  /** Validators of the next block. */
  get validators(): ReadonlyValidators {
    return this.#engine.current;
  }

  /** Consensus address of who proposes the next block. */
  get nextProposer(): Uint8Array {
    return proposer(this.#engine.current, this.application.state.lastHeight);
  }

  addressOf(account: number): Address {
    return stakingAddress(this.signer(account).publicKey);
  }

  /** The signer of an account; they go round. */
  signer(account: number): Signer {
    const signer = this.signers[account % this.signers.length];
    if (signer === undefined) throw new RangeError("a chain without accounts has no signer");
    return signer;
  }

  /** The bytes of a transaction signed by an account. */
  sign(account: number, transaction: Transaction): Promise<Uint8Array> {
    return this.signAs(this.signer(account), transaction);
  }

  async signAs(signer: Signer, transaction: Transaction): Promise<Uint8Array> {
    const signed = await SignedTransaction.sign(signer, this.#context, transaction);
    return encode(SignedTransaction.envelope, signed);
  }

  /** Makes the next block, one second after the last. */
  async block(
    transactions: readonly Uint8Array[],
    {misbehaviours = [], absent = []}: BlockOptions = {},
  ): Promise<LocalBlock> {
    const engine = this.#engine;
    const {application} = this;
    engine.time += blockTime;
    application.beginBlock({
      hash: blockHash,
      lastCommitHash: blockHash,
      time: engine.time,
      proposerAddress: this.nextProposer,
      votes: engine.voters.map(({publicKey, power}) => {
        const address = consensusAddress(asPublicKey(publicKey));
        return {address, power, signedLastBlock: !absent.some((one) => equal(one, address))};
      }),
      misbehaviours,
    });
    const results = transactions.map((raw) => application.deliverTx(raw));
    const {validatorUpdates} = application.endBlock();
    engine.voters = engine.current;
    engine.current = engine.next;
    engine.next = updated(engine.next, validatorUpdates);
    const {appHash} = await application.commit();
    return {appHash, results};
  }
}

function accountSigners(accounts: number): Signer[] {
  return Array.from({length: accounts}, (_, i) => testSigner(`chain account ${i}`));
}

/** Before the first block nobody has voted. */
function newEngine(genesis: Document): Engine {
  const validators = genesisValidators(genesis, {verifier: new SignatureVerifier()});
  return {time: genesis.time, voters: [], current: validators, next: validators};
}

/** They take turns. */
function proposer(validators: ReadonlyValidators, height: bigint): Uint8Array {
  const turn = validators[Number(height % BigInt(Math.max(1, validators.length)))];
  return turn === undefined ? new Uint8Array(20) : consensusAddress(asPublicKey(turn.publicKey));
}

function updated(validators: ReadonlyValidators, updates: ReadonlyValidators): ReadonlyValidators {
  const byKey = new BytesMap(validators.map((one) => [one.publicKey, one]));
  for (const one of updates) {
    if (one.power === 0n) byKey.delete(one.publicKey);
    else byKey.set(one.publicKey, one);
  }
  return [...byKey.values()].sort((a, b) => compare(a.publicKey, b.publicKey));
}
