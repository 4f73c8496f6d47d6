import {ChainQueries} from "@oasis-node/consensus/queries";
import {ChainStreams} from "@oasis-node/consensus/streams";
import {MemoryStore, openMemoryNodeDb} from "@oasis-node/mkvs/db";
import {decode} from "@oasis-node/primitives/cbor";
import {asNamespace} from "@oasis-node/primitives/namespace";
import {SignatureVerifier} from "@oasis-node/primitives/signature";
import {Application, ApplicationState, consensusApps} from "@oasis-node/state-transition/application";
import {SignedTransaction} from "@oasis-node/state-transition/consensus";
import {StateQueries} from "@oasis-node/state-transition/query";
import type {EmbeddedEngine, EmbeddedEngineOptions} from "../../../consensus/src/embedded/index.ts";
import {testEngine} from "../../../consensus/test/embedded/testEngine.ts";
import {
  TestNetwork,
  type TransferOptions,
  validatorSigner,
} from "../../../consensus/test/engine/testNetwork.ts";
import type {OwnChain} from "../../src/backends/index.ts";

/** A running chain of one validator in memory, and what the node would answer from. */
export interface TestChain extends OwnChain {
  readonly engine: EmbeddedEngine;
  readonly network: TestNetwork;
  transfer(options: TransferOptions): Promise<SignedTransaction>;
  close(): Promise<void>;
}

export async function openTestChain(options: Partial<EmbeddedEngineOptions> = {}): Promise<TestChain> {
  const network = await TestNetwork.create({accounts: 8});
  const namespace = asNamespace(new Uint8Array(32));
  const db = await openMemoryNodeDb({namespace, discardWriteLogs: true});
  const store = new MemoryStore();
  const verifier = new SignatureVerifier();
  const {genesis, tendermint} = network;
  const state = ApplicationState.open(db, genesis.height);
  const node = {minGasPrice: 0n, ownKey: null, debugAllowed: true, skipAttestation: false};
  const application = new Application({
    state,
    genesis,
    apps: consensusApps(),
    verifier,
    node,
    upgrades: null,
  });
  const engine = testEngine({network, db, store, verifier, application, ...options});
  const states = new StateQueries(state);
  const queries = new ChainQueries({engine, states, genesis, parameters: tendermint.parameters});
  return {
    engine,
    network,
    queries,
    streams: new ChainStreams(queries),
    stateDb: db,
    consensusKey: validatorSigner.publicKey,
    transfer: async (transfer) => decode(SignedTransaction.envelope, await network.transfer(transfer)),
    close: async () => {
      await engine.stop();
      await verifier.close();
      await db.close();
    },
  };
}
