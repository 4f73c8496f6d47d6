import {type Clock, toMilliseconds} from "@oasis-node/primitives/clock";
import type {Logger} from "@oasis-node/primitives/log";
import {RpcServer} from "@oasis-node/rpc/server";
import type {Api} from "@oasis-node/rpc/service";
import {
  beaconService,
  consensusLightService,
  consensusService,
  debugControllerService,
  governanceService,
  keymanagerService,
  nodeControllerService,
  registryService,
  roothashService,
  runtimeClientService,
  schedulerService,
  stakingService,
  storageService,
  storageWorkerService,
} from "@oasis-node/rpc/services";
import {nodeReportService} from "@oasis-node/rpc/services/nodeReport";
import type {ChainApis} from "../chain/index.ts";
import type {NodeConfig} from "../config/index.ts";
import type {FileIdentity} from "../identity/index.ts";
import type {Lifecycle} from "../lifecycle/index.ts";
import type {NodeMetrics} from "../metrics/index.ts";
import type {Paratimes} from "../paratime/index.ts";

export interface ServerSurroundings {
  readonly lifecycle: Lifecycle;
  readonly metrics: NodeMetrics;
  readonly logger: Logger;
  readonly clock: Clock;
}

export interface InternalApis {
  readonly chain: ChainApis;
  readonly controller: Api<typeof nodeControllerService>;
  readonly report: Api<typeof nodeReportService>;
  readonly paratimes: Paratimes;
  /** Null where the debug gate is closed. */
  readonly debug: Api<typeof debugControllerService> | null;
}

/** Serves everything on the local socket, which only the node's user can open (cli-config-grpc §5.2). Throws `ServerError`. */
export async function serveInternal(
  path: string,
  {chain, controller, report, paratimes, debug}: InternalApis,
  {lifecycle, metrics, logger}: ServerSurroundings,
): Promise<void> {
  const server = new RpcServer({logger: logger.module("grpc/internal"), metrics: callMetrics(metrics)});
  server.register(nodeControllerService, controller);
  server.register(nodeReportService, report);
  server.register(consensusService, chain.consensus);
  server.register(consensusLightService, chain.consensusLight);
  server.register(beaconService, chain.beacon);
  server.register(schedulerService, chain.scheduler);
  server.register(registryService, chain.registry);
  server.register(stakingService, chain.staking);
  server.register(keymanagerService, chain.keymanager);
  server.register(roothashService, chain.roothash);
  server.register(governanceService, chain.governance);
  server.register(storageService, paratimes.storage);
  server.register(storageWorkerService, paratimes.storageWorker);
  server.register(runtimeClientService, paratimes.client.api);
  if (debug !== null) server.register(debugControllerService, debug);
  await lifecycle.start(
    "internal gRPC server",
    () => server.listenUnix(path),
    () => server.stop(),
  );
}

/** What other nodes may call, with TLS; null for what the node does not offer. */
export interface ExternalApis {
  readonly consensusLight: Api<typeof consensusLightService> | null;
  readonly storage: Api<typeof storageService> | null;
}

/** Serves light clients and other nodes on the external port (cli-config-grpc §5.2). Throws `ServerError`. */
export async function serveExternal(
  {port, listenHost}: NodeConfig["workers"]["client"],
  {consensusLight, storage}: ExternalApis,
  identity: FileIdentity,
  {lifecycle, metrics, logger, clock}: ServerSurroundings,
): Promise<void> {
  const server = new RpcServer({logger: logger.module("grpc/external"), metrics: callMetrics(metrics)});
  if (consensusLight !== null) server.register(consensusLightService, consensusLight);
  if (storage !== null) server.register(storageService, storage);
  const listen = () =>
    server.listenTls({
      port,
      ...(listenHost === null ? {} : {host: listenHost}),
      credentials: identity.tlsCredentials(),
      clientCommonName: "oasis-node",
      now: () => toMilliseconds(clock.now()),
    });
  await lifecycle.start("external gRPC server", listen, () => server.stop());
  identity.onRotated((credentials) => server.setCredentials(credentials));
}

function callMetrics(metrics: NodeMetrics) {
  return (path: string) => ({
    calls: metrics.grpcServerCalls.labels(path),
    latency: metrics.grpcServerLatency.labels(path),
    streamWrites: metrics.grpcServerStreamWrites.labels(path),
  });
}
