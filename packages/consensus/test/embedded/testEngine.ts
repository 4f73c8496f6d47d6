import type {NodeDb, OrderedStore} from "@oasis-node/mkvs/db";
import {type Clock, systemClock} from "@oasis-node/primitives/clock";
import {silentLogger} from "@oasis-node/primitives/log";
import {SignatureVerifier} from "@oasis-node/primitives/signature";
import {Application, ApplicationState, consensusApps} from "@oasis-node/state-transition/application";
import {EmbeddedEngine, type EmbeddedEngineOptions} from "../../src/embedded/index.ts";
import {type TestNetwork, validatorSigner} from "../engine/testNetwork.ts";

export interface TestEngineOptions extends Partial<EmbeddedEngineOptions> {
  readonly network: TestNetwork;
  readonly db: NodeDb;
  readonly store: OrderedStore;
}

/** An engine on stores of the test, instant blocks, and empty ones only when nothing else happens for long. */
export function testEngine({network, db, ...rest}: TestEngineOptions): EmbeddedEngine {
  const {genesis, tendermint} = network;
  const verifier = rest.verifier ?? new SignatureVerifier();
  const clock: Clock = systemClock;
  return new EmbeddedEngine({
    application: testApplication(network, db, verifier),
    genesis,
    tendermintGenesis: tendermint,
    signer: validatorSigner,
    verifier,
    signStateFile: null,
    clock,
    logger: silentLogger,
    blockTime: "instant",
    emptyBlockInterval: 60_000,
    ...rest,
  });
}

export function testApplication(
  {genesis}: TestNetwork,
  db: NodeDb,
  verifier: SignatureVerifier,
): Application {
  return new Application({
    state: ApplicationState.open(db, genesis.height),
    genesis,
    apps: consensusApps(),
    verifier,
    node: {minGasPrice: 0n, ownKey: null, debugAllowed: true, skipAttestation: false},
    upgrades: null,
  });
}
