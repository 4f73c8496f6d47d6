import {join} from "node:path";
import {EmbeddedEngine} from "@oasis-node/consensus/embedded";
import type {Engine} from "@oasis-node/consensus/engine";
import {ChainQueries} from "@oasis-node/consensus/queries";
import {ChainStreams} from "@oasis-node/consensus/streams";
import {FileCheckpointStore} from "@oasis-node/mkvs/checkpoint";
import {asHeight} from "@oasis-node/primitives/epoch";
import type {SignatureVerifier} from "@oasis-node/primitives/signature";
import {
  Application,
  type ApplicationState,
  type ChainApp,
  consensusApps,
  StateCheckpoints,
  StatePruner,
} from "@oasis-node/state-transition/application";
import {type DocumentChecks, tendermintGenesis} from "@oasis-node/state-transition/genesis";
import {StateQueries} from "@oasis-node/state-transition/query";
import {sanityApp, stateChecks} from "@oasis-node/state-transition/sanity";
import {documentChecks} from "../genesis/index.ts";
import {type ChainApis, chainApis} from "./apis.ts";
import {openBlocks} from "./openBlocks.ts";
import {openState, stateDirectory} from "./openState.ts";
import type {ChainSettings, ChainSurroundings} from "./settings.ts";
import {signStateFile} from "./signStateFile.ts";
import {keepUp} from "./upkeep.ts";

/** The chain of a running node. */
export interface RunningChain {
  readonly engine: Engine;
  readonly verifier: SignatureVerifier;
  readonly state: ApplicationState;
  /** Null for a chain in memory. */
  readonly checkpoints: StateCheckpoints | null;
  readonly queries: ChainQueries;
  readonly streams: ChainStreams;
  readonly apis: ChainApis;
  /** Begins to make blocks. Throws `EngineError`, `HaltError`. */
  start(): Promise<void>;
}

/**
 * Opens the chain with everything that belongs to it; no block is made before `start`. Throws `NodeDbError`,
 * `ApplicationError`, `TendermintGenesisError`, `GenesisValidatorError`.
 */
export async function openChain(
  settings: ChainSettings,
  surroundings: ChainSurroundings,
): Promise<RunningChain> {
  const {genesis, directory} = settings;
  const {identity, lifecycle, clock, logger} = surroundings;
  const checks = documentChecks(settings.gates, genesis.consensus.parameters.publicKeyBlacklist ?? []);
  const {verifier, debugAllowed} = checks;
  const engineGenesis = tendermintGenesis(genesis, {verifier, debugAllowed});
  const state = await openState(settings, lifecycle);
  const checkpoints = openCheckpoints(settings, surroundings, state);
  const pruner =
    settings.keptVersions === null
      ? null
      : new StatePruner(state.db, settings.keptVersions, () => checkpoints?.firstHeld ?? null);
  const application = newApplication(settings, surroundings, {state, checks, pruner});
  const store = await openBlocks(settings, lifecycle);
  const engine = new EmbeddedEngine({
    application,
    genesis,
    tendermintGenesis: engineGenesis,
    signer: identity.consensusSigner,
    ownKey: identity.nodeSigner.publicKey,
    verifier,
    store,
    signStateFile: directory === null ? null : signStateFile(directory),
    clock,
    logger,
    blockTime: settings.blockTime,
    emptyBlockInterval: settings.emptyBlockInterval,
  });
  const {parameters} = engineGenesis;
  const queries = new ChainQueries({engine, states: new StateQueries(state), genesis, parameters});
  const streams = new ChainStreams(queries);
  const consensusKey = identity.consensusSigner.publicKey;
  const start = async (): Promise<void> => {
    await lifecycle.start(
      "engine",
      () => engine.start(),
      () => engine.stop(),
    );
    await lifecycle.start(
      "upkeep of the state",
      () => {
        checkpoints?.start();
        return {ended: keepUp({engine, checkpoints, pruner, logger}, lifecycle.signal)};
      },
      async ({ended}) => {
        await checkpoints?.stop();
        await ended;
      },
    );
  };
  const apis = chainApis({queries, streams, stateDb: state.db, consensusKey});
  return {engine, verifier, state, checkpoints, queries, streams, apis, start};
}

interface ApplicationParts {
  readonly state: ApplicationState;
  readonly checks: DocumentChecks;
  readonly pruner: StatePruner | null;
}

function newApplication(
  {genesis, minGasPrice, sanityInterval}: ChainSettings,
  {identity, upgrades, clock, random, onHalt}: ChainSurroundings,
  {state, checks, pruner}: ApplicationParts,
): Application {
  const {debugAllowed, skipAttestation, debugEnclaves, testSigners} = checks;
  const seconds = (): bigint => clock.now() / 1_000_000_000n;
  const stateApp = (interval: bigint): ChainApp => ({
    app: sanityApp({interval, random, checks: stateChecks({token: genesis.staking, clock: seconds})}),
    initChain: () => {},
  });
  return new Application({
    state,
    genesis,
    apps: [...consensusApps(), ...(sanityInterval === null ? [] : [stateApp(sanityInterval)])],
    verifier: checks.verifier,
    node: {
      minGasPrice,
      ownKey: identity.nodeSigner.publicKey,
      debugAllowed,
      skipAttestation,
      debugEnclaves: debugEnclaves ?? false,
      testSigners: testSigners ?? false,
    },
    upgrades,
    retainHeight: () => pruner?.retainHeight ?? asHeight(0n),
    onHalt,
  });
}

function openCheckpoints(
  {directory, checkpointInterval}: ChainSettings,
  {clock, logger}: ChainSurroundings,
  state: ApplicationState,
): StateCheckpoints | null {
  if (directory === null) return null;
  const path = join(directory, stateDirectory, "checkpoints");
  return new StateCheckpoints({
    state,
    store: new FileCheckpointStore(path, state.db),
    checkInterval: checkpointInterval,
    clock,
    log: logger,
  });
}
