import {toBase64} from "@oasis-node/primitives/bytes";
import {type Clock, toMilliseconds} from "@oasis-node/primitives/clock";
import type {Logger} from "@oasis-node/primitives/log";
import type {Context} from "@oasis-node/state-transition/context";
import type {UpgradeSchedule} from "@oasis-node/state-transition/upgrade";
import type {NodeConfig} from "../config/index.ts";
import {lockDirectory, makeDirectory} from "../dataDirectory/index.ts";
import {FileError} from "../files/index.ts";
import {type GenesisGates, type LoadedGenesis, loadGenesisFile} from "../genesis/index.ts";
import {type FileIdentity, loadIdentity} from "../identity/index.ts";
import type {Lifecycle} from "../lifecycle/index.ts";
import {type MetricsRegistry, newMetrics, startMetricsServer} from "../metrics/index.ts";
import {PersistentStore} from "../persistentStore/index.ts";
import {openUpgrades, upgradeStoreName} from "../upgrades/index.ts";
import {NodeError} from "./nodeError.ts";

/** What a node knows of the world around it. */
export interface NodeEnvironment {
  /** Where relative paths start; absolute. */
  readonly cwd: string;
  readonly clock: Clock;
  /** Random bytes, fit for keys. */
  readonly random: (length: number) => Uint8Array;
  /** The logger of a module. */
  readonly logger: Logger;
}

/** What a node has before there is a chain. */
export interface NodeParts {
  readonly store: PersistentStore;
  readonly upgrades: UpgradeSchedule<Context>;
  readonly identity: FileIdentity;
  readonly metrics: MetricsRegistry;
  readonly genesis: LoadedGenesis;
  readonly gates: GenesisGates;
}

/**
 * Opens the data directory, which is locked from then on, and everything in it that needs no chain; in the reference's order
 * (cli-config-grpc §7.1). Throws `NodeError` `start`.
 */
export async function openParts(
  config: NodeConfig,
  environment: NodeEnvironment,
  lifecycle: Lifecycle,
): Promise<NodeParts> {
  const {dataDirectory} = config;
  const {logger, random, clock} = environment;
  await makeDirectory(dataDirectory);
  const store = await explained(logger, "failed to open common node store", async () => {
    await lifecycle.start(
      "lock",
      () => lockDirectory(dataDirectory),
      (lock) => lock.release(),
    );
    return lifecycle.start(
      "store",
      () => PersistentStore.open(dataDirectory),
      (opened) => opened.close(),
    );
  });
  const upgrades = await explained(logger, "error occurred during startup upgrade", async () =>
    openUpgrades(store.service(upgradeStoreName)),
  );
  const now = (): number => toMilliseconds(clock.now());
  const identity = await explained(logger, "failed to load/generate identity", () =>
    loadIdentity({directory: dataDirectory, random, now, generate: true, persistTls: false}),
  );
  logger.info("loaded/generated node identity", publicKeys(identity));
  const metrics = newMetrics(dataDirectory);
  await serveMetrics(config, metrics, environment, lifecycle);
  const {allowed, allowTestKeys, skipAttestation, debugEnclaves} = config.debug;
  const gates = {debugAllowed: allowed, testKeys: allowTestKeys, skipAttestation, debugEnclaves};
  const genesis = await explained(logger, "failed to initialize the genesis provider", () =>
    loadGenesis(config.genesisFile, environment, gates),
  );
  return {store, upgrades, identity, metrics, genesis, gates};
}

/** Runs a step of the start; a failure goes to the log in the reference's words, once, and ends the start. */
export async function explained<T>(logger: Logger, text: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (err) {
    if (err instanceof NodeError && err.code === "start") throw err;
    logger.error(text, {err});
    const reason = err instanceof Error ? err.message : String(err);
    throw new NodeError("start", `${text}: ${reason}`, {cause: err});
  }
}

async function loadGenesis(path: string, {cwd, logger}: NodeEnvironment, gates: GenesisGates) {
  try {
    return await loadGenesisFile(path, {cwd}, gates);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    if (cause instanceof FileError) {
      const text = "failed to open genesis document";
      logger.module("genesis/file").with({filename: path}).warn(text, {err: cause});
    }
    const text = `initGenesis: failed to create local genesis file provider: ${reason}`;
    throw new NodeError("genesis", text, {cause});
  }
}

async function serveMetrics(
  {metrics: address}: NodeConfig,
  registry: MetricsRegistry,
  {logger}: NodeEnvironment,
  lifecycle: Lifecycle,
): Promise<void> {
  if (address === null) return;
  const start = () => startMetricsServer({...address, registry, logger: logger.module("metrics")});
  await explained(logger, "failed to start metrics reporting server", () =>
    lifecycle.start("metrics", start, (server) => server.stop()),
  );
}

function publicKeys(identity: FileIdentity) {
  return {
    node_pk: toBase64(identity.nodeSigner.publicKey),
    p2p_pk: toBase64(identity.p2pSigner.publicKey),
    consensus_pk: toBase64(identity.consensusSigner.publicKey),
    tls_pk: toBase64(identity.tlsKeys().current.publicKey),
  };
}
