import {type NodeDb, openMemoryNodeDb} from "@oasis-node/mkvs/db";
import type {KeyValueTree} from "@oasis-node/mkvs/tree";
import {stakingAddress} from "@oasis-node/primitives/address";
import {encode} from "@oasis-node/primitives/cbor";
import {asEpoch, asGas, asHeight} from "@oasis-node/primitives/epoch";
import {asNamespace} from "@oasis-node/primitives/namespace";
import {
  asPublicKey,
  asRawSignature,
  prepare,
  SignatureVerifier,
  signingContexts,
  testPrivateKey,
} from "@oasis-node/primitives/signature";
import {
  Application,
  type ApplicationOptions,
  ApplicationState,
  type BlockRequest,
  type ChainApp,
} from "../../src/application/index.ts";
import {BeaconState} from "../../src/beacon/state.ts";
import {ConsensusParameters, Fee, SignedTransaction, Transaction} from "../../src/consensus/index.ts";
import type {App} from "../../src/context/index.ts";
import {chainContext, Document} from "../../src/genesis/index.ts";
import {Account} from "../../src/staking/index.ts";
import {StakingState} from "../../src/staking/state.ts";

const alicesKey = testPrivateKey("application test: alice");
export const alice = asPublicKey(alicesKey.publicKey);

/** What tests may want different from an otherwise empty chain; amounts in base units. */
export interface ChainOptions
  extends Partial<Pick<ApplicationOptions, "genesis" | "upgrades" | "onHalt" | "retainHeight">> {
  readonly parameters?: Partial<ConsensusParameters>;
  readonly initialHeight?: bigint;
  readonly haltEpoch?: bigint;
  readonly minGasPrice?: bigint;
  readonly db?: NodeDb;
}

/** Genesis of a chain in which alice has 1000 base units, with applications of the test's own. */
export function genesisOf({
  parameters,
  initialHeight = 1n,
  haltEpoch = 2n ** 64n - 1n,
}: ChainOptions): Document {
  const document = Document.zero();
  return {
    ...document,
    height: asHeight(initialHeight),
    time: 5_000_000_000n,
    haltEpoch: asEpoch(haltEpoch),
    consensus: {backend: "tendermint", parameters: ConsensusParameters.make(parameters ?? {})},
  };
}

export async function newChain(apps: readonly App[], options: ChainOptions = {}): Promise<Application> {
  const {minGasPrice = 0n, upgrades = null, db = await openMemory(), ...hooks} = options;
  const {genesis = genesisOf(options), onHalt, retainHeight} = hooks;
  return new Application({
    state: ApplicationState.open(db, genesis.height),
    genesis,
    apps: apps.map((app, index) => chainApp(app, index === 0)),
    verifier: new SignatureVerifier(),
    node: {minGasPrice, ownKey: null, debugAllowed: false, skipAttestation: false},
    upgrades,
    ...(onHalt === undefined ? {} : {onHalt}),
    ...(retainHeight === undefined ? {} : {retainHeight}),
  });
}

/** A chain whose genesis has been made. */
export async function startedChain(apps: readonly App[], options: ChainOptions = {}): Promise<Application> {
  const application = await newChain(apps, options);
  application.initChain({initialHeight: asHeight(options.initialHeight ?? 1n), validators: []});
  return application;
}

export function openMemory(): Promise<NodeDb> {
  return openMemoryNodeDb({namespace: asNamespace(new Uint8Array(32))});
}

export function app(name: string, rest: Partial<App> = {}): App {
  return {name, handlers: new Map(), ...rest};
}

export function blockAt(time: bigint): BlockRequest {
  const none = new Uint8Array();
  return {time, hash: none, lastCommitHash: none, proposerAddress: none, votes: [], misbehaviours: []};
}

/** Runs a block and commits it. */
export async function runBlock(application: Application, transactions: readonly Uint8Array[] = []) {
  const begin = application.beginBlock(blockAt(6_000_000_000n));
  const results = transactions.map((raw) => application.deliverTx(raw));
  const end = application.endBlock();
  return {begin, results, end, commit: await application.commit()};
}

/** A transaction of alice; `fee` is what it pays and the gas it may use. */
export function transaction(
  options: ChainOptions,
  {
    nonce = 0n,
    method = "staking.Burn",
    fee = null as readonly [bigint, bigint] | null,
    body = null as Uint8Array | null,
  },
): Uint8Array {
  const value = Transaction.make({
    nonce,
    method,
    body,
    fee: fee === null ? null : Fee.make({amount: fee[0], gas: asGas(fee[1])}),
  });
  const untrustedRawValue = encode(Transaction, value);
  const parts = {chainContext: chainContext(genesisOf(options))};
  const message = prepare(signingContexts.transaction, parts, untrustedRawValue);
  const signature = {publicKey: alice, signature: asRawSignature(alicesKey.sign(message))};
  return encode(SignedTransaction.envelope, {untrustedRawValue, signature});
}

/** Alice's balance and nonce. */
export function aliceIn(tree: KeyValueTree): {readonly balance: bigint; readonly nonce: bigint} {
  const {balance, nonce} = new StakingState(tree).account(stakingAddress(alice)).general;
  return {balance, nonce};
}

export function setEpoch(tree: KeyValueTree, epoch: bigint): void {
  new BeaconState(tree).setEpoch(asEpoch(epoch), asHeight(1n));
}

function chainApp(one: App, isFirst: boolean): ChainApp {
  return {
    app: one,
    initChain: ({tree}) => {
      if (!isFirst) return;
      const account = Account.zero();
      account.general.balance = 1000n;
      new StakingState(tree).setAccount(stakingAddress(alice), account);
      setEpoch(tree, 0n);
    },
  };
}
