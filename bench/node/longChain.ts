import {stat} from "node:fs/promises";
import {join} from "node:path";
import {EmbeddedEngine} from "@oasis-node/consensus/embedded";
import {type NetworkPaths, openNetwork} from "@oasis-node/localnet/network";
import {LmdbStore, openLmdbNodeDb} from "@oasis-node/mkvs/db";
import {documentChecks, loadGenesisFile} from "@oasis-node/node/genesis";
import {systemClock} from "@oasis-node/primitives/clock";
import {asHeight, type Height} from "@oasis-node/primitives/epoch";
import {silentLogger} from "@oasis-node/primitives/log";
import {Namespace} from "@oasis-node/primitives/namespace";
import {FileSignerFactory} from "@oasis-node/primitives/signers";
import {
  Application,
  ApplicationState,
  consensusApps,
  StatePruner,
} from "@oasis-node/state-transition/application";
import {tendermintGenesis} from "@oasis-node/state-transition/genesis";

export interface LongChain {
  /** Directory of a network, not made yet. */
  readonly directory: string;
  readonly blocks: bigint;
  /** Versions of the state, and blocks, that are kept; null for all. */
  readonly kept: bigint | null;
}

/**
 * Makes a network with a chain of empty blocks, as its node would make them in days, but without waiting for the disk. Bytes of the
 * files of blocks and state.
 */
export async function makeLongChain({directory, blocks, kept}: LongChain): Promise<number> {
  const {paths} = await openNetwork(directory, {mockEpochs: true}, systemClock);
  const files = chainFiles(paths);
  const namespace = Namespace.zero();
  const db = await openLmdbNodeDb({namespace, path: files.state, discardWriteLogs: true, noSync: true});
  const store = new LmdbStore({path: files.blocks, readOnly: false, noSync: true});
  const pruner = kept === null ? null : new StatePruner(db, kept);
  const engine = await openEngine(paths, {
    state: ApplicationState.open(db, asHeight(1n)),
    store,
    retainHeight: () => pruner?.retainHeight ?? asHeight(0n),
  });
  const done = new AbortController();
  const made = engine.subscribe({signal: done.signal});
  await engine.start();
  for await (const {height} of made) {
    await pruner?.prune(height);
    if (height >= blocks) done.abort();
  }
  await engine.stop();
  await db.close();
  await store.close();
  return (await sizeOf(files.state)) + (await sizeOf(files.blocks));
}

interface Stores {
  readonly state: ApplicationState;
  readonly store: LmdbStore;
  readonly retainHeight: () => Height;
}

async function openEngine(paths: NetworkPaths, stores: Stores): Promise<EmbeddedEngine> {
  const gates = {debugAllowed: true, testKeys: false, skipAttestation: false, debugEnclaves: false};
  const {document: genesis} = await loadGenesisFile(paths.genesis, {cwd: paths.directory}, gates);
  const {verifier, debugAllowed} = documentChecks(gates, []);
  const {state, store, retainHeight} = stores;
  return new EmbeddedEngine({
    application: new Application({
      state,
      genesis,
      apps: consensusApps(),
      verifier,
      node: {minGasPrice: 0n, ownKey: null, debugAllowed: true, skipAttestation: false},
      upgrades: null,
      retainHeight,
    }),
    genesis,
    tendermintGenesis: tendermintGenesis(genesis, {verifier, debugAllowed}),
    signer: await new FileSignerFactory(paths.node, ["consensus"]).load("consensus"),
    verifier,
    store,
    signStateFile: null,
    clock: systemClock,
    logger: silentLogger,
    blockTime: "instant",
    emptyBlockInterval: 0,
  });
}

/** Where the node keeps its chain. */
function chainFiles({node}: NetworkPaths) {
  const chain = join(node, "tendermint");
  return {
    blocks: join(chain, "data", "blockstore.lmdb.db"),
    state: join(chain, "abci-state", "mkvs_storage.lmdb.db"),
  };
}

async function sizeOf(directory: string): Promise<number> {
  return (await stat(join(directory, "data.mdb"))).size;
}
