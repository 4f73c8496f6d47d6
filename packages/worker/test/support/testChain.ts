import {randomBytes} from "node:crypto";
import {EmbeddedEngine} from "@oasis-node/consensus/embedded";
import {ChainQueries} from "@oasis-node/consensus/queries";
import {ChainStreams} from "@oasis-node/consensus/streams";
import {TransactionSubmitter} from "@oasis-node/consensus/submission";
import {MemoryStore, type NodeDb, openMemoryNodeDb} from "@oasis-node/mkvs/db";
import {type Address, stakingAddress} from "@oasis-node/primitives/address";
import {systemClock} from "@oasis-node/primitives/clock";
import {asEpoch, asHeight, latestHeight} from "@oasis-node/primitives/epoch";
import {silentLogger} from "@oasis-node/primitives/log";
import {asNamespace} from "@oasis-node/primitives/namespace";
import {
  type PublicKey,
  prepareContext,
  SignatureVerifier,
  type Signer,
  signingContexts,
} from "@oasis-node/primitives/signature";
import {testSigner} from "@oasis-node/primitives/signers";
import {beaconBackend, consensusBackend, registryBackend, stakingBackend} from "@oasis-node/rpc/backends";
import {Application, ApplicationState, consensusApps} from "@oasis-node/state-transition/application";
import {beaconDebugMethods} from "@oasis-node/state-transition/beacon";
import type {Method} from "@oasis-node/state-transition/consensus";
import {SignedEntity} from "@oasis-node/state-transition/entity";
import {chainContext, type Document, tendermintGenesis} from "@oasis-node/state-transition/genesis";
import {StateQueries} from "@oasis-node/state-transition/query";
import {registryMethods} from "@oasis-node/state-transition/registry";
import {Escrow, stakingMethods} from "@oasis-node/state-transition/staking";
import {chainDocument} from "../../../../test/chain/chainDocument.ts";
import {submissionBackend} from "../../src/chain/index.ts";

export const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));

/** Milliseconds between blocks without transactions: an epoch that is set begins in the block after the next. */
const emptyBlockInterval = 10;
/** Base units of stake for a validator, and for an entity. */
export const validatorStake = 200n;
export const entityStake = 100n;

/** A chain with one validator, whose epochs come when they are set. */
export class TestChain {
  readonly engine: EmbeddedEngine;
  readonly registry: ReturnType<typeof registryBackend>;
  readonly staking: ReturnType<typeof stakingBackend>;
  readonly beacon: ReturnType<typeof beaconBackend>;
  readonly consensus: ReturnType<typeof consensusBackend>;
  readonly submitter: TransactionSubmitter;
  readonly #teller: Signer;

  private constructor(genesis: Document, teller: Signer, stateDb: NodeDb) {
    this.#teller = teller;
    const verifier = new SignatureVerifier();
    const state = ApplicationState.open(stateDb, asHeight(genesis.height));
    const node = {minGasPrice: 0n, ownKey: null, debugAllowed: true, skipAttestation: false};
    const application = new Application({
      state,
      genesis,
      apps: consensusApps(),
      verifier,
      node,
      upgrades: null,
    });
    const signer = testSigner("chain consensus");
    const engineGenesis = tendermintGenesis(genesis, {verifier, debugAllowed: true});
    this.engine = new EmbeddedEngine({
      application,
      genesis,
      tendermintGenesis: engineGenesis,
      signer,
      verifier,
      store: new MemoryStore(),
      signStateFile: null,
      clock: systemClock,
      logger: silentLogger,
      blockTime: "instant",
      emptyBlockInterval,
    });
    const queries = new ChainQueries({
      engine: this.engine,
      states: new StateQueries(state),
      genesis,
      parameters: engineGenesis.parameters,
    });
    const chain = {queries, streams: new ChainStreams(queries), stateDb, consensusKey: signer.publicKey};
    this.registry = registryBackend(chain);
    this.staking = stakingBackend(chain);
    this.beacon = beaconBackend(chain);
    this.consensus = consensusBackend(chain);
    this.submitter = new TransactionSubmitter({
      backend: submissionBackend(this.consensus),
      context: prepareContext(signingContexts.transaction, {chainContext: chainContext(genesis)}),
      gasPrice: 0n,
      maxFee: 0n,
      clock: systemClock,
      random,
      logger: silentLogger,
    });
  }

  static async start(): Promise<TestChain> {
    const teller = testSigner("worker test teller");
    const genesis = await testGenesis([stakingAddress(teller.publicKey)]);
    const stateDb = await openMemoryNodeDb({
      namespace: asNamespace(new Uint8Array(32)),
      discardWriteLogs: true,
    });
    const chain = new TestChain(genesis, teller, stateDb);
    await chain.engine.start();
    return chain;
  }

  stop(): Promise<void> {
    return this.engine.stop();
  }

  /** Submits and waits until it has succeeded. */
  submit<T>(signer: Signer, method: Method<T>, body: T): Promise<void> {
    return this.submitter.signAndSubmit({signer, method, body}, new AbortController().signal);
  }

  async registerEntity(owner: Signer, nodes: readonly PublicKey[]): Promise<void> {
    const context = prepareContext(signingContexts.registerEntity);
    const body = await SignedEntity.sign(owner, context, {v: 2, id: owner.publicKey, nodes: [...nodes]});
    await this.submit(owner, registryMethods["registry.RegisterEntity"], body);
  }

  addEscrow(account: Address, amount: bigint): Promise<void> {
    return this.submit(this.#teller, stakingMethods["staking.AddEscrow"], Escrow.make({account, amount}));
  }

  /** Resolves when the epoch has begun. */
  async setEpoch(epoch: bigint): Promise<void> {
    await this.submit(this.#teller, beaconDebugMethods["000_beacon.SetEpoch"], asEpoch(epoch));
    await this.beacon.waitEpoch(asEpoch(epoch));
  }

  async node(id: PublicKey) {
    return this.registry.getNode({height: latestHeight, id});
  }
}

/** Epochs that are set, and one validator who stays the only one. */
async function testGenesis(funded: readonly Address[]): Promise<Document> {
  const genesis = await chainDocument({funded, blocksPerEpoch: 15n, validators: 1});
  return {
    ...genesis,
    beacon: {...genesis.beacon, parameters: {...genesis.beacon.parameters, debugMockBackend: true}},
    scheduler: {...genesis.scheduler, parameters: {...genesis.scheduler.parameters, maxValidators: 1n}},
  };
}

export function memoryServiceStore() {
  const values = new Map<string, Uint8Array>();
  return {
    values,
    get: async (key: string) => values.get(key) ?? null,
    put: async (key: string, value: Uint8Array) => {
      values.set(key, value);
    },
    delete: async (key: string) => {
      values.delete(key);
    },
  };
}
