import type {NodeDb, OrderedStore} from "@oasis-node/mkvs/db";
import {systemClock} from "@oasis-node/primitives/clock";
import {asHeight, type Height} from "@oasis-node/primitives/epoch";
import {silentLogger} from "@oasis-node/primitives/log";
import {SignatureVerifier} from "@oasis-node/primitives/signature";
import {Application, ApplicationState, consensusApps} from "@oasis-node/state-transition/application";
import {EmbeddedEngine, type EmbeddedEngineOptions} from "../../src/embedded/index.ts";
import {type TestNetwork, validatorSigner} from "../engine/testNetwork.ts";

export interface TestEngineOptions extends Partial<EmbeddedEngineOptions> {
  readonly network: TestNetwork;
  readonly db: NodeDb;
  readonly store: OrderedStore;
  /** Blocks below need not be kept; all are by default. */
  readonly retainHeight?: Height;
}

/** An engine on stores of the test, instant blocks, and empty ones only when nothing else happens for long. */
export function testEngine({
  network,
  db,
  retainHeight = asHeight(0n),
  ...rest
}: TestEngineOptions): EmbeddedEngine {
  const {genesis, tendermint} = network;
  const verifier = rest.verifier ?? new SignatureVerifier();
  return new EmbeddedEngine({
    application: testApplication(network, db, verifier, retainHeight),
    genesis,
    tendermintGenesis: tendermint,
    signer: validatorSigner,
    verifier,
    signStateFile: null,
    clock: systemClock,
    logger: silentLogger,
    blockTime: "instant",
    emptyBlockInterval: 60_000,
    ...rest,
  });
}

function testApplication(
  {genesis}: TestNetwork,
  db: NodeDb,
  verifier: SignatureVerifier,
  retainHeight: Height,
): Application {
  return new Application({
    state: ApplicationState.open(db, genesis.height),
    genesis,
    apps: consensusApps(),
    verifier,
    node: {minGasPrice: 0n, ownKey: null, debugAllowed: true, skipAttestation: false},
    upgrades: null,
    retainHeight: () => retainHeight,
  });
}
