import type {TransactionSubmitter} from "@oasis-node/consensus/submission";
import {softwareVersion} from "@oasis-node/primitives/version";
import type {Api} from "@oasis-node/rpc/service";
import type {nodeControllerService} from "@oasis-node/rpc/services";
import {MemoryNetwork} from "@oasis-node/worker/p2p";
import type {RegistrationWorker} from "@oasis-node/worker/registration";
import {openChain, type RunningChain} from "../chain/index.ts";
import type {NodeConfig} from "../config/index.ts";
import {debugController, Milestone, nodeController, nodeReport} from "../control/index.ts";
import type {FileIdentity} from "../identity/index.ts";
import {Lifecycle} from "../lifecycle/index.ts";
import {openParatimes, type Paratimes} from "../paratime/index.ts";
import {countBlocks, countRegistry} from "./chainMetrics.ts";
import {chainSettings} from "./chainSettings.ts";
import {Ending} from "./ending.ts";
import {exportAtHalt} from "./haltExport.ts";
import {loadEntityId} from "./loadEntity.ts";
import type {NodeEnd} from "./nodeEnd.ts";
import {explained, type NodeEnvironment, type NodeParts, openParts} from "./openParts.ts";
import {type InternalApis, serveExternal, serveInternal} from "./servers.ts";
import {beaconWorker, nodeSubmitter, registrationWorker} from "./workers.ts";

/** A node that runs. */
export interface RunningNode {
  readonly config: NodeConfig;
  readonly identity: FileIdentity;
  readonly chain: RunningChain;
  readonly registration: RegistrationWorker;
  readonly controller: Api<typeof nodeControllerService>;
  /** Settles, never rejects, when everything is down. */
  readonly ended: Promise<NodeEnd>;
  /** Takes the node down without deregistering it. Safe to call twice. */
  stop(): Promise<NodeEnd>;
}

/** Starts a node. Throws `NodeError`, `DataDirectoryError`, after the log has told why; nothing is left running then. */
export async function startNode(config: NodeConfig, environment: NodeEnvironment): Promise<RunningNode> {
  const logger = environment.logger.module("oasis-node");
  logger.info("Starting oasis-node", {Version: softwareVersion});
  const lifecycle = new Lifecycle(logger);
  try {
    const parts = await openParts(config, {...environment, logger}, lifecycle);
    return await new NodeStart(config, {...environment, logger}, lifecycle, parts).run();
  } catch (error) {
    await lifecycle.stop(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
}

/** A node that comes up from its parts, in the order of the reference (cli-config-grpc §7.1). */
class NodeStart {
  readonly #config: NodeConfig;
  readonly #environment: NodeEnvironment;
  readonly #lifecycle: Lifecycle;
  readonly #parts: NodeParts;
  readonly #ending: Ending;
  readonly #synced = new Milestone();
  readonly #ready = new Milestone();
  readonly #deregistered = new Milestone();

  constructor(config: NodeConfig, environment: NodeEnvironment, lifecycle: Lifecycle, parts: NodeParts) {
    const {logger, clock, random} = environment;
    this.#config = config;
    this.#environment = environment;
    this.#lifecycle = lifecycle;
    this.#parts = parts;
    const chance = (): number => (random(1)[0] ?? 0) / 255;
    const stopDelay = config.consensus.upgradeStopDelay;
    this.#ending = new Ending({lifecycle, logger, clock, chance, stopDelay});
  }

  async run(): Promise<RunningNode> {
    const {logger} = this.#environment;
    logger.info("starting Oasis node");
    const chain = await explained(logger, "failed to initialize tendermint service", () => this.#openChain());
    const submitter = nodeSubmitter(this.#workerSurroundings(chain));
    const registration = await explained(logger, "failed to initialize workers", () =>
      this.#startWorkers(chain, submitter),
    );
    const paratimes = await explained(logger, "failed to initialize runtime services", () =>
      this.#openParatimes(chain, submitter, registration),
    );
    const controller = this.#controller(chain, registration, paratimes);
    const {debug} = this.#config;
    await this.#serve({
      chain: chain.apis,
      controller,
      report: nodeReport({registration}),
      paratimes,
      debug: debug.allowed ? debugController({...chain.apis, submitter}) : null,
    });
    await explained(logger, "failed to start consensus backend service", () => this.#startChain(chain));
    await paratimes.start();
    await this.#background("readiness", async (signal) => {
      await paratimes.ready(signal);
      this.#ready.reach();
    });
    logger.info("initialization complete: ready to serve");
    const {ended} = this.#ending;
    const stop = (): Promise<NodeEnd> => this.#ending.finish({kind: "stopped"});
    const {identity} = this.#parts;
    return {config: this.#config, identity, chain, registration, controller, ended, stop};
  }

  async #openChain(): Promise<RunningChain> {
    const {logger} = this.#environment;
    const {identity, upgrades} = this.#parts;
    const chain = await openChain(chainSettings(this.#config, this.#parts), {
      ...this.#environment,
      identity,
      upgrades,
      lifecycle: this.#lifecycle,
      onHalt: (halt) => this.#ending.hold(exportAtHalt(halt, chain, this.#config.dataDirectory, logger)),
    });
    return chain;
  }

  async #startWorkers(chain: RunningChain, submitter: TransactionSubmitter): Promise<RegistrationWorker> {
    const surroundings = this.#workerSurroundings(chain);
    const {entity} = this.#config.workers.registration;
    const registration = registrationWorker(surroundings, {
      submitter,
      entityId: entity === null ? null : await loadEntityId(entity, this.#environment),
      onDeregistered: () => {
        this.#deregistered.reach();
        this.#ending.finish({kind: "stopped"});
      },
    });
    await this.#background("registration worker", (signal) => registration.run(signal));
    const beacon = beaconWorker(surroundings, submitter);
    await this.#background("beacon worker", (signal) => beacon.run(signal));
    return registration;
  }

  /** Gossip stays within the process: on a chain of one validator there is nobody else to talk to. */
  async #openParatimes(
    chain: RunningChain,
    submitter: TransactionSubmitter,
    registration: RegistrationWorker,
  ): Promise<Paratimes> {
    const {clock, random, logger} = this.#environment;
    const network = new MemoryNetwork({clock, random, logger, signal: this.#ending.working});
    return openParatimes({
      ...this.#workerSurroundings(chain),
      registration,
      submitter,
      gossip: network.join(this.#parts.identity.p2pSigner.publicKey),
      lifecycle: this.#lifecycle,
      background: (name, run) => this.#background(name, run),
    });
  }

  #controller(
    chain: RunningChain,
    registration: RegistrationWorker,
    paratimes: Paratimes,
  ): Api<typeof nodeControllerService> {
    return nodeController({
      identity: this.#parts.identity,
      synced: this.#synced,
      ready: this.#ready,
      deregistered: this.#deregistered,
      consensusStatus: (signal) => chain.apis.consensus.getStatus(undefined, {signal}),
      registration,
      runtimeStatus: (signal) => paratimes.status(signal),
      upgrades: this.#parts.upgrades,
    });
  }

  async #serve(apis: InternalApis): Promise<void> {
    const {internalSocket, workers} = this.#config;
    const {logger} = this.#environment;
    const {metrics} = this.#parts.metrics;
    const surroundings = {...this.#environment, lifecycle: this.#lifecycle, metrics};
    await explained(logger, "failed to start internal gRPC server", () =>
      serveInternal(internalSocket, apis, surroundings),
    );
    const {consensusRpc, storage} = workers.roles;
    if (!consensusRpc && !storage) return;
    const external = {
      consensusLight: consensusRpc ? apis.chain.consensusLight : null,
      storage: storage ? apis.paratimes.externalStorage : null,
    };
    await explained(logger, "failed to start external gRPC server", () =>
      serveExternal(workers.client, external, this.#parts.identity, surroundings),
    );
  }

  async #startChain(chain: RunningChain): Promise<void> {
    const {logger} = this.#environment;
    const {metrics} = this.#parts.metrics;
    await chain.start();
    void chain.engine.ended.then((end) => this.#ending.engineEnded(end));
    await this.#background("block figures", (signal) => countBlocks(chain.engine, metrics, logger, signal));
    await this.#background("registry figures", (signal) => countRegistry(chain, metrics, logger, signal));
    // An engine that has started has caught up.
    this.#synced.reach();
  }

  #workerSurroundings(chain: RunningChain) {
    const {identity, store, metrics} = this.#parts;
    return {
      ...this.#environment,
      config: this.#config,
      chain,
      identity,
      verifier: chain.verifier,
      store,
      synced: this.#synced,
      metrics: metrics.metrics,
    };
  }

  /** Work that goes on as long as the chain does; the node does not go on without it. */
  async #background(name: string, run: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const {logger} = this.#environment;
    const {working} = this.#ending;
    await this.#lifecycle.start(
      name,
      () => ({
        ended: run(working).catch((error: unknown) => {
          if (working.aborted) return;
          logger.error(`${name} failed`, {err: error});
          this.#ending.finish({kind: "failed", error});
        }),
      }),
      ({ended}) => ended,
    );
  }
}
