import {createServer, type Server, type ServerResponse} from "node:http";
import type {Logger} from "@oasis-node/primitives/log";
import type {MetricsRegistry} from "./nodeMetrics.ts";

export interface MetricsServerOptions {
  /** Empty for all addresses of the machine. There is neither TLS nor authentication: better a loopback address. */
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly registry: MetricsRegistry;
  readonly logger: Logger;
}

export interface MetricsServer {
  /** The one it listens on. */
  readonly port: number;
  stop(): Promise<void>;
}

const mostConnections = 64;
const requestTimeoutMs = 10_000;

/** Offers metrics over HTTP, the same under any path (cli-config-grpc §6). Rejects with the system's error. */
export async function startMetricsServer({
  host,
  logger,
  port,
  registry,
}: MetricsServerOptions): Promise<MetricsServer> {
  // Requests at the same moment share one answer.
  let answer: Promise<string> | null = null;
  const text = (): Promise<string> => {
    answer ??= registry.text().finally(() => {
      answer = null;
    });
    return answer;
  };
  const server = createServer((request, response) => {
    // Whatever a client sends along has no meaning.
    request.resume();
    respond(response, registry.contentType, text).catch((error: unknown) => {
      logger.error("metrics terminated uncleanly", {err: error});
      response.destroy();
    });
  });
  server.maxConnections = mostConnections;
  server.requestTimeout = requestTimeoutMs;
  server.headersTimeout = requestTimeoutMs;
  await listen(server, port, host);
  const address = server.address();
  return {
    port: address !== null && typeof address === "object" ? address.port : port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function respond(
  response: ServerResponse,
  contentType: string,
  text: () => Promise<string>,
): Promise<void> {
  const body = await text();
  response.writeHead(200, {"content-type": contentType, "content-length": Buffer.byteLength(body)});
  response.end(body);
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({port, ...(host === "" ? {} : {host})}, () => {
      server.off("error", reject);
      resolve();
    });
  });
}
